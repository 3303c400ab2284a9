// Ids travel as decimal strings, so that no client reads one as a float, and are numbers inside: `id` for what the
// practice keeps (32 bits), `longId` for entries and journals (64 bits). What is out of range names nothing and is
// refused before it reaches the database.

import { z } from 'zod';

const int4Max = 2_147_483_647;
const int8Max = 9_223_372_036_854_775_807n;
const shape = /^[1-9]\d{0,18}$/;
const accepted = 'an id as this API gave it, such as "17"';

export const id = z
  .codec(
    z
      .string()
      .max(19)
      .meta({ examples: ['17'] }),
    z.number(),
    {
      decode(text, context) {
        const value = shape.test(text) ? Number(text) : Infinity;
        if (value <= int4Max) return value;
        context.issues.push(notAnId(text));
        return z.NEVER;
      },
      encode: (value) => value.toString(),
    },
  )
  .meta({ id: 'Id', description: 'An id: a whole number as text.', pattern: '^[1-9][0-9]{0,9}$' });

export const longId = z
  .codec(
    z
      .string()
      .max(19)
      .meta({ examples: ['1000000017'] }),
    z.bigint(),
    {
      decode(text, context) {
        const value = shape.test(text) ? BigInt(text) : int8Max + 1n;
        if (value <= int8Max) return value;
        context.issues.push(notAnId(text));
        return z.NEVER;
      },
      encode: (value) => value.toString(),
    },
  )
  .meta({ id: 'LongId', description: 'An id of an entry or a journal: a whole number as text.' });

const idListMax = 1000;

/** Ids in a query string, separated by commas. */
export const idList = z
  .codec(z.string().max(12_000), z.custom<readonly number[]>(), {
    decode(text, context) {
      const ids = text.split(',').map((each) => (shape.test(each) ? Number(each) : Infinity));
      if (ids.length <= idListMax && ids.every((value) => value <= int4Max)) return ids;
      context.issues.push({
        ...notAnId(text),
        params: { accepted: `at most ${idListMax} ids separated by commas, such as 17,18` },
      });
      return z.NEVER;
    },
    encode: (ids) => ids.join(','),
  })
  .meta({ description: `At most ${idListMax} ids, separated by commas.`, examples: ['17,18'] });

/** `{id}` in a path. */
export const idParams = z.strictObject({ id });
export const longIdParams = z.strictObject({ id: longId });

/** The version of a record, which every edit raises by one. An edit names the version it saw in If-Match. */
export const version = z.int().min(1).max(int4Max).meta({ description: 'Rises by one with every edit.' });

function notAnId(input: string) {
  return { code: 'custom' as const, input, message: 'This is not an id.', params: { accepted } };
}
