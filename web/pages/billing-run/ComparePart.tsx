// Two runs side by side where they differ.

import { useQuery } from '@tanstack/react-query';
import type { BillingRun, ListedRun, RunDifference } from '../../api/billing-runs.ts';
import { runsPath } from '../../api/billing-runs.ts';
import type { ListPage } from '../../api/resource.ts';
import { resourceQuery } from '../../api/resource.ts';
import type { ListColumn } from '../../list/columns.tsx';
import { customColumn, linkColumn, moneyColumn } from '../../list/columns.tsx';
import { ListPart } from '../../list/ListPart.tsx';
import type { Card } from '../../list/narrow.tsx';
import { Amount } from '../../ui/Amount.tsx';
import { ChoicePicker } from '../../ui/ChoicePicker.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { StatusBadge } from '../../ui/StatusBadge.tsx';
import { useFormats } from '../../util/firm-context.ts';
import { usePageSearch } from '../../util/page-search.ts';
import { decisions } from '../billing-runs/words.ts';
import classes from './billing-run.module.css';

const columns: readonly ListColumn<RunDifference>[] = [
  linkColumn({
    key: 'job',
    header: 'Job',
    of: ({ name }) => name ?? 'A job that is gone',
    mark: ({ number }) => number,
    href: hrefOf,
  }),
  customColumn({ key: 'here', header: 'Here', width: 110, cell: ({ here }) => <Decision of={here} /> }),
  moneyColumn({
    key: 'hereTotal',
    header: 'Invoiced here',
    of: ({ here }) => here?.total ?? null,
    sums: true,
  }),
  customColumn({ key: 'there', header: 'There', width: 110, cell: ({ there }) => <Decision of={there} /> }),
  moneyColumn({
    key: 'thereTotal',
    header: 'Invoiced there',
    of: ({ there }) => there?.total ?? null,
    sums: true,
  }),
  moneyColumn({ key: 'difference', header: 'More here', of: (row) => row.difference, sums: true }),
];

const nouns = ['difference', 'differences'] as const;

export function ComparePart({ run }: { run: BillingRun }) {
  const [search, change] = usePageSearch();
  const formats = useFormats();
  const { data } = useQuery(resourceQuery<ListPage<ListedRun>>(runsPath, { limit: 100 }));
  const others = (data?.items ?? []).filter(({ id }) => id !== run.id);
  const second = search['with'];
  const picker = (
    <ChoicePicker
      name="Compare with"
      none="None"
      value={second}
      choices={others.map(({ id, name, plannedAt }) => ({
        value: id,
        label: name,
        note: formats.instant(plannedAt),
      }))}
      searchable={others.length > 8}
      onChange={(chosen) => change({ with: chosen })}
    />
  );
  if (second === undefined)
    return (
      <div className={classes.instead}>
        <Notice title="Compare with another run" action={others.length > 0 ? picker : undefined}>
          {data !== undefined && others.length === 0
            ? 'There is no other run yet. Rehearse with other rules, and see here where the two differ.'
            : 'Jobs that only one of the two has, or that come to different amounts, stand side by side.'}
        </Notice>
      </div>
    );
  return (
    <ListPart<RunDifference>
      label={`Where ${run.name} differs`}
      path={`${runsPath}/${run.id}/comparison`}
      question={{ with: second }}
      nouns={nouns}
      idOf={idOf}
      nameOf={nameOf}
      hrefOf={hrefOf}
      columns={columns}
      cardOf={cardOf}
      currencyOf={currencyOf}
      actions={picker}
      nothingYet={{ title: 'No difference', text: 'Both runs bill the same jobs at the same amounts.' }}
    />
  );
}

function Decision({ of }: { of: RunDifference['here'] }) {
  if (of === null || of.decision === null) return <span className="quiet">Not in it</span>;
  const [word, tone] = decisions[of.decision];
  return <StatusBadge tone={tone}>{word}</StatusBadge>;
}

function cardOf(row: RunDifference): Card {
  return {
    title: nameOf(row),
    under: row.here === null ? 'Only there' : row.there === null ? 'Only here' : 'In both',
    end: <Amount of={row.difference} />,
  };
}

function idOf({ id, currency }: RunDifference): string {
  return `${id} ${currency}`;
}

function nameOf({ number, name }: RunDifference): string {
  return `${number ?? ''} ${name ?? ''}`.trim();
}

function hrefOf({ id }: RunDifference): string {
  return `/jobs/${id}`;
}

function currencyOf({ currency }: RunDifference): string {
  return currency;
}
