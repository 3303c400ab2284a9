import { z } from 'zod';
import { id, version } from '../ids.ts';
import { shortText } from '../text.ts';
import { definedRules } from './rules.ts';

export const definitionContent = z
  .strictObject({ name: shortText(100), rules: definedRules })
  .meta({ id: 'BillingDefinitionContent' });

export const billingDefinition = z
  .object({ id, version, name: z.string(), rules: definedRules })
  .meta({ id: 'BillingDefinition', description: 'Rules of billing runs under a name, to be repeated.' });

export const billingDefinitions = z
  .object({ items: z.array(billingDefinition) })
  .meta({ id: 'BillingDefinitions' });
