// What a run comes to, per currency: what is invoiced, what it leaves, and what it gives up.

import type { BillingRun, RunTotals } from '../../api/billing-runs.ts';
import { Amount } from '../../ui/Amount.tsx';
import { AppLink } from '../../ui/AppLink.tsx';
import { ComputedHead } from '../../ui/ComputedHead.tsx';
import { Figures } from '../../ui/Figures.tsx';
import { useHeadStops } from '../../ui/useHeadStops.ts';
import type { FigureName } from '../../util/figure-rules.ts';
import { useFormats } from '../../util/firm-context.ts';
import classes from './billing-run.module.css';

export function RunFigures({ run }: { run: BillingRun }) {
  const formats = useFormats();
  const [only, second] = run.totals;
  if (only === undefined) return null;
  if (second !== undefined) return <Currencies run={run} />;
  const jobs = `/billing-runs/${run.id}?tab=jobs`;
  return (
    <Figures
      figures={[
        {
          label: `Total ${only.currency}`,
          figure: 'run.total',
          value: <Amount of={only.total} />,
          href: `${jobs}&decision=bill`,
          isMain: true,
          note: `${formats.count(run.units)} ${run.units === 1 ? 'invoice' : 'invoices'}, ${formats.count(only.toBill)} ${only.toBill === 1 ? 'job' : 'jobs'}`,
        },
        { label: 'Tax', value: <Amount of={only.tax} /> },
        { label: 'WIP before', figure: 'netWip', value: <Amount of={only.before} />, href: jobs },
        {
          label: 'WIP left',
          figure: 'run.after',
          value: <Amount of={only.after} />,
          href: jobs,
          record: only,
        },
        {
          label: 'Carried',
          figure: 'run.carried',
          value: <Amount of={only.carried} />,
          href: `${jobs}&decision=hold`,
        },
        {
          label: 'Written off',
          figure: 'realisation.writtenOff',
          value: <Amount of={only.writtenOff} />,
          href: `${jobs}&decision=writeOff`,
          note: only.toWriteOff > 0 ? `${formats.count(only.toWriteOff)} small jobs` : undefined,
        },
        {
          label: 'Realisation',
          figure: 'realisation',
          value: only.realisation === null ? '–' : `${only.realisation} %`,
          note: 'of what leaves WIP',
        },
      ]}
    />
  );
}

type Column = readonly [
  label: string,
  of: (totals: RunTotals) => string,
  leads: string | null,
  figure?: FigureName,
];

/** The figures by currency, each with the decisions on jobs that it comes from. */
const columns: readonly Column[] = [
  ['Total', ({ total }) => total, '&decision=bill', 'run.total'],
  ['Tax', ({ tax }) => tax, null],
  ['WIP before', ({ before }) => before, '', 'netWip'],
  ['WIP left', ({ after }) => after, '', 'run.after'],
  ['Carried', ({ carried }) => carried, '&decision=hold', 'run.carried'],
  ['Written off', ({ writtenOff }) => writtenOff, '&decision=writeOff', 'realisation.writtenOff'],
];

function Currencies({ run }: { run: BillingRun }) {
  const stops = useHeadStops();
  const formats = useFormats();
  return (
    <div
      className={classes.currencies}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls is reached by the keyboard
      tabIndex={0}
      role="region"
      aria-label="What the run comes to"
    >
      <table>
        <thead {...stops}>
          <tr>
            <th scope="col">
              {formats.count(run.units)} {run.units === 1 ? 'invoice' : 'invoices'}
            </th>
            <th scope="col">Jobs billed</th>
            {columns.map(([label, , , figure]) => (
              <ComputedHead key={label} label={label} figure={figure} records={run.totals} />
            ))}
            <ComputedHead label="Realisation" figure="realisation" />
          </tr>
        </thead>
        <tbody>
          {run.totals.map((totals) => (
            <tr key={totals.currency}>
              <th scope="row">{totals.currency}</th>
              <td>
                <AppLink href={`/billing-runs/${run.id}?tab=jobs&decision=bill`}>
                  {formats.count(totals.toBill)}
                </AppLink>
              </td>
              {columns.map(([label, of, leads]) => (
                <td key={label}>
                  {leads === null ? (
                    <Amount of={of(totals)} />
                  ) : (
                    <AppLink href={`/billing-runs/${run.id}?tab=jobs${leads}`}>
                      <Amount of={of(totals)} />
                    </AppLink>
                  )}
                </td>
              ))}
              <td>{totals.realisation === null ? '–' : `${totals.realisation} %`}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
