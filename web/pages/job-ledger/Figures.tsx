import { Skeleton } from '@mantine/core';
import type { JobLedger } from '../../api/job-ledger.ts';
import { Amount } from '../../ui/Amount.tsx';
import { AppLink } from '../../ui/AppLink.tsx';
import classes from './job-ledger.module.css';
import { ledgerHref } from './search.ts';

const figures = [
  ['netWip', 'Net WIP', undefined],
  ['wipTime', 'WIP time', 'wipTime'],
  ['wipCost', 'WIP cost', 'wipCost'],
  ['interims', 'Interims', 'interim'],
] as const;

/** Where the job stands now; each figure narrows the ledger to the lines that make it. */
export function Figures({ ledger }: { ledger: JobLedger | undefined }) {
  return (
    <dl className={classes.figures}>
      {figures.map(([key, label, account]) => (
        <div key={key} data-main={key === 'netWip' || undefined}>
          <dt>
            {label}
            {key === 'netWip' && ledger !== undefined && ` ${ledger.currency}`}
          </dt>
          <dd>
            {ledger === undefined ? (
              <Skeleton height={14} width={72} mt={5} />
            ) : (
              <AppLink href={ledgerHref(ledger.jobId, { account })}>
                <Amount of={ledger.current[key]} />
              </AppLink>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
