// Reviewing the drafts of a run: passing them on, sending them back, holding them. What is said is said of a draft that is
// held while it is said, so that nobody changes it at that moment; and of the version that was seen, where it is named.

import { requirePermission } from '#core/access/principal.ts';
import {
  nextStage,
  stagesOpenTo,
  type OpenStages,
  type ReviewStage,
  type Saying,
} from '#core/billing-run/review.ts';
import { done, refuse, refuseAll, within, type Refusal, type Refused, type Result } from '#core/refusal.ts';
import { holdInvoices } from '#store/billing/invoices.ts';
import {
  insertVerdicts,
  readStandings,
  type DraftStanding,
  type NewVerdict,
} from '#store/billing-runs/review.ts';
import { findRun } from '#store/billing-runs/runs.ts';
import type { Tx } from '#store/database.ts';
import { authorOf } from '../batch.ts';
import type { Context } from '../context.ts';
import { write } from '../request.ts';

export type ReviewedUnit = { readonly place: number; readonly version?: number | undefined };

export type ReviewCommand = Saying & {
  readonly id: number;
  /** Null: all that await whoever asks, to be passed on. */
  readonly units: readonly ReviewedUnit[] | null;
  readonly note: string | null;
};

export type Given = {
  /** Of how many drafts something was said. */
  readonly count: number;
  /** The place of the next draft that awaits whoever asked, if any; after the last one, from the front again. */
  readonly next: number | null;
};

/** Says something of drafts, of all that are named or of none. */
export async function reviewRun(context: Context, command: ReviewCommand): Promise<Result<Given>> {
  const permitted = requirePermission(context.principal, 'billingRuns.review');
  if (!permitted.ok) return permitted;
  return write(context, async (tx) => {
    const run = await findRun(tx, command.id);
    if (!run.ok) return run;
    const said = sayingRefusal(command);
    if (said !== null) return said;
    const { reviewStages: stages } = run.value.rules;
    const open = stagesOpenTo(context.principal, stages);
    const held = await holdDrafts(tx, command, open);
    const decided = decide(held, stages, command);
    if (!decided.ok) return decided;
    const { id, verdict, note } = command;
    await insertVerdicts(tx, id, { verdict, note, by: authorOf(context) }, decided.value);
    const last = decided.value.at(-1)!.place;
    const waiting = awaiting(await readStandings(tx, id, open, null), stages);
    const next = waiting.find(({ place }) => place > last) ?? waiting[0];
    return done({ count: decided.value.length, next: next?.place ?? null });
  });
}

function sayingRefusal({ verdict, units, note, toStage }: ReviewCommand): Refused | null {
  if (verdict !== 'passed' && units === null) {
    return refuse('invalidRequest', 'Drafts that are held or sent back are named.', {
      field: 'units',
      accepted: 'places of the run',
    });
  }
  if (verdict === 'returned' && note === null) {
    return refuse('invalidRequest', 'Whoever gets a draft back is told why.', {
      field: 'note',
      accepted: 'a sentence that says what to look at',
    });
  }
  if (verdict === 'returned' || toStage === null) return null;
  return refuse('invalidRequest', 'Only what is sent back names a stage.', {
    field: 'toStage',
    value: String(toStage),
    accepted: 'nothing, or the verdict `returned`',
  });
}

/** The drafts that are named, or all, held and then read: nobody changes them before we are done. */
async function holdDrafts(tx: Tx, { id, units }: ReviewCommand, open: OpenStages): Promise<DraftStanding[]> {
  const places = units && units.map(({ place }) => place);
  const found = await readStandings(tx, id, open, places);
  const wanted = places === null ? found.filter(({ isMine }) => isMine) : found;
  await holdInvoices(
    tx,
    wanted.map(({ invoiceId }) => invoiceId),
  );
  return readStandings(
    tx,
    id,
    open,
    wanted.map(({ place }) => place),
  );
}

/** What can be passed on by whoever asks. */
function awaiting(drafts: readonly DraftStanding[], stages: readonly ReviewStage[]): DraftStanding[] {
  return drafts.filter(({ isMine, isHeld, stage }) => isMine && !isHeld && stage <= stages.length);
}

function decide(
  held: readonly DraftStanding[],
  stages: readonly ReviewStage[],
  command: ReviewCommand,
): Result<NewVerdict[]> {
  const named = command.units ?? awaiting(held, stages).map(({ place }) => ({ place }));
  if (named.length === 0) {
    return refuse('nothingToDo', 'No draft of the run awaits you.', { field: 'units' });
  }
  const known = new Map(held.map((draft) => [draft.place, draft]));
  const decided = named.map((unit, place): Result<NewVerdict> => {
    const isAgain = named.findIndex((one) => one.place === unit.place) < place;
    const one = isAgain ? namedTwice(unit) : decideOne(known.get(unit.place), stages, { unit, command });
    return one.ok ? one : atUnit(place, one);
  });
  const refusals = decided.flatMap((one): readonly Refusal[] => (one.ok ? [] : one.refusals));
  if (refusals.length > 0) return refuseAll(refusals);
  return done(decided.flatMap((one) => (one.ok ? [one.value] : [])));
}

function decideOne(
  draft: DraftStanding | undefined,
  stages: readonly ReviewStage[],
  { unit, command }: { readonly unit: ReviewedUnit; readonly command: ReviewCommand },
): Result<NewVerdict> {
  if (draft === undefined) {
    return refuse('nothingToDo', `The run has no draft at place ${unit.place}.`, {
      value: String(unit.place),
      accepted: 'the place of a draft of the run',
    });
  }
  if (unit.version !== undefined && unit.version !== draft.version) {
    return refuse('staleVersion', 'Somebody changed the draft since it was read; look at it again.', {
      field: 'version',
      value: String(unit.version),
      accepted: String(draft.version),
    });
  }
  const next = nextStage(stages, draft, command);
  if (!next.ok) return next;
  const { place, invoiceId, version, fingerprint, stage } = draft;
  return done({ place, invoiceId, version, fingerprint, stage, nextStage: next.value });
}

/** The stage to go to is said once, for all. */
function atUnit(place: number, refused: Refused): Refused {
  const [refusal] = refused.refusals;
  return refusal?.field === 'toStage' ? refused : within(`units[${place}]`, refused);
}

function namedTwice({ place }: ReviewedUnit): Refused {
  return refuse('duplicate', `The draft at place ${place} is named twice.`, { value: String(place) });
}
