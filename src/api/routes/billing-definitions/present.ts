import type { z } from 'zod';
import type { readDefinition, UsedDefinition } from '#actions/billing-runs/definitions.ts';
import type { billingDefinition, billingDefinitions } from '#contract/billing-runs/definitions.ts';

type Found = Extract<Awaited<ReturnType<typeof readDefinition>>, { ok: true }>['value'];

/** What is stored is what the contract let in. */
export function presentDefinition({ rules, ...definition }: Found): z.output<typeof billingDefinition> {
  return { ...definition, rules: rules as z.output<typeof billingDefinition>['rules'] };
}

export function presentUsedDefinition(
  used: UsedDefinition,
): z.output<typeof billingDefinitions>['items'][number] {
  const { next, lastRun, ...definition } = used;
  return { ...presentDefinition(definition), next, lastRun };
}
