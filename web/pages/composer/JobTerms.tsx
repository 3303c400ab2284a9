import { useState } from 'react';
import { isDecimal } from '../../form/NumberFields.tsx';
import { CellInput } from '../../form/CellInput.tsx';
import classes from './composer.module.css';
import type { JobPartProps } from './job-part-props.ts';

/** What seldom differs: what is held back, what a final invoice does with the rest, and what becomes of an excess. */
export function JobTerms({ job, place, billable, draft, dispatch, objections }: JobPartProps) {
  const { jobId, retention, rest, excess } = job;
  const isSaid = isDecimal(retention.value) || rest === 'writeOff' || excess === 'keepAsCredit';
  const [opened, setOpened] = useState(isSaid);
  const set = (changed: Partial<typeof job>) => dispatch({ do: 'setJob', jobId, changed });
  const wrong = objections.at(`jobs.${place}.retention`);
  const isActual = draft.basis === 'actual';
  return (
    <details
      className={classes.terms}
      open={opened}
      onToggle={(event) => setOpened(event.currentTarget.open)}
    >
      <summary>Retention and other terms of {billable.jobNumber}</summary>
      <div>
        <div className={classes.measure}>
          <label htmlFor={`retention ${jobId}`}>Hold back</label>
          <CellInput
            label={`Held back of ${billable.jobNumber}`}
            kind={retention.how === 'amount' ? 'amount' : 'percent'}
            value={retention.value}
            usual="0"
            onChange={(value) => set({ retention: { ...retention, value } })}
            error={wrong}
          />
          <select
            id={`retention ${jobId}`}
            value={retention.how === 'amount' ? 'amount' : 'percent'}
            onChange={(event) =>
              set({ retention: { ...retention, how: event.currentTarget.value as 'amount' | 'percent' } })
            }
          >
            <option value="percent">percent</option>
            <option value="amount">{billable.currency}</option>
          </select>
        </div>
        {wrong !== undefined && <p className={classes.wrong}>{wrong}</p>}
        {draft.type === 'final' && isActual && (
          <label className={classes.flag}>
            <input
              type="checkbox"
              checked={rest === 'writeOff'}
              onChange={() => set({ rest: rest === 'writeOff' ? 'carryForward' : 'writeOff' })}
            />
            Write off whatever is left on the job
          </label>
        )}
        {isActual && (
          <label className={classes.flag}>
            <input
              type="checkbox"
              checked={excess === 'keepAsCredit'}
              onChange={() => set({ excess: excess === 'keepAsCredit' ? 'writeOn' : 'keepAsCredit' })}
            />
            Keep what is billed above WIP as an interim, for later work
          </label>
        )}
      </div>
    </details>
  );
}
