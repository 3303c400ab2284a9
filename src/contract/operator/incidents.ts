import { z } from 'zod';
import { instant, instantGiven } from '../dates.ts';
import { id } from '../ids.ts';

const title = z.string().trim().min(1).max(200);
const note = z.string().trim().max(2_000);

export const incident = z
  .object({
    id,
    title: z.string(),
    beganAt: instant,
    endedAt: instant.nullable().meta({ description: 'Null while it lasts.' }),
    note: z.string(),
  })
  .meta({
    id: 'Incident',
    description: 'What operators tell people about a time in which something was wrong.',
  });

export const incidents = z.object({ items: z.array(incident) });

export const newIncident = z.strictObject({
  title,
  beganAt: instantGiven.optional().meta({ description: 'Now unless given.' }),
  endedAt: instantGiven.nullable().optional(),
  note: note.optional(),
});

export const incidentChange = z.strictObject({
  title: title.optional(),
  beganAt: instantGiven.optional(),
  endedAt: instantGiven.nullable().optional(),
  note: note.optional(),
});
