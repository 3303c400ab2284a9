import { AppLink } from '../../ui/AppLink.tsx';
import { ledgerHref } from '../job-ledger/search.ts';
import classes from './job.module.css';

type TouchedProps = { jobId: string; entryId: string };

/** Why an entry cannot be changed, and where to see what became of it. */
export function Touched({ jobId, entryId }: TouchedProps) {
  return (
    <p className={classes.why}>
      Some of this entry is invoiced, written off or on, so it stays as it is. Undo that first, or correct it
      with a write-off. <AppLink href={ledgerHref(jobId, { item: entryId })}>See what became of it</AppLink>
    </p>
  );
}
