// Which refusal an error stands for that came out of the database, if any. Everything else is a defect.

import { refuse, type Refused } from '#core/refusal.ts';
import { constraintMeanings, constraintOf } from '#store/constraints.ts';
import { isUnreachable } from '#store/unreachable.ts';

const foreignKeyViolated = '23503';
/** Raised by post_journals(): a lock was set between the decision and the posting. */
const lockedMeanwhile = 'WL002';
/** Waited too long for a lock, deadlocked or collided more often than was retried, out of connections. */
const tooBusy = new Set(['55P03', '40P01', '40001', '53300']);
/** A statement ran too long, or we let too much time pass between two of them. */
const tookTooLong = new Set(['57014', '25P03', '25P04']);
/** The disk is full, or the machine's memory. What was begun is undone, and somebody has to make room. */
const outOfRoom = new Set(['53100', '53200']);

export function refusalOfError(error: unknown): Refused | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const { code } = error as { code?: unknown };
  const meaning = constraintMeanings[constraintOf(error) ?? ''];
  if (meaning !== undefined) {
    return refuse(meaning.code, meaning.detail, meaning.field === undefined ? {} : { field: meaning.field });
  }
  if (code === foreignKeyViolated) return brokenReference(error);
  if (code === lockedMeanwhile) {
    return refuse('lockedDate', 'A lock date was set at this moment, on or after a date of the request.');
  }
  if (tooBusy.has(String(code)) || isOutOfConnections(error)) {
    return refuse(
      'overloaded',
      'The firm has more work under way than can be done in time. Repeat the request.',
    );
  }
  if (tookTooLong.has(String(code))) {
    return refuse(
      'timedOut',
      'It took the database longer than it may. Repeat the request, or ask for less.',
    );
  }
  if (outOfRoom.has(String(code)))
    return refuse('unavailable', 'The database has no room for more just now. Repeat the request.');
  if (isUnreachable(error))
    return refuse('unavailable', 'The database cannot be reached. Repeat the request.');
  return undefined;
}

/** Removed while referred to, or referred to while being removed. */
function brokenReference(error: object): Refused {
  const detail = 'detail' in error ? String(error.detail) : '';
  return detail.includes('still referenced')
    ? refuse('stillInUse', 'Other records refer to this one.')
    : refuse(
        'conflict',
        'Something that the request refers to was removed at the same moment, or does not exist.',
      );
}

function isOutOfConnections(error: object): boolean {
  return error instanceof Error && error.message.includes('timeout exceeded when trying to connect');
}
