import type { z } from 'zod';
import type { readDefinition } from '#actions/billing-runs/definitions.ts';
import type { billingDefinition } from '#contract/billing-runs/definitions.ts';

type Found = Extract<Awaited<ReturnType<typeof readDefinition>>, { ok: true }>['value'];

/** What is stored is what the contract let in. */
export function presentDefinition({ rules, ...definition }: Found): z.output<typeof billingDefinition> {
  return { ...definition, rules: rules as z.output<typeof billingDefinition>['rules'] };
}
