import type { DefinedRules } from '#core/billing-run/rules.ts';
import type { Tx } from '../database.ts';
import type { RecordKind } from '../practice/records.ts';

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

/** A firm has a handful. */
export function listDefinitions(tx: Tx): Promise<BillingDefinition[]> {
  return tx.query<BillingDefinition>(
    `select id, version, name, rules from billing_definition where firm_id = $1 order by lower(name), id`,
    [tx.firmId],
  );
}
