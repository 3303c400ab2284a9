// What the records of the practice have in common: how their lists are sorted and continued, how a create is answered,
// and the pieces that several of them have.

import { z } from 'zod';
import { roundingDirections, roundingIncrements } from '#core/pricing/rounding.ts';
import { pageOf, pageQuery } from './paging.ts';
import { searchText } from './text.ts';

const int4Max = 2_147_483_647;

/** The sort text and the id of the last item of a page. */
const listKey = z.tuple([z.string().max(1000), z.int().min(0).max(int4Max)]);

export const order = z.enum(['asc', 'desc']).default('asc').meta({ description: 'Ascending unless said.' });

/** The query parameters of every list here. */
export const listQuery = { search: searchText.optional(), order, ...pageQuery(listKey) };

export function listPage<Item extends z.ZodType>(item: Item) {
  return pageOf(item, listKey);
}

/** One record given is answered by the record, an array by `items` in the same order. */
export function oneOrItems<Item extends z.ZodType>(item: Item) {
  return z.union([item, z.object({ items: z.array(item) })]);
}

export const roundingPolicy = z
  .strictObject({
    incrementMinutes: z.literal(roundingIncrements).meta({ description: 'Whole steps of so many minutes.' }),
    direction: z.enum(roundingDirections),
  })
  .meta({
    id: 'RoundingPolicy',
    description: 'How the minutes of each entry are rounded for billing; the minutes worked are kept.',
  });
