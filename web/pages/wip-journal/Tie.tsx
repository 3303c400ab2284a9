// That the journal is the ledger: its closing against the balances of the jobs on the same day.

import { useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import type { wipControlAnswer } from '#contract/reports/wip-control.ts';
import type { WipJournal } from '../../api/periods.ts';
import { resourceQuery } from '../../api/resource.ts';
import { Amount } from '../../ui/Amount.tsx';
import { AppLink } from '../../ui/AppLink.tsx';
import { StatusBadge } from '../../ui/StatusBadge.tsx';
import { isZero, sumOf } from '../../util/sums.ts';
import type { JournalQuestion } from './question.ts';
import classes from './wip-journal.module.css';

type Control = z.input<typeof wipControlAnswer>;

export function Tie({ question, journal }: { question: JournalQuestion; journal: WipJournal }) {
  const { from, to, clientId, jobId, managerId, partnerId, category } = question;
  const asked = { from, to, clientId, jobId, managerId, partnerId, category };
  const { data } = useQuery(resourceQuery<Control>('/reports/wip-control', asked, { changesWith: ['wip'] }));
  if (data === undefined) return null;
  return (
    <ul className={classes.tie}>
      {journal.totals.map(({ currency, closing }) => {
        const ledger = data.totals.find((total) => total.currency === currency)?.closing ?? '0';
        const difference = sumOf([closing, negated(ledger)]);
        return (
          <li key={currency}>
            {isZero(difference) ? (
              <StatusBadge tone="positive">Ties to the ledger</StatusBadge>
            ) : (
              <StatusBadge tone="negative">Differs from the ledger</StatusBadge>
            )}
            <span>
              <span className="quiet">{currency}</span> closing <Amount of={closing} />, ledger{' '}
              <AppLink className={classes.link} href={`/reports/job-balances?asAt=${to}`}>
                <Amount of={ledger} />
              </AppLink>
              {!isZero(difference) && (
                <>
                  , difference <Amount of={difference} />
                </>
              )}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

function negated(amount: string): string {
  return amount.startsWith('-') ? amount.slice(1) : `-${amount}`;
}
