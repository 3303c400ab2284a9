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

const addressShape = /^[^\s@\0]+@[^\s@\0]+$/;

/** What a text lacks to be an e-mail address. */
function whyNoAddress(text: string): string {
  const [name, domain, ...more] = text.split('@');
  if (domain === undefined) return 'An e-mail address has an @; this has none.';
  if (more.length > 0) return 'This is more than one e-mail address; each goes by itself.';
  if (name === '') return 'An e-mail address has a name before its @.';
  return domain === '' ? 'An e-mail address has a domain after its @.' : 'An e-mail address has no spaces.';
}

export const emailAddress = z
  .string()
  .trim()
  .toLowerCase()
  .max(254)
  .superRefine((text, context) => {
    if (addressShape.test(text)) return;
    const accepted = 'one e-mail address, such as ana@practice.example';
    context.addIssue({ code: 'custom', message: whyNoAddress(text), params: { accepted } });
  })
  .refine(storable, storableOnly)
  .meta({ format: 'email', pattern: addressShape.source, examples: ['ana@practice.example'] });
