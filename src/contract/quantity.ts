import { z } from 'zod';
import { whyNoDecimal } from './decimal.ts';

const accepted = 'a decimal number other than 0 with at most 3 decimals, up to 1000000';

/** Units of a cost; thousandths inside. */
export const quantity = z
  .codec(z.string().max(20), z.number(), {
    decode(text, context) {
      const match = /^(-?)(\d{1,7})(?:\.(\d{1,3}))?$/.exec(text);
      if (match !== null) return Number(`${match[1]}${match[2]}${(match[3] ?? '').padEnd(3, '0')}`);
      context.issues.push({
        code: 'custom',
        input: text,
        message: whyNoDecimal('A quantity', text),
        params: { code: 'invalidAmount', accepted },
      });
      return z.NEVER;
    },
    encode(thousandths) {
      const digits = String(Math.abs(thousandths)).padStart(4, '0');
      const fraction = digits.slice(-3).replace(/0+$/, '');
      return `${thousandths < 0 ? '-' : ''}${digits.slice(0, -3)}${fraction === '' ? '' : `.${fraction}`}`;
    },
  })
  .meta({
    description: `Units; negative for a credit from a supplier: ${accepted}.`,
    examples: ['2', '0.5'],
  });
