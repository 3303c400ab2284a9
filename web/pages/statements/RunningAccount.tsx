import type { ClientStatement } from '../../api/payments.ts';
import { Amount } from '../../ui/Amount.tsx';
import { Day } from '../../ui/Day.tsx';
import { RowHead, SmallTable } from '../../ui/SmallTable.tsx';
import { addressOf } from '../../util/addresses.ts';
import { useFormats } from '../../util/firm-context.ts';

type Entry = ClientStatement['entries'][number];

const words: Readonly<Record<Entry['kind'], string>> = {
  invoice: 'Invoice',
  invoiceCancelled: 'Invoice cancelled',
  creditNote: 'Credit note',
  creditNoteCancelled: 'Credit note cancelled',
  payment: 'Payment',
  paymentVoided: 'Payment voided',
  refund: 'Paid back',
};

/** Everything that made the client owe more or less, day by day, with what it owes after it. */
export function RunningAccount({ statement }: { statement: ClientStatement }) {
  const formats = useFormats();
  const { from, to, opening, closing, entries } = statement;
  return (
    <>
      <SmallTable words={2} wideOnly={[2, 4]} heads={['What', 'Reference', 'On', 'Due', 'Amount', 'Balance']}>
        <tbody>
          <tr data-sum>
            <th scope="row" colSpan={5}>
              Owed before {formats.date(from)}
            </th>
            <td>
              <Amount of={opening} />
            </td>
          </tr>
          {entries.map((entry, place) => (
            <EntryRow key={place} entry={entry} />
          ))}
          <tr data-sum>
            <th scope="row" colSpan={5}>
              Owed at the end of {formats.date(to)}
            </th>
            <td>
              <Amount of={closing} />
            </td>
          </tr>
        </tbody>
      </SmallTable>
      {entries.length === 0 && <p className="quiet">Nothing happened in these days.</p>}
    </>
  );
}

function EntryRow({ entry }: { entry: Entry }) {
  const { kind, source, sourceId, number, reference, on, dueOn, amount, balance } = entry;
  return (
    <tr>
      <RowHead href={addressOf({ kind: source, id: sourceId })}>
        {words[kind]}
        {number !== null && ` ${number}`}
      </RowHead>
      <td title={reference ?? undefined}>{reference}</td>
      <td>
        <Day of={on} />
      </td>
      <td>
        <Day of={dueOn} />
      </td>
      <td>
        <Amount of={amount} />
      </td>
      <td>
        <Amount of={balance} />
      </td>
    </tr>
  );
}
