// The lines that the invoice is composed of, with their words and their tax, both of which can be changed here.

import type { InvoicePreview } from '../../api/invoices.ts';
import { taxSource, useEntityChoices } from '../../form/entities.ts';
import { Amount } from '../../ui/Amount.tsx';
import { useFormats } from '../../util/firm-context.ts';
import type { Formats } from '../../util/formats.ts';
import { CellInput } from '../../form/CellInput.tsx';
import type { Dispatch } from './changes.ts';
import classes from './composer.module.css';
import { noTax, type InvoiceDraft } from './model.ts';

type LinesBlockProps = { preview: InvoicePreview; draft: InvoiceDraft; dispatch: Dispatch };

type Line = InvoicePreview['lines'][number];

export function LinesBlock({ preview, draft, dispatch }: LinesBlockProps) {
  const formats = useFormats();
  const taxes = useEntityChoices(taxSource, { typed: '', asks: true });
  const { lines } = preview;
  if (lines.length === 0) return null;
  return (
    <section className={classes.linesBlock} aria-label="Lines of the invoice">
      <h2>Lines</h2>
      <div className={classes.scroller}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Description</th>
              <th scope="col">Time, units</th>
              <th scope="col">Price</th>
              <th scope="col">Tax</th>
              <th scope="col">Amount</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line, place) => {
              const setting = line.key === null ? undefined : draft.lineSettings[line.key];
              const set = (said: { description?: string | null; taxId?: string | null }) =>
                line.key !== null && dispatch({ do: 'setLine', key: line.key, ...said });
              return (
                <tr key={line.key ?? place}>
                  <th scope="row">
                    {line.key === null || line.typed ? (
                      line.description
                    ) : (
                      <CellInput
                        label={`Words of ${line.description}`}
                        kind="text"
                        value={setting?.description ?? ''}
                        usual={line.description}
                        onChange={(words) => set({ description: words === '' ? null : words })}
                      />
                    )}
                  </th>
                  <td>{muchOf(line, formats)}</td>
                  <td>
                    <Amount of={line.rate ?? line.unitPrice} />
                  </td>
                  <td>
                    {line.key === null || line.typed ? (
                      <Amount of={line.tax} />
                    ) : (
                      <select
                        aria-label={`Tax of ${line.description}`}
                        value={setting?.taxId ?? ''}
                        onChange={(event) => set({ taxId: event.currentTarget.value || null })}
                      >
                        <option value="">Usual tax</option>
                        <option value={noTax}>No tax</option>
                        {taxes.choices.map(({ value, label }) => (
                          <option key={value} value={value}>
                            {label}
                          </option>
                        ))}
                      </select>
                    )}
                  </td>
                  <td>
                    <Amount of={line.amount} />
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function muchOf({ minutes, quantity }: Line, formats: Formats): string {
  return minutes !== null ? formats.hours(minutes) : (quantity ?? '');
}
