// Lists come a page at a time: `?limit=50&cursor=…` answers `{ items, nextCursor }`. A cursor is the sort key of the
// last item of a page, in JSON and base64url: it stays right while others add and remove rows, and reading the next
// page costs what the first did. Callers must not look inside; one that was tampered with is refused.

import { z } from 'zod';

export const pageLimitMax = 500;
export const batchSizeMax = 1000;

export const limit = wholeNumberText(1, pageLimitMax)
  .default(50)
  .meta({ description: `How many items to answer, at most ${pageLimitMax}.` });

/** A whole number in a query string. */
export function wholeNumberText(least: number, most: number) {
  return z
    .codec(z.string().max(20), z.number(), {
      decode(text, context) {
        const value = /^-?\d{1,15}$/.test(text) ? Number(text) : NaN;
        if (value >= least && value <= most) return value;
        context.issues.push({
          code: 'custom',
          input: text,
          message: 'This is not a whole number within the limits.',
          params: { accepted: `a whole number from ${least} to ${most}` },
        });
        return z.NEVER;
      },
      encode: (value) => value.toString(),
    })
    .meta({ pattern: '^-?[0-9]+$' });
}

/** True or false in a query string. */
export const flagText = z.codec(z.enum(['true', 'false']), z.boolean(), {
  decode: (text) => text === 'true',
  encode: (flag) => (flag ? 'true' : 'false'),
});

/** Several values in one query parameter, separated by commas. */
export function listText<Item extends z.ZodType<unknown, string>>(item: Item, lengthMax = 100) {
  return z.preprocess(
    (text) => (typeof text === 'string' ? text.split(',') : text),
    z.array(item).min(1).max(lengthMax),
  );
}

/** One thing or an array of them, so that a batch is the normal case. Inside it is always an array. */
export function oneOrMany<Item extends z.ZodType>(item: Item) {
  return z.union([z.array(item).min(1).max(batchSizeMax), item]);
}

/** The cursor of a list whose sort key has this shape, such as z.tuple([z.string(), z.number()]). */
export function cursorOf<Key extends z.ZodType>(key: Key) {
  return z
    .codec(z.string().max(4000), key as z.ZodType<z.output<Key>, unknown>, {
      decode(text, context) {
        const opened = openCursor(text);
        if (opened !== undefined && key.safeParse(opened).success) return opened;
        context.issues.push({
          code: 'custom',
          input: text,
          message: 'This cursor is not one that this list gave.',
          params: {
            code: 'invalidCursor',
            accepted: 'nextCursor of the page before, or none for the first page',
          },
        });
        return z.NEVER;
      },
      encode: (plain) => closeCursor(plain),
    })
    .meta({ description: 'nextCursor of the page before.' });
}

/** The sort key of most lists: the text that they are sorted by, and the id behind it. */
export const textAndId = z.tuple([z.string(), z.int().min(0).max(2_147_483_647)]);

/** The query parameters of a paged list with this sort key. */
export function pageQuery<Key extends z.ZodType>(key: Key) {
  return { limit, cursor: cursorOf(key).optional() };
}

/** A page of these items, continued by a key of this shape. */
export function pageOf<Item extends z.ZodType, Key extends z.ZodType>(item: Item, key: Key) {
  return z.object({
    items: z.array(item),
    nextCursor: cursorOf(key).nullable().meta({ description: 'Null on the last page.' }),
  });
}

function closeCursor(plain: unknown): string {
  const ascii = JSON.stringify(plain).replace(/[^\0-~]/g, (unit) => `\\u${hex(unit.charCodeAt(0))}`);
  return Uint8Array.from(ascii, (character) => character.charCodeAt(0)).toBase64(base64url);
}

function openCursor(text: string): unknown {
  try {
    const ascii = String.fromCharCode(...Uint8Array.fromBase64(text, base64url));
    if (ascii.includes('\\u0000')) return undefined;
    return JSON.parse(ascii);
  } catch {
    return undefined;
  }
}

const base64url = { alphabet: 'base64url', omitPadding: true } as const;

function hex(unit: number): string {
  return unit.toString(16).padStart(4, '0');
}
