// What people said of a run's jobs, or of all jobs of a client. A job's own choice goes before that of its client.

import type { Choice } from '#core/billing-run/plan.ts';
import type { Tx } from '../database.ts';

export type KeptChoice = Choice & {
  readonly subject: 'job' | 'client';
  readonly subjectId: number;
  readonly note: string | null;
};

export type RunChoice = KeptChoice & {
  /** The number of the job, or the name of the client. */
  readonly name: string | null;
  readonly decidedBy: string;
  readonly decidedAt: string;
};

export function readChoices(tx: Tx, runId: number): Promise<RunChoice[]> {
  return tx.query<RunChoice>(
    `select h.subject, h.subject_id as "subjectId", h.treatment, h.ignores_minimum as "ignoresMinimum", h.note,
       coalesce(j.number, c.name) as name, a.name as "decidedBy", h.decided_at as "decidedAt"
     from billing_run_choice h
     join actor a on a.firm_id = h.firm_id and a.id = h.actor_id
     left join job j on h.subject = 'job' and j.firm_id = h.firm_id and j.id = h.subject_id
     left join client c on h.subject = 'client' and c.firm_id = h.firm_id and c.id = h.subject_id
     where h.firm_id = $1 and h.run_id = $2
     order by h.subject, h.subject_id`,
    [tx.firmId, runId],
  );
}

/** Keeps choices in the place of earlier ones; a choice that says nothing only takes the earlier one away. */
export async function replaceChoices(
  tx: Tx,
  runId: number,
  choices: readonly KeptChoice[],
  author: { readonly actorId: number; readonly recordedAt: string },
): Promise<void> {
  await tx.query(
    `delete from billing_run_choice h using unnest($3::text[], $4::int[]) as n (subject, subject_id)
     where h.firm_id = $1 and h.run_id = $2 and h.subject = n.subject and h.subject_id = n.subject_id`,
    [tx.firmId, runId, choices.map((one) => one.subject), choices.map((one) => one.subjectId)],
  );
  const said = choices.filter(({ treatment, ignoresMinimum }) => treatment !== null || ignoresMinimum);
  await tx.query(
    `insert into billing_run_choice
       (firm_id, run_id, subject, subject_id, treatment, ignores_minimum, note, actor_id, decided_at)
     select $1, $2, subject, subject_id, treatment, ignores_minimum, note, $3, $4
     from unnest($5::text[], $6::int[], $7::text[], $8::boolean[], $9::text[])
       as n (subject, subject_id, treatment, ignores_minimum, note)`,
    [
      tx.firmId,
      runId,
      author.actorId,
      author.recordedAt,
      said.map((one) => one.subject),
      said.map((one) => one.subjectId),
      said.map((one) => one.treatment),
      said.map((one) => one.ignoresMinimum),
      said.map((one) => one.note),
    ],
  );
}
