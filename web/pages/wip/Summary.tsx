import { Skeleton } from '@mantine/core';
import { useEffect } from 'react';
import type { BillingTotal } from '../../api/estimated-billings.ts';
import { keep, kept } from '../../theme/appearance.ts';
import { Amount } from '../../ui/Amount.tsx';
import { AppLink } from '../../ui/AppLink.tsx';
import { Computed } from '../../ui/Computed.tsx';
import type { PageSearch } from '../../util/page-search.ts';
import { stringifySearch } from '../../util/search.ts';
import { isZero } from '../../util/sums.ts';
import { ageHref } from '../report/ages.ts';
import type { WipSearch } from './search.ts';
import classes from './wip.module.css';

const ages = [
  ['ageCurrent', 'Current'],
  ['ageOneMonth', '1 month'],
  ['ageTwoMonths', '2 months'],
  ['ageThreeMonthsPlus', '3 months +'],
] as const;

// How many currencies there were last time, so that the outline has the height of what comes.
const currenciesKey = 'workledger.currencies';

type SummaryProps = { totals: readonly BillingTotal[]; search: WipSearch; loading: boolean };

/** The answer in one line per currency: what is unbilled, and how old it is. */
export function Summary({ totals, search, loading }: SummaryProps) {
  useEffect(() => {
    if (totals.length > 0) keep(currenciesKey, String(totals.length));
  }, [totals]);
  if (loading) return <Outline />;
  const entries = entriesOf(search);
  return (
    <div className={classes.summary} data-several={totals.length > 1 || undefined}>
      {totals.map((total, place) => (
        <div key={total.currency} className={classes.summaryLine}>
          <div className={classes.headline}>
            <span className={classes.label}>
              Net WIP {total.currency}
              {place === 0 && <Computed figure="netWip" label="Net WIP" records={totals} />}
            </span>
            <strong>
              {entries === null ? (
                <Amount of={total.netWip} />
              ) : (
                <AppLink href={`/reports/unbilled-detail${stringifySearch(entries)}`}>
                  <Amount of={total.netWip} />
                </AppLink>
              )}
            </strong>
          </div>
          <AgeBar total={total} entries={entries} />
        </div>
      ))}
    </div>
  );
}

type Entries = PageSearch | null;

/** What narrows the open entries to those of these jobs; none where a list of entries is not narrowed like that. */
function entriesOf({
  asAt,
  knownAt,
  sign,
  minimum,
  client,
  manager,
  partner,
  state,
  text,
}: WipSearch): Entries {
  if ([asAt, knownAt, sign, minimum].some((each) => each !== undefined)) return null;
  return { clientId: client, managerId: manager, partnerId: partner, stateId: state, text };
}

function Outline() {
  const lines = Math.min(6, Math.max(1, Number(kept(currenciesKey) ?? 1)));
  return (
    <div className={classes.summary} data-several={lines > 1 || undefined} aria-hidden="true">
      {Array.from({ length: lines }, (_, line) => (
        <div key={line} className={classes.summaryLine}>
          <div className={classes.headline}>
            <span className="quiet">&nbsp;</span>
            <strong>
              <Skeleton component="span" display="inline-block" width={150} height={15} />
            </strong>
          </div>
          <div className={classes.ages}>
            <div className={classes.bar} />
            <div className={classes.legend}>
              <Skeleton component="span" display="inline-block" width={360} height={10} />
              &nbsp;
            </div>
          </div>
        </div>
      ))}
    </div>
  );
}

/** How old the work is: a bar in proportion, and the figures beside it. Only WIP has an age; interims have none. */
function AgeBar({ total, entries }: { total: BillingTotal; entries: Entries }) {
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
              {entries === null || isZero(total[key]) ? (
                <Amount of={total[key]} />
              ) : (
                <AppLink href={ageHref(entries, key)}>
                  <Amount of={total[key]} />
                </AppLink>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
