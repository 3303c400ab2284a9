import type { BillingTotal } from '../../api/estimated-billings.ts';
import { Amount } from '../../ui/Amount.tsx';
import classes from './wip.module.css';

const ages = [
  ['ageCurrent', 'Current'],
  ['ageOneMonth', '1 month'],
  ['ageTwoMonths', '2 months'],
  ['ageThreeMonthsPlus', '3 months +'],
] as const;

/** The answer in one line per currency: what is unbilled, and how old it is. */
export function Summary({ totals, loading }: { totals: readonly BillingTotal[]; loading: boolean }) {
  if (loading) return <div className={classes.summary} aria-hidden="true" />;
  return (
    <div className={classes.summary} data-several={totals.length > 1 || undefined}>
      {totals.map((total) => (
        <div key={total.currency} className={classes.summaryLine}>
          <div className={classes.headline}>
            <span className="quiet">Net WIP {total.currency}</span>
            <strong>
              <Amount of={total.netWip} />
            </strong>
          </div>
          <AgeBar total={total} />
        </div>
      ))}
    </div>
  );
}

/** How old the work is: a bar in proportion, and the figures beside it. Only WIP has an age; interims have none. */
function AgeBar({ total }: { total: BillingTotal }) {
  // Proportions are for the eye only; the figures are exact.
  const sizes = ages.map(([key]) => Math.max(0, Number(total[key])));
  const whole = sizes.reduce((sum, size) => sum + size, 0);
  return (
    <div className={classes.ages}>
      <div className={classes.bar} aria-hidden="true">
        {whole > 0 &&
          sizes.map((size, age) => (
            <span key={age} data-age={age + 1} style={{ flexGrow: size / whole }} hidden={size === 0} />
          ))}
      </div>
      <dl className={classes.legend}>
        {ages.map(([key, label], age) => (
          <div key={key}>
            <dt data-age={age + 1}>{label}</dt>
            <dd>
              <Amount of={total[key]} />
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
