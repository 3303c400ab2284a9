// What of an accepted quote is invoiced now, line by line: an amount, a percent of the line, or a percent to date.

import { formatScaled, parseScaled } from '#core/money/money.ts';
import type { BillableJob } from '../../api/invoices.ts';
import { Amount } from '../../ui/Amount.tsx';
import { CellInput } from '../../form/CellInput.tsx';
import classes from './composer.module.css';
import type { JobPartProps } from './job-part-props.ts';
import type { JobDraft, Measure } from './model.ts';

const ways = [
  { value: 'percent', label: '% of the line' },
  { value: 'percentToDate', label: '% to date' },
  { value: 'amount', label: 'Amount' },
] as const;

export function QuoteClaims({ job, billable, place, preview, dispatch, objections }: JobPartProps) {
  const { quote } = billable;
  if (quote === null)
    return (
      <p className={classes.wrong}>
        This job has no accepted quote. Accept one, or bill it by its recorded work.
      </p>
    );
  const set = (claims: JobDraft['claims']) =>
    dispatch({ do: 'setJob', jobId: job.jobId, changed: { claims } });
  const isAll = job.claims === 'all';
  const claims: Readonly<Record<string, Measure>> = job.claims === 'all' ? {} : job.claims;
  const composed = new Map(preview?.lines.map((line) => [line.quoteLineId, line.amount]));
  const wrong = objections.at(`jobs.${place}.claims`);
  return (
    <div className={classes.side}>
      <h3>
        Quote {quote.label}
        <label className={classes.flag}>
          <input
            type="checkbox"
            checked={isAll}
            onChange={() => set(isAll ? startOfClaims(quote.lines) : 'all')}
          />
          Claim all that is left
        </label>
      </h3>
      <div className={classes.scroller}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Line</th>
              <th scope="col">Quoted</th>
              <th scope="col">Claimed before</th>
              <th scope="col">Left</th>
              {!isAll && <th scope="col">Claim now</th>}
              <th scope="col">This invoice</th>
            </tr>
          </thead>
          <tbody>
            {quote.lines.map((line) => (
              <tr key={line.quoteLineId}>
                <th scope="row">{line.description}</th>
                <td>
                  <Amount of={line.amount} />
                </td>
                <td>
                  <Amount of={line.claimed} />
                </td>
                <td>
                  <Amount of={leftOf(line)} />
                </td>
                {!isAll && (
                  <td>
                    <Claim
                      name={line.description}
                      claim={claims[line.quoteLineId]}
                      onChange={(claim) => set({ ...claims, [line.quoteLineId]: claim })}
                    />
                  </td>
                )}
                <td>
                  <Amount of={composed.get(line.quoteLineId) ?? null} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {wrong !== undefined && <p className={classes.wrong}>{wrong}</p>}
    </div>
  );
}

type ClaimProps = { name: string; claim: Measure | undefined; onChange: (claim: Measure) => void };

function Claim({ name, claim = { how: 'percent', value: '' }, onChange }: ClaimProps) {
  return (
    <span className={classes.claim}>
      <select
        aria-label={`How ${name} is claimed`}
        value={claim.how}
        onChange={(event) => onChange({ value: '', how: event.currentTarget.value as Measure['how'] })}
      >
        {ways.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
      <CellInput
        label={`Claimed of ${name}`}
        kind={claim.how === 'amount' ? 'amount' : 'percent'}
        value={claim.value}
        usual="0"
        onChange={(value) => onChange({ ...claim, value })}
      />
    </span>
  );
}

type QuoteLine = NonNullable<BillableJob['quote']>['lines'][number];

function startOfClaims(lines: readonly QuoteLine[]): Record<string, Measure> {
  return Object.fromEntries(lines.map(({ quoteLineId }) => [quoteLineId, { how: 'percent', value: '' }]));
}

function leftOf({ amount, claimed }: QuoteLine): string {
  const digits = amount.split('.')[1]?.length ?? 0;
  return formatScaled((parseScaled(amount, digits) ?? 0n) - (parseScaled(claimed, digits) ?? 0n), digits);
}
