import { useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import type { locks } from '#contract/firms/firms.ts';
import type { CostEntry } from '../../api/costs.ts';
import { resourceQuery } from '../../api/resource.ts';
import { Day } from '../../ui/Day.tsx';
import { useMay } from '../../util/firm-context.ts';
import { isTouched } from '../job/entry-state.ts';
import { Touched } from '../job/Touched.tsx';
import classes from './costs.module.css';

/** Why a cost cannot be changed, where it cannot. */
export function WhyFixed({ entry }: { entry: CostEntry }) {
  const mayRead = useMay()('ledger.read');
  const { data } = useQuery(
    resourceQuery<z.input<typeof locks>>('/firm/locks', {}, { changesWith: ['periods', 'settings'] }),
  );
  if (entry.deleted) return <p className={classes.why}>This cost was removed.</p>;
  if (isTouched(entry)) {
    if (mayRead) return <Touched jobId={entry.jobId} entryId={entry.id} />;
    return <p className={classes.why}>This cost is billed or written off, so it stays as it is.</p>;
  }
  const lockedThrough = [data?.wipLockOn, data?.periodLockOn].reduce(
    (latest: string | null, day) => ((day ?? '') > (latest ?? '') ? (day ?? null) : latest),
    null,
  );
  if (lockedThrough === null || entry.incurredOn > lockedThrough || !entry.actual) return null;
  return (
    <p className={classes.why}>
      WIP is locked up to and including <Day of={lockedThrough} />, so this cost stays as it is. Removing it
      takes it back on the first day after.
    </p>
  );
}
