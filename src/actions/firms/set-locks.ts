import { requirePermission } from '#core/access/principal.ts';
import { today, type CivilDate } from '#core/calendar/civil-date.ts';
import { locksKeepClose } from '#core/periods/close.ts';
import { done, refuse, refuseAll, type Refusal, type Result } from '#core/refusal.ts';
import { keepChanges } from '#store/changes.ts';
import { loadFirm, loadLocks, saveLocks, type Locks } from '#store/firms.ts';
import { holdGate, readLatestClose } from '#store/periods/closes.ts';
import { authorOf } from '../batch.ts';
import type { Context } from '../context.ts';
import { write } from '../request.ts';

/**
 * Sets the lock dates: nothing may be dated on or before them, WIP lines or anything at all. A lock may be set at most
 * on today, in the firm's time zone, because a later one would refuse tomorrow's work; it may be moved back or taken
 * away by whoever may set it, as far as no period is closed, and every move is kept. Posts under way are finished first.
 */
export async function setLocks(context: Context, command: Locks): Promise<Result<Locks>> {
  const permitted = requirePermission(context.principal, 'locks.set');
  if (!permitted.ok) return permitted;
  return write(context, async (tx) => {
    const firm = await loadFirm(tx);
    const refusals = futureRefusals(command, today(context.clock(), firm.timeZone));
    if (refusals.length > 0) return refuseAll(refusals);
    await holdGate(tx);
    const { wipLockOn, periodLockOn } = command;
    const kept = locksKeepClose({ wipLockOn, periodLockOn }, await readLatestClose(tx));
    if (!kept.ok) return kept;
    const before = await loadLocks(tx);
    if (!(await saveLocks(tx, command))) return staleLocks(command.version, (await loadLocks(tx)).version);
    const after = await loadLocks(tx);
    const change = { subjectId: firm.id, before, after };
    await keepChanges(tx, authorOf(context), { subject: 'locks', action: 'changed' }, [change]);
    return done(after);
  });
}

function futureRefusals(locks: Locks, latest: CivilDate): Refusal[] {
  const { wipLockOn, periodLockOn } = locks;
  return Object.entries({ wipLockOn, periodLockOn }).flatMap(([field, date]): Refusal[] =>
    date === null || date <= latest
      ? []
      : [
          {
            code: 'futureDate',
            detail:
              'A lock date is today or earlier; a later one would refuse the work of the days until then.',
            field,
            value: date,
            accepted: `${latest} or earlier`,
          },
        ],
  );
}

function staleLocks(seen: number, current: number): Result<never> {
  return refuse('staleVersion', 'Somebody moved the lock dates meanwhile; look at them again.', {
    field: 'If-Match',
    value: seen.toString(),
    accepted: current.toString(),
  });
}
