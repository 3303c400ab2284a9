// What a run comes to, per currency: what is invoiced, what it leaves, and what it gives up.

import type { BillingRun, RunTotals } from '../../api/billing-runs.ts';
import { Amount } from '../../ui/Amount.tsx';
import { AppLink } from '../../ui/AppLink.tsx';
import { Figures } from '../../ui/Figures.tsx';
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
        { label: 'WIP left', figure: 'run.after', value: <Amount of={only.after} />, href: jobs },
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

const columns: readonly (readonly [label: string, of: (totals: RunTotals) => string])[] = [
  ['Total', ({ total }) => total],
  ['Tax', ({ tax }) => tax],
  ['WIP before', ({ before }) => before],
  ['WIP left', ({ after }) => after],
  ['Carried', ({ carried }) => carried],
  ['Written off', ({ writtenOff }) => writtenOff],
];

function Currencies({ run }: { run: BillingRun }) {
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
        <thead>
          <tr>
            <th scope="col">
              {formats.count(run.units)} {run.units === 1 ? 'invoice' : 'invoices'}
            </th>
            <th scope="col">Jobs billed</th>
            {columns.map(([label]) => (
              <th key={label} scope="col">
                {label}
              </th>
            ))}
            <th scope="col">Realisation</th>
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
              {columns.map(([label, of]) => (
                <td key={label}>
                  <Amount of={of(totals)} />
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
