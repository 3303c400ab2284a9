import { z } from 'zod';
import { permission, role } from '../session/session.ts';

export const rolesRead = z
  .object({
    roles: z.array(
      z.object({
        role,
        sentences: z.array(z.string()).meta({ description: 'What the role may do in this firm.' }),
      }),
    ),
    permissions: z.array(
      z.object({
        permission,
        sentence: z.string().meta({ description: 'Completes "You may …".' }),
        changes: z.boolean().meta({ description: 'Whether it alters something; else it only looks.' }),
      }),
    ),
  })
  .meta({ id: 'Roles', description: 'What people and keys may do, in sentences.' });
