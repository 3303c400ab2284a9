import { z } from 'zod';
import { isTimeZone, parseCivilDate } from '#core/calendar/civil-date.ts';
import type { CivilDate } from '#core/calendar/civil-date.ts';

/** A day, as 'YYYY-MM-DD'. */
export const date = z
  .codec(
    z
      .string()
      .max(40)
      .meta({ examples: ['2026-03-31'] }),
    z.custom<CivilDate>(),
    {
      decode(text, context) {
        const parsed = parseCivilDate(text);
        if (parsed.ok) return parsed.value;
        const [refusal] = parsed.refusals;
        context.issues.push({
          code: 'custom',
          input: text,
          message: refusal?.detail ?? '',
          params: { code: 'invalidDate', accepted: refusal?.accepted },
        });
        return z.NEVER;
      },
      encode: (day) => day,
    },
  )
  .meta({ id: 'Date', format: 'date', description: 'A day without a time.' });

/** A moment as this API gives it: ISO 8601 in UTC. */
export const instant = z.string().meta({
  id: 'Instant',
  format: 'date-time',
  description: 'A moment, in UTC.',
  examples: ['2026-03-31T02:15:00Z'],
});

/** A moment as a caller gives it: ISO 8601 with an offset or Z, in the years that civil dates know. */
export const instantGiven = z
  .codec(
    z
      .string()
      .max(40)
      .meta({ examples: ['2026-03-31T02:15:00Z'] }),
    z.string(),
    {
      decode(text, context) {
        const parsed = normalInstant(text);
        if (parsed !== undefined) return parsed;
        context.issues.push({
          code: 'custom',
          input: text,
          message: 'This is not a moment.',
          params: {
            code: 'invalidDate',
            accepted: 'a date and time with an offset, such as 2026-03-31T02:15:00Z',
          },
        });
        return z.NEVER;
      },
      encode: (moment) => moment,
    },
  )
  .meta({ format: 'date-time' });

export const timeZone = z
  .string()
  .max(100)
  .refine(isTimeZone, {
    error: 'This is not a time zone.',
    params: { accepted: 'an IANA time zone, such as Pacific/Auckland' },
  })
  .meta({ examples: ['Pacific/Auckland'] });

function normalInstant(text: string): string | undefined {
  if (!/^(19|[2-9]\d)\d{2}-\d{2}-\d{2}T/.test(text)) return undefined;
  try {
    return Temporal.Instant.from(text).toString();
  } catch {
    return undefined;
  }
}
