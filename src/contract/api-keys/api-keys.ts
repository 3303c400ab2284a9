import { z } from 'zod';
import { instant, instantGiven } from '../dates.ts';
import { id } from '../ids.ts';
import { permission, role } from '../session/session.ts';
import { shortText } from '../text.ts';

const fields = {
  id,
  name: z.string(),
  prefix: z.string().meta({ description: 'The first characters of the key, to recognise it by.' }),
  role,
  scopes: z.array(permission).nullable().meta({ description: 'Null for everything that the role may do.' }),
  staffId: id.nullable(),
  createdAt: instant,
  expiresAt: instant.nullable(),
  revokedAt: instant.nullable(),
};

export const apiKey = z.object(fields).meta({ id: 'ApiKey' });
export const apiKeys = z.object({ items: z.array(apiKey) }).meta({ id: 'ApiKeys' });

export const newApiKey = z.strictObject({
  name: shortText(100),
  scopes: z
    .array(permission)
    .max(100)
    .nullable()
    .meta({ description: 'What the key may do, of what you may do; null for all of it.' }),
  expiresAt: instantGiven.nullable().optional(),
});

export const madeApiKey = z
  .object({
    ...fields,
    secret: z
      .string()
      .nullable()
      .meta({ description: 'The key itself. Shown once: null when a repeated request is answered.' }),
  })
  .meta({ id: 'MadeApiKey' });
