// Rules saved under a name: added, changed, removed. A run keeps what it was planned by, so that none of this touches it.

import { nextRun, type NextRun } from '#core/billing-run/next-run.ts';
import type { DefinedRules } from '#core/billing-run/rules.ts';
import { today } from '#core/calendar/civil-date.ts';
import { requirePermission } from '#core/access/principal.ts';
import { done, refuseAll, type Refusal, type Result } from '#core/refusal.ts';
import {
  billingDefinitions,
  listDefinitions,
  readDefinitionUses,
  type BillingDefinition,
  type DefinitionUse,
} from '#store/billing-runs/definitions.ts';
import type { Tx } from '#store/database.ts';
import {
  claimRecord,
  duplicateOf,
  findRecord,
  insertRecords,
  updateRecord,
  type Recorded,
} from '#store/practice/records.ts';
import { readRecordingSettings } from '#store/work/settings.ts';
import { authorOf, onlyOne } from '../batch.ts';
import type { Context } from '../context.ts';
import { removeRecord } from '../remove-record.ts';
import { read, write } from '../request.ts';
import { rulesRefusals } from './check-rules.ts';

export type DefinitionContent = { readonly name: string; readonly rules: DefinedRules };

export type UsedDefinition = BillingDefinition & {
  readonly next: NextRun | null;
  readonly lastRun: DefinitionUse['lastRun'] | null;
};

/** With when they are due again, and what they were used for last. */
export function readDefinitions(context: Context): Promise<Result<UsedDefinition[]>> {
  return read(context, async (tx) => {
    const permitted = requirePermission(context.principal, 'billingRuns.read');
    if (!permitted.ok) return permitted;
    const [definitions, uses, { timeZone }] = await Promise.all([
      listDefinitions(tx),
      readDefinitionUses(tx),
      readRecordingSettings(tx),
    ]);
    const day = today(context.clock(), timeZone);
    const useOf = new Map(uses.map((use) => [use.definitionId, use]));
    return done(
      definitions.map((definition) => {
        const use = useOf.get(definition.id);
        const next = nextRun(definition.rules.cutOffOn, use?.billedTo ?? null, day);
        return { ...definition, next, lastRun: use?.lastRun ?? null };
      }),
    );
  });
}

export function readDefinition(context: Context, id: number): Promise<Result<BillingDefinition>> {
  return read(context, async (tx) => {
    const permitted = requirePermission(context.principal, 'billingRuns.read');
    return permitted.ok ? findRecord(tx, billingDefinitions, id) : permitted;
  });
}

export async function createDefinition(
  context: Context,
  content: DefinitionContent,
): Promise<Result<BillingDefinition>> {
  const permitted = requirePermission(context.principal, 'billingRuns.plan');
  if (!permitted.ok) return permitted;
  return write(context, async (tx) => {
    const refusals = await refusalsOf(tx, content, null);
    if (refusals.length > 0) return refuseAll(refusals);
    return done(onlyOne(await insertRecords(tx, authorOf(context), billingDefinitions, [content])));
  });
}

export async function changeDefinition(
  context: Context,
  { to, ...seen }: Recorded & { readonly to: DefinitionContent },
): Promise<Result<BillingDefinition>> {
  const permitted = requirePermission(context.principal, 'billingRuns.plan');
  if (!permitted.ok) return permitted;
  return write(context, async (tx) => {
    const claimed = await claimRecord(tx, billingDefinitions, seen);
    if (!claimed.ok) return claimed;
    const refusals = await refusalsOf(tx, to, seen.id);
    if (refusals.length > 0) return refuseAll(refusals);
    return done(await updateRecord(tx, authorOf(context), billingDefinitions, { record: claimed.value, to }));
  });
}

export function removeDefinition(context: Context, seen: Recorded): Promise<Result<null>> {
  return removeRecord(context, seen, {
    kind: billingDefinitions,
    permission: 'billingRuns.plan',
    nameOf: ({ name }) => name,
    instead: 'keeping it',
  });
}

async function refusalsOf(
  tx: Tx,
  { name, rules }: DefinitionContent,
  itself: number | null,
): Promise<Refusal[]> {
  const others = (await listDefinitions(tx)).filter(({ id }) => id !== itself);
  const isTaken = others.some((other) => other.name.toLowerCase() === name.toLowerCase());
  return [
    ...(isTaken ? [duplicateOf(billingDefinitions, 'name', name)] : []),
    ...(await rulesRefusals(tx, rules)),
  ];
}
