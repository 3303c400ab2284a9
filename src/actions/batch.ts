// What writing records of the practice in batches has in common: who writes, how large a batch may be, that every
// command of it is checked before anything is kept, and how a check of what a command refers to reads.

import type { Permission } from '#core/access/permissions.ts';
import { requirePermission } from '#core/access/principal.ts';
import type { Refusal, RefusalCode, Result } from '#core/refusal.ts';
import { done, refuse, refuseAll, within } from '#core/refusal.ts';
import type { Author } from '#store/changes.ts';
import type { Context } from './context.ts';

export const recordsPerRequestMax = 1_000;

export function authorOf(context: Context): Author {
  return { actorId: context.principal.actorId, recordedAt: context.clock() };
}

/** Whether the principal may write this many records at once. */
export function mayWriteBatch(
  context: Context,
  permission: Permission,
  batch: readonly unknown[],
): Result<null> {
  const permitted = requirePermission(context.principal, permission);
  if (!permitted.ok) return permitted;
  if (batch.length >= 1 && batch.length <= recordsPerRequestMax) return done(null);
  return refuse('batchTooLarge', 'A request writes at least one record and not too many.', {
    value: batch.length.toString(),
    accepted: `1 to ${recordsPerRequestMax} records`,
  });
}

/** Checks each command and, if any is refused, refuses the batch with every reason, its place before the field. */
export function checkEach<Command>(
  commands: readonly Command[],
  check: (command: Command, index: number) => readonly Refusal[],
): Result<null> {
  const refusals = commands.flatMap(
    (command, index) => within(`[${index}]`, refuseAll(check(command, index))).refusals,
  );
  return refusals.length === 0 ? done(null) : refuseAll(refusals);
}

export type Reference = {
  readonly field: string;
  readonly id: number | null | undefined;
  readonly noun: string;
  readonly code: RefusalCode;
};

/** Refuses what is referred to and the firm does not have. */
export function referenceRefusals(known: ReadonlyMap<number, unknown>, reference: Reference): Refusal[] {
  const { field, id, noun, code } = reference;
  if (typeof id !== 'number' || known.has(id)) return [];
  return [
    {
      code,
      detail: `This firm has no ${noun} with the id ${id}.`,
      field,
      value: id.toString(),
      accepted: `the id of a ${noun} of this firm`,
    },
  ];
}

/** Refuses staff members who are unknown or have left. */
export function staffRefusals(
  known: ReadonlyMap<number, { name: string; active: boolean }>,
  fields: Readonly<Record<string, number | null | undefined>>,
): Refusal[] {
  return Object.entries(fields).flatMap(([field, id]): Refusal[] => {
    const member = typeof id === 'number' ? known.get(id) : undefined;
    if (member === undefined) {
      return referenceRefusals(known, { field, id, noun: 'staff member', code: 'unknownStaff' });
    }
    if (member.active) return [];
    return [
      {
        code: 'staffInactive',
        detail: `${member.name} is not active any more.`,
        field,
        value: String(id),
        accepted: 'an active staff member',
      },
    ];
  });
}

/** Refuses what is archived: it stays as it is for what has it, and nothing new is made with it. */
export function archivedRefusals(
  found: { readonly name: string; readonly archived: boolean } | undefined,
  at: { readonly field: string; readonly noun: string; readonly id: number },
): Refusal[] {
  if (found === undefined || !found.archived) return [];
  return [
    {
      code: 'conflict',
      detail: `The ${at.noun} ${found.name} is archived; restore it first.`,
      field: at.field,
      value: at.id.toString(),
      accepted: `a ${at.noun} that is not archived`,
    },
  ];
}

/** The places of a batch whose value stands at an earlier place already. */
export function repeatedPlaces(values: readonly (string | null | undefined)[]): Set<number> {
  const seen = new Set<string>();
  const repeated = new Set<number>();
  for (const [place, value] of values.entries()) {
    if (typeof value !== 'string') continue;
    if (seen.has(value)) repeated.add(place);
    seen.add(value);
  }
  return repeated;
}

/** Refuses ids that a batch names more than once: each change would undo the one before it. */
export function repeatedIdRefusals(ids: readonly bigint[], path: string): Refusal[] {
  return [...repeatedPlaces(ids.map(String))].map((place) => ({
    code: 'duplicate',
    detail: 'The request names the same entry twice.',
    field: `${path}[${place}].id`,
    value: String(ids[place]),
    accepted: 'each entry once',
  }));
}

/** What of a change was said; a property that is undefined stays as it is. */
export function saidOf<T extends object>(change: T): Partial<T> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as Partial<T>;
}

/** The only element of a batch of one. */
export function onlyOne<T>(items: readonly T[]): T {
  const [item] = items;
  if (item === undefined || items.length > 1) throw new Error(`one record was expected, not ${items.length}`);
  return item;
}
