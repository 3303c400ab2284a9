// A run added up by client, manager or partner.

import type { BillingRun, RunGroup } from '../../api/billing-runs.ts';
import { runsPath } from '../../api/billing-runs.ts';
import type { ListColumn } from '../../list/columns.tsx';
import { countColumn, linkColumn, moneyColumn, textColumn } from '../../list/columns.tsx';
import { ListPart } from '../../list/ListPart.tsx';
import type { Card } from '../../list/narrow.tsx';
import { Amount } from '../../ui/Amount.tsx';

export type GroupedBy = 'client' | 'manager' | 'partner';

const words: Readonly<Record<GroupedBy, readonly [one: string, many: string]>> = {
  client: ['client', 'clients'],
  manager: ['manager', 'managers'],
  partner: ['partner', 'partners'],
};

const columnsBy = Object.fromEntries(
  (Object.keys(words) as GroupedBy[]).map((by) => [by, columnsOf(by)]),
) as Record<GroupedBy, readonly ListColumn<RunGroup>[]>;

const questions = { client: { by: 'client' }, manager: { by: 'manager' }, partner: { by: 'partner' } };

export function GroupsPart({ run, by }: { run: BillingRun; by: GroupedBy }) {
  return (
    <ListPart<RunGroup>
      key={by}
      label={`${run.name} by ${by}`}
      path={`${runsPath}/${run.id}/totals`}
      question={questions[by]}
      nouns={words[by]}
      idOf={idOf}
      nameOf={nameOf}
      hrefOf={by === 'client' ? clientHref : staffHref}
      columns={columnsBy[by]}
      cardOf={cardOf}
      currencyOf={currencyOf}
      nothingYet={{ title: 'Nothing to bill', text: 'No job with open work fits the rules of this run.' }}
    />
  );
}

function columnsOf(by: GroupedBy): readonly ListColumn<RunGroup>[] {
  const header = `${by.charAt(0).toUpperCase()}${by.slice(1)}`;
  return [
    linkColumn({ key: 'name', header, of: nameOf, href: by === 'client' ? clientHref : staffHref }),
    textColumn({ key: 'currency', header: 'Currency', width: 90, of: ({ currency }) => currency }),
    countColumn({ key: 'toBill', header: 'Billed', of: ({ toBill }) => toBill }),
    countColumn({ key: 'left', header: 'Left', of: ({ left, onHold }) => left + onHold }),
    moneyColumn({ key: 'before', header: 'WIP before', of: ({ before }) => before, sums: true }),
    moneyColumn({ key: 'total', header: 'Invoiced', of: ({ total }) => total, sums: true }),
    moneyColumn({ key: 'tax', header: 'Tax', of: ({ tax }) => tax, sums: true }),
    moneyColumn({ key: 'writtenOff', header: 'Written off', of: (group) => group.writtenOff, sums: true }),
    moneyColumn({ key: 'after', header: 'WIP left', of: ({ after }) => after, sums: true }),
    textColumn({
      key: 'realisation',
      header: 'Realisation',
      width: 100,
      of: ({ realisation }) => (realisation === null ? null : `${realisation} %`),
    }),
  ];
}

function cardOf(group: RunGroup): Card {
  return {
    title: nameOf(group),
    under: group.currency,
    end: <Amount of={group.total} />,
    underEnd: <Amount of={group.after} />,
  };
}

function idOf({ id, currency }: RunGroup): string {
  return `${id ?? 'none'} ${currency}`;
}

function nameOf({ name }: RunGroup): string {
  return name ?? 'Nobody';
}

function clientHref({ id }: RunGroup): string {
  return id === null ? '/clients' : `/clients/${id}`;
}

function staffHref({ id }: RunGroup): string {
  return id === null ? '/staff' : `/staff/${id}`;
}

function currencyOf({ currency }: RunGroup): string {
  return currency;
}
