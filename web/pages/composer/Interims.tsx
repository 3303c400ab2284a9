import { Amount } from '../../ui/Amount.tsx';
import { Day } from '../../ui/Day.tsx';
import { CellInput } from '../../form/CellInput.tsx';
import classes from './composer.module.css';
import type { JobPartProps } from './job-part-props.ts';
import type { JobDraft } from './model.ts';

/** What was invoiced ahead on this job, and how much of it is set against this invoice. */
export function Interims({ job, billable, draft, dispatch, objections, place }: JobPartProps) {
  const interims = billable.items.filter(({ kind }) => kind === 'interim');
  if (interims.length === 0 || draft.basis === 'deposit') return null;
  const set = (next: JobDraft['interims']) =>
    dispatch({ do: 'setJob', jobId: job.jobId, changed: { interims: next } });
  const chosen: Readonly<Record<string, string>> =
    job.interims === 'all' ? Object.fromEntries(interims.map(({ itemId }) => [itemId, ''])) : job.interims;
  const without = (itemId: string) =>
    Object.fromEntries(Object.entries(chosen).filter(([each]) => each !== itemId));
  const wrong = objections.at(`jobs.${place}.interims`);
  return (
    <div className={classes.side}>
      <h3>Invoiced ahead</h3>
      <p className={classes.help}>
        What is absorbed here is taken off this invoice; the rest stays for a later one.
      </p>
      <ul className={classes.lines}>
        {interims.map((item) => {
          const isChosen = chosen[item.itemId] !== undefined;
          const name = item.description ?? 'Interim';
          return (
            <li key={item.itemId} className={classes.interim}>
              <label>
                <input
                  type="checkbox"
                  checked={isChosen}
                  onChange={() => set(isChosen ? without(item.itemId) : { ...chosen, [item.itemId]: '' })}
                />
                <span>
                  <Day of={item.date} /> · {name}
                </span>
              </label>
              <Amount of={item.open} />
              {isChosen && (
                <CellInput
                  label={`Absorbed of ${name}`}
                  kind="amount"
                  value={chosen[item.itemId] ?? ''}
                  usual={item.open.replace(/^-/, '')}
                  onChange={(amount) => set({ ...chosen, [item.itemId]: amount })}
                />
              )}
            </li>
          );
        })}
      </ul>
      {wrong !== undefined && <p className={classes.wrong}>{wrong}</p>}
    </div>
  );
}
