// Constraints of the database that a caller can run into, with the refusal each stands for. Core and actions refuse
// the same things first, with better sentences; what gets past them at the same moment as another write ends here.

import type { Refusal } from '#core/refusal.ts';

type ConstraintMeaning = Pick<Refusal, 'code' | 'detail' | 'field'>;

export const constraintMeanings: Readonly<Record<string, ConstraintMeaning>> = {
  user_email_key: {
    code: 'duplicate',
    field: 'email',
    detail: 'Somebody with this e-mail address exists already.',
  },
  member_firm_id_user_id_key: {
    code: 'duplicate',
    field: 'email',
    detail: 'This person belongs to the firm already.',
  },
  staff_code: { code: 'duplicate', field: 'code', detail: 'Another staff member has this code.' },
  contact_primary: {
    code: 'duplicate',
    field: 'isPrimary',
    detail: 'The client has a primary contact already.',
  },
  task_name: { code: 'duplicate', field: 'name', detail: 'Another task has this name.' },
  job_state_name: { code: 'duplicate', field: 'name', detail: 'Another job state has this name.' },
  adjustment_reason_name: { code: 'duplicate', field: 'name', detail: 'Another reason has this name.' },
  job_firm_id_number_key: { code: 'duplicate', field: 'number', detail: 'Another job has this number.' },
  rate_keys: {
    code: 'duplicate',
    field: 'effectiveFrom',
    detail: 'A rate for the same thing begins on that day already.',
  },
  cost_rate_keys: {
    code: 'duplicate',
    field: 'effectiveFrom',
    detail: 'A cost rate for the same thing begins on that day already.',
  },
  saved_view_name: { code: 'duplicate', field: 'name', detail: 'You have a view of this name already.' },
  tax_name: { code: 'duplicate', field: 'name', detail: 'Another tax has this name.' },
  quote_number_composed: {
    code: 'duplicate',
    field: 'seriesId',
    detail:
      'Another quote has the next number of this series; raise the number that the series goes on with.',
  },
  quote_master: {
    code: 'conflict',
    field: 'jobId',
    detail: 'Another quote of the job was accepted at this moment; look at the job again.',
  },
  invoice_number_composed: {
    code: 'duplicate',
    field: 'seriesId',
    detail: 'Another document has the next number of this series; raise the next number of the series.',
  },
  request_pkey: {
    code: 'requestInProgress',
    field: 'Idempotency-Key',
    detail: 'A request with this key is being answered at this moment.',
  },
};

const foreignKeyViolated = '23503';
const violations = new Set([foreignKeyViolated, '23505', '23514']);

/**
 * The constraint that an error names, if any. A machine of a cluster puts the number of its part behind the name, and the
 * coordinator hands on nothing of what the machine said but its sentences.
 */
export function constraintOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { constraint, code } = error as { constraint?: unknown; code?: unknown };
  if (typeof constraint === 'string') return withoutPart(constraint);
  if (!violations.has(String(code))) return undefined;
  // A table comes before it, unless it is a unique key, and after it if that refers to what is removed.
  const [first, second] = namesIn(error.message);
  return second ?? first;
}

/** The table whose foreign key was violated, if that is what the error says. */
export function referringTableOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { table, code } = error as { table?: unknown; code?: unknown };
  if (code !== foreignKeyViolated) return undefined;
  return typeof table === 'string' ? withoutPart(table) : (namesIn(error.message).at(-1) ?? '');
}

function namesIn(sentence: string): string[] {
  return [...sentence.matchAll(/["„“«»]\s?(\w+)\s?["“”«»]/gu)].map(([, name]) => withoutPart(name!));
}

function withoutPart(name: string): string {
  return name.replace(/_\d{6,}$/, '');
}
