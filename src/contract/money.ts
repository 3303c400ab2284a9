// Money travels as a decimal string with the digits of its currency, beside the currency it is in. How many decimals
// an amount may have depends on a currency that is often known only once the job is loaded, so the contract checks the
// shape and the action reads it with parseMinor.

import { z } from 'zod';
import { currencyCodes, parseCurrency } from '#core/money/currencies.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import { decimalText } from './decimal.ts';

const decimal = /^-?\d{1,16}(\.\d{1,3})?$/;
const unsigned = /^\d{1,16}(\.\d{1,3})?$/;

/** An amount in an answer: already with the digits of its currency. */
export const amount = z.string().meta({
  id: 'Amount',
  description: 'A decimal number as text, with the digits of its currency.',
  examples: ['1234.50'],
});

/** An amount that a caller sends, of either sign. */
export const amountGiven = decimalText({
  name: 'An amount',
  pattern: decimal,
  accepted: 'a decimal number as text, such as 1234.50',
}).meta({
  id: 'AmountGiven',
  description: 'A decimal number as text, without separators.',
  examples: ['1234.50'],
});

/** An amount that a caller sends, zero or more. */
export const amountNotNegative = decimalText({
  name: 'An amount',
  pattern: unsigned,
  accepted: 'a decimal number as text, zero or more, such as 1234.50',
}).meta({
  id: 'AmountNotNegative',
  description: 'A decimal number as text, zero or more.',
  examples: ['1234.50'],
});

export const currency = z
  .codec(
    z
      .string()
      .max(10)
      .meta({ examples: ['NZD'] }),
    z.custom<CurrencyCode>(),
    {
      decode(text, context) {
        const parsed = parseCurrency(text);
        if (parsed.ok) return parsed.value;
        context.issues.push({
          code: 'custom',
          input: text,
          message: 'This is not a currency that is in use.',
          params: { code: 'invalidCurrency', accepted: 'an ISO 4217 code, such as NZD' },
        });
        return z.NEVER;
      },
      encode: (code) => code,
    },
  )
  .meta({ id: 'Currency', description: 'An ISO 4217 code.', enum: [...currencyCodes] });
