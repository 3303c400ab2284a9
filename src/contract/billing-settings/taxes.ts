import { z } from 'zod';
import { formatScaled, parseScaled } from '#core/money/money.ts';
import { date } from '../dates.ts';
import { whyNoDecimal } from '../decimal.ts';
import { id, version } from '../ids.ts';
import { shortText } from '../text.ts';

const percentDigits = 4;
const wholeMillionths = 1_000_000n;

/** A rate of tax: '15' is 15 %. Inside it is a whole number of millionths. */
const percent = z
  .codec(
    z
      .string()
      .max(20)
      .meta({ examples: ['15'] }),
    z.int(),
    {
      decode(text, context) {
        const millionths = parseScaled(text, percentDigits);
        if (millionths !== undefined && millionths >= 0n && millionths <= wholeMillionths)
          return Number(millionths);
        context.issues.push({
          code: 'custom',
          input: text,
          message:
            millionths === undefined
              ? whyNoDecimal('A rate of tax', text)
              : 'A rate of tax is from 0 to 100 per cent.',
          params: {
            code: millionths === undefined ? 'invalidAmount' : 'amountOutOfRange',
            accepted: 'a decimal number as text from 0 to 100 with at most four decimals, such as "12.5"',
          },
        });
        return z.NEVER;
      },
      encode: (millionths) => formatScaled(BigInt(millionths), percentDigits).replace(/\.?0+$/, ''),
    },
  )
  .meta({ id: 'Percent', description: 'Per cent, as a decimal number in text.' });

const component = z.strictObject({
  component: shortText(100).meta({ description: 'How it is printed, such as GST.', examples: ['GST'] }),
  percent,
});

const ratesFromDay = z
  .strictObject({
    effectiveFrom: date,
    components: z
      .array(component)
      .min(1)
      .max(10)
      .meta({ description: 'Charged beside each other, each on the amount without tax.' }),
  })
  .meta({ id: 'TaxRates', description: 'The rates of a tax from a day on, until the next such day.' });

const content = {
  name: shortText(100),
  rates: z.array(ratesFromDay).min(1).max(100),
};

export const newTax = z.strictObject(content).meta({ id: 'NewTax' });

export const taxContent = z
  .strictObject({ ...content, archived: z.boolean().default(false) })
  .meta({ id: 'TaxContent' });

export const tax = z
  .object({ id, name: z.string(), rates: z.array(ratesFromDay), archived: z.boolean(), version })
  .meta({ id: 'Tax', description: 'What a line of a document is taxed with; its rates, oldest first.' });

export const taxes = z.object({ items: z.array(tax) }).meta({ id: 'Taxes' });
