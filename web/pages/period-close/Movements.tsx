// Opening, everything that moved net WIP by kind, and closing, per currency. Each movement leads to the journal.

import type { Checklist, JournalAccounts } from '../../api/periods.ts';
import { Amount } from '../../ui/Amount.tsx';
import { AppLink } from '../../ui/AppLink.tsx';
import classes from './period-close.module.css';

export const movementWords: Readonly<Record<JournalAccounts['movement'], string>> = {
  time: 'Time',
  costs: 'Costs',
  billed: 'Billed',
  interimsRaised: 'Interims raised',
  interimsAbsorbed: 'Interims absorbed',
  writtenOff: 'Written off',
  writtenOn: 'Written on',
  revalued: 'Revalued',
  moved: 'Moved',
};

export const movements = Object.keys(movementWords) as JournalAccounts['movement'][];

type MovementsProps = { totals: Checklist['totals']; from: string; to: string };

export function Movements({ totals, from, to }: MovementsProps) {
  if (totals.length === 0) return <p className="quiet">Nothing moved WIP in this period.</p>;
  const href = `/reports/wip-journal?from=${from}&to=${to}`;
  return (
    <div className={classes.scroller}>
      <table className={classes.movements}>
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">Currency</span>
            </th>
            <th scope="col">Opening</th>
            {movements.map((movement) => (
              <th key={movement} scope="col">
                {movementWords[movement]}
              </th>
            ))}
            <th scope="col">Closing</th>
          </tr>
        </thead>
        <tbody>
          {totals.map((total) => (
            <tr key={total.currency}>
              <th scope="row">
                <AppLink className={classes.link} href={href}>
                  {total.currency}
                </AppLink>
              </th>
              <td>
                <Amount of={total.opening} />
              </td>
              {movements.map((movement) => (
                <td key={movement}>
                  <Amount of={total[movement]} />
                </td>
              ))}
              <td>
                <strong>
                  <Amount of={total.closing} />
                </strong>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
