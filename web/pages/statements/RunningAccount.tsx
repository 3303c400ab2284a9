import type { ClientStatement } from '../../api/payments.ts';
import { Amount } from '../../ui/Amount.tsx';
import { AppLink } from '../../ui/AppLink.tsx';
import { Day } from '../../ui/Day.tsx';
import { addressOf } from '../../util/addresses.ts';
import { useFormats } from '../../util/firm-context.ts';
import classes from './statements.module.css';

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
    <div className={classes.scroller}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">Reference</th>
            <th scope="col">On</th>
            <th scope="col">Due</th>
            <th scope="col">Amount</th>
            <th scope="col">Balance</th>
          </tr>
        </thead>
        <tbody>
          <tr className={classes.balance}>
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
          <tr className={classes.balance}>
            <th scope="row" colSpan={5}>
              Owed at the end of {formats.date(to)}
            </th>
            <td>
              <Amount of={closing} />
            </td>
          </tr>
        </tbody>
      </table>
      {entries.length === 0 && <p className="quiet">Nothing happened in these days.</p>}
    </div>
  );
}

function EntryRow({ entry }: { entry: Entry }) {
  const { kind, source, sourceId, number, reference, on, dueOn, amount, balance } = entry;
  return (
    <tr>
      <th scope="row">
        <AppLink href={addressOf({ kind: source, id: sourceId })}>
          {words[kind]}
          {number !== null && ` ${number}`}
        </AppLink>
      </th>
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
