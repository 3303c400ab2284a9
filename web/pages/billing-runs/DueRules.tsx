// Saved rules and when they are due again: a rehearsal is one press away, for it changes nothing.

import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import type { BillingRun, UsedDefinition } from '../../api/billing-runs.ts';
import { definitionsQuery, runsPath, runTopics } from '../../api/billing-runs.ts';
import { useTell } from '../../api/useTell.ts';
import { AppLink } from '../../ui/AppLink.tsx';
import { useFormats, useMay } from '../../util/firm-context.ts';
import type { Formats } from '../../util/formats.ts';
import classes from './billing-runs.module.css';
import { stateOf } from './words.ts';

/** The rules that are due and that nobody has rehearsed yet, above the list of runs. */
export function DueRules() {
  const { data } = useQuery(definitionsQuery());
  const formats = useFormats();
  const mayPlan = useMay()('billingRuns.plan');
  const due = data?.items.filter(({ next, lastRun }) => next?.isDue && lastRun?.state !== 'rehearsed') ?? [];
  if (due.length === 0 || !mayPlan) return null;
  return (
    <ul className={classes.awaiting} aria-label="Rules that are due">
      {due.map((definition) => (
        <li key={definition.id}>
          <span>
            <strong>{definition.name}</strong> is due: {dueWords(definition, formats)}
          </span>
          <RehearseNow definition={definition} />
        </li>
      ))}
    </ul>
  );
}

/** With saved rules: when they are due, and what they were used for last. */
export function UseOfRules({ definition }: { definition: UsedDefinition }) {
  const formats = useFormats();
  const { next, lastRun } = definition;
  return (
    <p className="quiet">
      {next !== null && (next.isDue ? 'Due: ' : 'Due next: ')}
      {dueWords(definition, formats)}
      {lastRun !== null && (
        <>
          {' '}
          Last: <AppLink href={`${runsPath}/${lastRun.id}`}>{lastRun.name}</AppLink>,{' '}
          {stateOf({ state: lastRun.state, stopped: null })[0].toLowerCase()}.
        </>
      )}
    </p>
  );
}

function dueWords({ next, rules }: UsedDefinition, formats: Formats): string {
  if (next === null) {
    return rules.cutOffOn === 'today' ? 'Any day: they bill up to the day they are rehearsed.' : 'Not again.';
  }
  const work = `work up to ${formats.date(next.cutOffOn)}`;
  return next.isDue ? `${work}, since ${formats.date(next.dueOn)}.` : `${formats.date(next.dueOn)}, ${work}.`;
}

export function RehearseNow({ definition }: { definition: UsedDefinition }) {
  const router = useRouter();
  const { id, name, next } = definition;
  const rehearsing = useTell<void, BillingRun>({
    send: () => ({ path: runsPath, body: { definitionId: id } }),
    changes: [...runTopics, 'billing-definitions'],
    onDone: (run) => router.history.push(`${runsPath}/${run.id}`),
  });
  return (
    <Button
      size="xs"
      variant={next?.isDue === true ? 'filled' : 'default'}
      loading={rehearsing.isBusy}
      onClick={() => rehearsing.tell()}
      aria-label={`Rehearse ${name} now`}
    >
      Rehearse now
    </Button>
  );
}
