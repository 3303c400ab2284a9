import type { Invoice } from '../../api/invoices.ts';
import { Amount } from '../../ui/Amount.tsx';
import { SmallTable } from '../../ui/SmallTable.tsx';
import { CellInput } from '../../form/CellInput.tsx';
import classes from './credit-lines.module.css';

export type LineCredit = {
  /** '' is all that is left of the line. */
  amount: string;
  destination: 'wip' | 'writtenOff';
};

type CreditLinesProps = {
  invoice: Invoice;
  lines: Readonly<Record<string, LineCredit>>;
  onChange: (lines: Readonly<Record<string, LineCredit>>) => void;
};

/** Which lines are credited, how much of each, and where its work goes. */
export function CreditLines({ invoice, lines, onChange }: CreditLinesProps) {
  const without = (number: number) =>
    Object.fromEntries(Object.entries(lines).filter(([each]) => each !== String(number)));
  return (
    <SmallTable heads={['Line', 'Invoiced', 'Credited', 'The work goes']}>
      <tbody>
        {invoice.lines.map(({ lineNumber, description, amount, jobId }) => {
          const own = lines[lineNumber];
          const set = (said: Partial<LineCredit>) =>
            onChange({ ...lines, [lineNumber]: { amount: '', destination: 'wip', ...own, ...said } });
          return (
            <tr key={lineNumber}>
              <th scope="row">
                <label className={classes.tick}>
                  <input
                    type="checkbox"
                    checked={own !== undefined}
                    onChange={() => (own === undefined ? set({}) : onChange(without(lineNumber)))}
                  />
                  <span>{description}</span>
                </label>
              </th>
              <td>
                <Amount of={amount} />
              </td>
              <td className={classes.input}>
                {own !== undefined && (
                  <CellInput
                    label={`Credited of ${description}`}
                    kind="amount"
                    signed
                    value={own.amount}
                    usual="All"
                    onChange={(value) => set({ amount: value })}
                  />
                )}
              </td>
              <td>
                {own !== undefined && jobId !== null && (
                  <select
                    className={classes.goes}
                    aria-label={`Where the work of ${description} goes`}
                    value={own.destination}
                    onChange={(event) =>
                      set({ destination: event.currentTarget.value as LineCredit['destination'] })
                    }
                  >
                    <option value="wip">Back to WIP</option>
                    <option value="writtenOff">Written off</option>
                  </select>
                )}
              </td>
            </tr>
          );
        })}
      </tbody>
    </SmallTable>
  );
}
