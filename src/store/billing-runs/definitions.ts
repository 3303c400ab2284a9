import type { DefinedRules } from '#core/billing-run/rules.ts';
import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { Tx } from '../database.ts';
import type { RecordKind } from '../practice/records.ts';
import type { RunState } from './runs.ts';

/** Rules under a name, to be repeated. */
export type BillingDefinition = {
  readonly id: number;
  readonly version: number;
  readonly name: string;
  readonly rules: DefinedRules;
};

export const billingDefinitions: RecordKind<BillingDefinition> = {
  table: 'billing_definition',
  subject: 'billingDefinition',
  noun: 'billing definition',
  unknown: 'unknownBillingDefinition',
  columns: { id: 'id', version: 'version', name: 'name', rules: 'rules' },
};

/** What became of rules when they were used. */
export type DefinitionUse = {
  readonly definitionId: number;
  /** The latest cut-off of a run by them that was started and stands. */
  readonly billedTo: CivilDate | null;
  /** The newest that was not discarded. */
  readonly lastRun: { readonly id: number; readonly name: string; readonly state: RunState };
};

export function readDefinitionUses(tx: Tx): Promise<DefinitionUse[]> {
  return tx.query<DefinitionUse>(
    `select definition_id as "definitionId",
       (max(rules ->> 'cutOffOn') filter (where state in ('running', 'paused', 'done')))::date as "billedTo",
       (array_agg(jsonb_build_object('id', id, 'name', name, 'state', state) order by id desc))[1] as "lastRun"
     from billing_run where firm_id = $1 and definition_id is not null and state <> 'discarded'
     group by definition_id`,
    [tx.firmId],
  );
}

/** A firm has a handful. */
export function listDefinitions(tx: Tx): Promise<BillingDefinition[]> {
  return tx.query<BillingDefinition>(
    `select id, version, name, rules from billing_definition where firm_id = $1 order by lower(name), id`,
    [tx.firmId],
  );
}
