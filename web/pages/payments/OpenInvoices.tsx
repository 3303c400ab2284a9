// The open invoices of a client, and what each of them gets. Tab goes from one amount to the next; what is typed stands
// instead of the suggestion.

import { Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ListedInvoice } from '../../api/invoices.ts';
import { Amount } from '../../ui/Amount.tsx';
import { Day } from '../../ui/Day.tsx';
import { RowHead, SmallTable } from '../../ui/SmallTable.tsx';
import { useFormats } from '../../util/firm-context.ts';
import { isNegative, isZero } from '../../util/sums.ts';
import { CellInput } from '../../form/CellInput.tsx';
import { leftOver, suggestedShares, type Shares } from './shares.ts';
import classes from './payments.module.css';

type OpenInvoicesProps = {
  /** Undefined while they are on their way. */
  invoices: readonly ListedInvoice[] | undefined;
  available: string;
  currency: string;
  /** Null: as suggested. */
  shares: Shares | null;
  onChange: (shares: Shares | null) => void;
  error: string | undefined;
  /** The server's objection to the share at this place among those that are sent. */
  errorOf: (invoiceId: string) => string | undefined;
};

export function OpenInvoices(props: OpenInvoicesProps) {
  const { invoices, available, currency, shares, onChange, error, errorOf } = props;
  if (invoices === undefined) return <Skeleton height={120} />;
  if (invoices.length === 0)
    return (
      <p className="quiet">Nothing is open of this client in {currency}. All of it stays as its credit.</p>
    );
  const shown = shares ?? suggestedShares(available, invoices);
  return (
    <>
      <SmallTable heads={['Invoice', 'Due', 'Outstanding', 'Pays']}>
        <tbody>
          {invoices.map(({ id, number, dueOn, outstanding, isOverdue }) => (
            <tr key={id} data-late={isOverdue || undefined}>
              <RowHead href={`/invoices/${id}`}>{number ?? 'Invoice'}</RowHead>
              <td>
                <Day of={dueOn} />
              </td>
              <td>
                <Amount of={outstanding} />
              </td>
              <td className={classes.pays}>
                <CellInput
                  label={`What ${number ?? 'the invoice'} gets`}
                  kind="amount"
                  value={shown[id] ?? ''}
                  usual="0"
                  error={errorOf(id)}
                  onChange={(value) => onChange({ ...shown, [id]: value })}
                />
              </td>
            </tr>
          ))}
        </tbody>
        <Foot left={leftOver(available, shown, currency)} />
      </SmallTable>
      {error !== undefined && (
        <p className={classes.wrong} role="alert">
          {error}
        </p>
      )}
      <p className={classes.choices}>
        {shares !== null && <Choice onChoose={() => onChange(null)}>Oldest first again</Choice>}
        {Object.keys(shown).length > 0 && <Choice onChoose={() => onChange({})}>Keep all as credit</Choice>}
      </p>
    </>
  );
}

function Choice({ onChoose, children }: { onChoose: () => void; children: ReactNode }) {
  return (
    <button type="button" onClick={onChoose}>
      {children}
    </button>
  );
}

function Foot({ left }: { left: string }) {
  const formats = useFormats();
  if (isZero(left)) return null;
  return (
    <tfoot>
      <tr>
        <th scope="row" colSpan={3}>
          {isNegative(left) ? 'More than there is' : 'Left over, the client’s credit'}
        </th>
        <td aria-live="polite">{isNegative(left) ? <Amount of={left} /> : formats.amount(left)}</td>
      </tr>
    </tfoot>
  );
}
