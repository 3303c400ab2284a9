import type { Quote } from '../../api/quotes.ts';
import { Section } from '../../form/Form.tsx';
import { useFormats } from '../../util/firm-context.ts';
import { sumOf } from '../../util/sums.ts';
import classes from './what-changes.module.css';

type WhatChangesProps = { quote: Quote; chosen: readonly string[]; isNewJob: boolean };

/** What the acceptance will do to the job, in words. */
export function WhatChanges({ quote, chosen, isNewJob }: WhatChangesProps) {
  const formats = useFormats();
  const counting = quote.lines.filter(
    ({ id, kind, isOption }) => kind !== 'text' && (!isOption || chosen.includes(id)),
  );
  const tasks = counting.filter(({ kind }) => kind === 'task');
  const costs = counting.filter(({ kind }) => kind === 'cost');
  const minutes = tasks.reduce((sum, line) => sum + (line.minutes ?? 0), 0);
  const total = quote.pricing === 'fixed' ? quote.total : sumOf(counting.map(({ amount }) => amount));
  return (
    <Section title="What it changes">
      <ul className={classes.changes}>
        {isNewJob && <li>A job is added for {quote.clientName ?? 'the client'}.</li>}
        {tasks.length > 0 && (
          <li>
            The job gets {formats.count(tasks.length)} {tasks.length === 1 ? 'task' : 'tasks'} with estimates
            of {formats.hours(minutes)}.
          </li>
        )}
        {costs.length > 0 && (
          <li>
            {formats.count(costs.length)} estimated {costs.length === 1 ? 'cost' : 'costs'}; WIP does not
            change.
          </li>
        )}
        <li>
          {formats.amount(total)} {quote.currency} stand as its uninvoiced quote, and it is billed by the
          quote.
        </li>
      </ul>
    </Section>
  );
}
