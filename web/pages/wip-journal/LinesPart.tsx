// The journal as debits and credits, to be keyed into the accounting system or imported there.

import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { WipJournalLines } from '../../api/periods.ts';
import { resourceQuery } from '../../api/resource.ts';
import { Amount } from '../../ui/Amount.tsx';
import { Day } from '../../ui/Day.tsx';
import { Notice, ProblemNotice } from '../../ui/Notice.tsx';
import { isZero } from '../../util/sums.ts';
import type { JournalQuestion } from './question.ts';
import classes from './wip-journal.module.css';

export function LinesPart({ question }: { question: JournalQuestion }) {
  const { data, error, refetch } = useQuery(
    resourceQuery<WipJournalLines>('/reports/wip-journal-lines', question, {
      changesWith: ['wip', 'wip-journal-accounts'],
    }),
  );
  return (
    <div className={classes.body}>
      {data !== undefined ? (
        data.items.length === 0 ? (
          <Notice title="Nothing to book">No movement of WIP in these days.</Notice>
        ) : (
          <LinesTable lines={data} />
        )
      ) : error === null ? (
        <Skeleton height={240} />
      ) : (
        <ProblemNotice error={error} onRetry={() => void refetch()} />
      )}
    </div>
  );
}

function LinesTable({ lines: { items, totals } }: { lines: WipJournalLines }) {
  return (
    <div
      className={classes.scroller}
      role="region"
      aria-label="Lines to book"
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls is reached by the keyboard
      tabIndex={0}
    >
      <table className={classes.lines}>
        <thead>
          <tr>
            <th scope="col">Date</th>
            <th scope="col">Reference</th>
            <th scope="col">Code</th>
            <th scope="col">Account</th>
            <th scope="col">What</th>
            <th scope="col">Debit</th>
            <th scope="col">Credit</th>
          </tr>
        </thead>
        <tbody>
          {items.map((line, place) => (
            <tr key={place}>
              <td>
                <Day of={line.postedOn} />
              </td>
              <td>{line.reference}</td>
              <td>{line.accountCode === '' ? <span className="quiet">–</span> : line.accountCode}</td>
              <td>{line.accountName}</td>
              <td>
                {line.description}{' '}
                <span className="quiet">
                  {[line.number, line.name, line.currency].filter((each) => each !== null).join(' ')}
                </span>
              </td>
              <td>{isZero(line.debit) ? null : <Amount of={line.debit} />}</td>
              <td>{isZero(line.credit) ? null : <Amount of={line.credit} />}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          {totals.map(({ currency, debit, credit }) => (
            <tr key={currency}>
              <th scope="row" colSpan={5}>
                All <span className="quiet">{currency}</span>
              </th>
              <td>
                <Amount of={debit} />
              </td>
              <td>
                <Amount of={credit} />
              </td>
            </tr>
          ))}
        </tfoot>
      </table>
    </div>
  );
}
