import { z } from 'zod';

/** One reason why something was refused. */
export const problemError = z
  .object({
    code: z.string(),
    detail: z.string().meta({ description: 'What is wrong and what to do, as a sentence.' }),
    field: z
      .string()
      .optional()
      .meta({ description: 'The field, as it was sent.', examples: ['entries[3].minutes'] }),
    value: z.string().optional().meta({ description: 'The value that was sent, shortened.' }),
    accepted: z.string().optional().meta({ description: 'What would have been accepted.' }),
  })
  .meta({ id: 'ProblemError' });

/** The answer to whatever could not be done (RFC 9457). */
export const problem = z
  .object({
    type: z.string().meta({ description: 'The page that explains the code.' }),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string(),
    errors: z.array(problemError),
    requestId: z.string().meta({ description: 'Names this request in the log of the server.' }),
  })
  .meta({ id: 'Problem', description: 'The answer to whatever could not be done (RFC 9457).' });

export type Problem = z.infer<typeof problem>;
