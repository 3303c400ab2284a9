import { z } from 'zod';
import { date } from '../dates.ts';
import { id, version } from '../ids.ts';
import { shortText } from '../text.ts';
import { definedRules } from './rules.ts';
import { runState } from './run-state.ts';

export const definitionContent = z
  .strictObject({ name: shortText(100), rules: definedRules })
  .meta({ id: 'BillingDefinitionContent' });

export const billingDefinition = z
  .object({ id, version, name: z.string(), rules: definedRules })
  .meta({ id: 'BillingDefinition', description: 'Rules of billing runs under a name, to be repeated.' });

const nextRun = z
  .object({
    cutOffOn: date,
    dueOn: date.meta({ description: 'The first day on which the rules come to that cut-off.' }),
    isDue: z.boolean(),
  })
  .meta({ id: 'NextBillingRun' });

export const billingDefinitions = z
  .object({
    items: z.array(
      billingDefinition
        .extend({
          next: nextRun.nullable().meta({
            description:
              'The cut-off that no run by these rules has reached yet; null where they bill up to any day, or to one that is billed.',
          }),
          lastRun: z
            .object({ id, name: z.string(), state: runState })
            .nullable()
            .meta({ description: 'The newest run by them that was not discarded.' }),
        })
        .meta({ id: 'ListedBillingDefinition' }),
    ),
  })
  .meta({ id: 'BillingDefinitions' });
