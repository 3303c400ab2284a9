// Text as callers may send it. PostgreSQL cannot hold a NUL and JSON may carry half a surrogate pair, so both are
// refused here, with the field's name, before anything else sees them.

import { z } from 'zod';

const storable = (text: string) => !text.includes('\0') && text.isWellFormed();
const storableOnly = {
  error: 'The text holds a character that cannot be kept.',
  params: { accepted: 'text in Unicode without NUL characters' },
};

/** One line or a few words: trimmed, not empty, at most `lengthMax` characters. */
export function shortText(lengthMax: number) {
  return z.string().trim().min(1).max(lengthMax).refine(storable, storableOnly);
}

/** Notes and descriptions: kept as written, may be empty. */
export function longText(lengthMax: number) {
  return z.string().max(lengthMax).refine(storable, storableOnly);
}

/** What somebody typed into a search box. */
export const searchText = shortText(200).meta({ description: 'Finds what contains this text.' });

export const emailAddress = z
  .string()
  .trim()
  .toLowerCase()
  .max(254)
  .regex(/^[^\s@\0]+@[^\s@\0]+$/, { error: 'An e-mail address has a name, an @ and a domain.' })
  .refine(storable, storableOnly)
  .meta({ format: 'email', examples: ['ana@practice.example'] });
