// Why a line stands in the ledger: the event it belongs to, what caused it, who recorded it and when, and what was
// reversed by what.

import { Drawer, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Journal } from '../../api/job-ledger.ts';
import { journalQuery } from '../../api/job-ledger.ts';
import { Amount } from '../../ui/Amount.tsx';
import { AppLink } from '../../ui/AppLink.tsx';
import { Day } from '../../ui/Day.tsx';
import { ProblemNotice } from '../../ui/Notice.tsx';
import { addressOf } from '../../util/addresses.ts';
import { useFormats } from '../../util/firm-context.ts';
import classes from './journal.module.css';
import type { LedgerSearch } from './search.ts';
import { ledgerHref } from './search.ts';
import { accountWords } from './words.ts';

type JournalDrawerProps = {
  jobId: string;
  journalId: string | undefined;
  search: LedgerSearch;
  onClose: () => void;
};

export function JournalDrawer({ jobId, journalId, search, onClose }: JournalDrawerProps) {
  return (
    <Drawer
      opened={journalId !== undefined}
      onClose={onClose}
      position="right"
      size={480}
      overlayProps={{ backgroundOpacity: 0.12 }}
      title={`Journal ${journalId ?? ''}`}
    >
      {journalId !== undefined && <JournalOf jobId={jobId} journalId={journalId} search={search} />}
    </Drawer>
  );
}

function JournalOf({ jobId, journalId, search }: { jobId: string; journalId: string; search: LedgerSearch }) {
  const { data: journal, error, refetch, isPending } = useQuery(journalQuery(journalId));
  if (isPending) {
    return (
      <div className={classes.bones} aria-hidden="true">
        {[60, 80, 50, 70].map((width) => (
          <Skeleton key={width} height={12} width={`${width}%`} />
        ))}
      </div>
    );
  }
  if (journal === undefined) return <ProblemNotice error={error} onRetry={() => void refetch()} />;
  const hrefOf = (id: string) => ledgerHref(jobId, { ...search, journal: id });
  return (
    <div className={classes.journal}>
      <p className={classes.cause}>
        <CauseLink jobId={jobId} cause={journal.cause} />
      </p>
      <Facts journal={journal} hrefOf={hrefOf} />
      <Lines journal={journal} />
    </div>
  );
}

/** What caused the journal, leading to where it is shown. */
function CauseLink({ jobId, cause }: { jobId: string; cause: Journal['cause'] }) {
  const href = causeHref(jobId, cause);
  return href === null ? cause.label : <AppLink href={href}>{cause.label}</AppLink>;
}

function causeHref(jobId: string, { kind, id }: Journal['cause']): string | null {
  switch (kind) {
    case 'timeEntry':
      return `/jobs/${jobId}?tab=time&form=time&entry=${id}`;
    case 'costEntry':
      return `/jobs/${jobId}?tab=costs&form=cost&entry=${id}`;
    case 'invoice':
    case 'quote':
      return addressOf({ kind, id });
    case 'wipAction':
      return `/wip-actions/${id}`;
    case 'importBatch':
      return addressOf({ kind: 'import', id });
    default:
      return null;
  }
}

function Facts({ journal, hrefOf }: { journal: Journal; hrefOf: (id: string) => string }) {
  const formats = useFormats();
  return (
    <dl className={classes.facts}>
      <Fact term="What happened">{journal.kindLabel}</Fact>
      <Fact term="Counts for">
        <Day of={journal.effectiveOn} />
      </Fact>
      <Fact term="Recorded">
        {formats.instant(journal.recordedAt)} by {journal.recordedBy}
      </Fact>
      {journal.reverses !== null && (
        <Fact term="Reverses">
          <AppLink href={hrefOf(journal.reverses)}>Journal {journal.reverses}</AppLink>
        </Fact>
      )}
      <Fact term="Reversed by">
        {journal.reversedBy === null ? (
          <span className="quiet">Nothing</span>
        ) : (
          <AppLink href={hrefOf(journal.reversedBy)}>Journal {journal.reversedBy}</AppLink>
        )}
      </Fact>
    </dl>
  );
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </>
  );
}

type JournalLine = Journal['lines'][number];

/** Each line as an accountant reads it: what is debited and what is credited. */
function Lines({ journal }: { journal: Journal }) {
  return (
    <div className={classes.scroller}>
      <table className={classes.lines}>
        <caption className="visually-hidden">Lines of the journal</caption>
        <thead>
          <tr>
            <th scope="col">Account</th>
            <th scope="col">Debit</th>
            <th scope="col">Credit</th>
          </tr>
        </thead>
        {journal.lines.map((line) => (
          <tbody key={line.lineNumber}>
            <tr>
              <th scope="row">{accountWords[line.debit]}</th>
              <td>
                <Amount of={line.amount} />
              </td>
              <td />
            </tr>
            <tr>
              <th scope="row">{accountWords[line.credit]}</th>
              <td />
              <td>
                <Amount of={line.amount} />
              </td>
            </tr>
            <tr>
              <td colSpan={3} className={classes.about}>
                <LineWords line={line} />
              </td>
            </tr>
          </tbody>
        ))}
      </table>
    </div>
  );
}

function LineWords({ line }: { line: JournalLine }) {
  const formats = useFormats();
  const words = [
    line.staffName,
    line.taskName,
    line.itemKind === 'time' && line.quantity !== 0 ? formats.hours(line.quantity) : null,
  ].filter((each) => each !== null);
  return (
    <>
      <AppLink href={ledgerHref(line.jobId)}>{line.jobNumber}</AppLink>
      {words.length > 0 && ` · ${words.join(' · ')}`}
      {' · '}
      {line.currency}
      {line.itemId !== null && (
        <>
          {' · '}
          <AppLink href={ledgerHref(line.jobId, { item: line.itemId })}>
            every line of this {line.itemKind ?? 'item'}
          </AppLink>
        </>
      )}
    </>
  );
}
