// Decimal numbers travel as text: digits, and a point before decimals. People type more than that (a comma between
// thousands, the sign of a currency), and what a comma means depends on where they live: so it is never guessed at, and
// the refusal says what to leave out.

import { z } from 'zod';

/** More characters than any number that is taken. */
const lengthMax = 24;

const strange: readonly (readonly [RegExp, string])[] = [
  [/,/, 'without commas'],
  [/\s/, 'without spaces'],
  [/['’_]/, 'without separators'],
  [/%/, 'without a percent sign'],
  [/\p{Sc}/u, 'without a currency sign'],
  [/\p{L}/u, 'without letters'],
  [/\..*\./, 'with one point at most'],
];

/** Why a text is no plain decimal number. */
export function whyNoDecimal(name: string, text: string): string {
  const found = strange.find(([sign]) => sign.test(text));
  if (found === undefined) return `${name} is a plain decimal number as text.`;
  return `${name} is written ${found[1]}: digits, and a point before decimals.`;
}

export type DecimalShape = {
  /** As it begins a sentence. */
  readonly name: string;
  readonly pattern: RegExp;
  readonly accepted: string;
};

/** Text in the shape of a number; what it is worth is read where its currency is known. */
export function decimalText({ name, pattern, accepted }: DecimalShape) {
  return z
    .string()
    .superRefine((text, context) => {
      if (text.length <= lengthMax && pattern.test(text)) return;
      const isBelowZero = /^-\d/.test(text) && pattern.test(text.slice(1));
      const message = isBelowZero ? `${name} is not below zero here.` : whyNoDecimal(name, text);
      context.addIssue({ code: 'custom', message, params: { code: 'invalidAmount', accepted } });
    })
    .meta({ pattern: pattern.source, maxLength: lengthMax });
}
