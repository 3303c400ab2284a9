// The jobs of a run: what becomes of each, why, and what to look at. In a rehearsal a person decides here, by keys.

import { useCallback, useMemo, useState } from 'react';
import type { BillingRun, RunJob } from '../../api/billing-runs.ts';
import { runsPath } from '../../api/billing-runs.ts';
import { clientSource } from '../../form/entities.ts';
import type { BulkAction } from '../../list/BulkBar.tsx';
import type { ListColumn } from '../../list/columns.tsx';
import {
  customColumn,
  linkColumn,
  linkedTextColumn,
  moneyColumn,
  statusColumn,
} from '../../list/columns.tsx';
import type { Filter } from '../../list/filters.ts';
import { ListPart } from '../../list/ListPart.tsx';
import type { Card } from '../../list/narrow.tsx';
import type { Action } from '../../ui/ActionMenu.tsx';
import { Amount } from '../../ui/Amount.tsx';
import { StatusBadge } from '../../ui/StatusBadge.tsx';
import { showToast } from '../../ui/toasts.ts';
import type { Command } from '../../util/commands.ts';
import { useMay } from '../../util/firm-context.ts';
import { decisionChoices, decisions, reasonWords, warningWords } from '../billing-runs/words.ts';
import classes from './billing-run.module.css';
import { PeekDrawer } from './PeekDrawer.tsx';
import { useChoices, type Treatment } from './useChoices.ts';

/** `carried`: the jobs that somebody carries; the plan counts them with those that are held. */
const columnsFor = (carried: ReadonlySet<string>): readonly ListColumn<RunJob>[] => [
  linkColumn({
    key: 'job',
    header: 'Job',
    of: ({ name }) => name ?? 'A job that is gone',
    mark: ({ number }) => number,
    href: hrefOf,
  }),
  linkedTextColumn({
    key: 'client',
    header: 'Client',
    of: ({ clientName }) => clientName,
    href: ({ clientId }) => `/clients/${clientId}`,
  }),
  statusColumn({ key: 'decision', header: 'Decision', width: 92, of: (job) => decisionOf(job, carried) }),
  customColumn({
    key: 'reason',
    header: 'Because',
    width: 136,
    cell: ({ reason, detail }) => <span title={detail ?? undefined}>{reasonWords(reason)}</span>,
  }),
  moneyColumn({
    key: 'before',
    header: 'WIP before',
    of: ({ before }) => before,
    sums: true,
    href: ledgerOf,
  }),
  moneyColumn({ key: 'total', header: 'Invoiced', of: ({ total }) => total, sums: true }),
  moneyColumn({
    key: 'writtenOff',
    header: 'Written off',
    of: (job) => job.writtenOff,
    sums: true,
    hiddenAtFirst: true,
  }),
  moneyColumn({ key: 'after', header: 'WIP left', of: ({ after }) => after, sums: true }),
  customColumn({ key: 'warnings', header: 'Look at', width: 210, cell: (job) => <Warnings job={job} /> }),
];

const filtersFor = (run: BillingRun): readonly Filter[] => [
  { kind: 'choice', key: 'decision', name: 'Decision', none: 'All decisions', choices: decisionChoices },
  {
    kind: 'choice',
    key: 'warning',
    name: 'Look at',
    none: 'With and without',
    choices: run.warnings.map(({ warning, jobs }) => ({
      value: warning,
      label: warningWords(warning),
      note: String(jobs),
    })),
  },
  { kind: 'entity', key: 'clientId', name: 'Client', none: 'All clients', source: clientSource },
  { kind: 'flag', key: 'changed', name: 'Changed since' },
];

const nouns = ['job', 'jobs'] as const;
const noQuestion = {};
const changesWith = ['wip'];

export function JobsPart({ run }: { run: BillingRun }) {
  const [peeked, setPeeked] = useState<RunJob | null>(null);
  const { choices } = run;
  const columns = useMemo(() => columnsFor(carriedIn(choices)), [choices]);
  const filters = useMemo(() => filtersFor(run), [run]);
  const choose = useChoices(run);
  const mayDecide = useMay()('billingRuns.plan') && run.state === 'rehearsed';
  const decide = (jobs: readonly RunJob[], treatment: Treatment) =>
    choose(jobs, treatment, (text, onUndo) => showToast({ text, onUndo }));
  const commandsOf = (job: RunJob, next: () => void) =>
    rowCommands((treatment) => {
      // What is billed anyway is only accepted: the rules go on to count for it.
      if (treatment !== 'bill' || job.decision !== 'bill') decide([job], treatment);
      next();
    });
  const bulk = (jobs: readonly RunJob[], done: () => void): BulkAction[] =>
    bulkActions((treatment) => {
      decide(jobs, treatment);
      done();
    });
  const menuOf = (job: RunJob): Action[] => [
    { label: job.unit === null ? 'See why not' : 'See the invoice', onChoose: () => setPeeked(job) },
    ...(mayDecide ? bulkActions((treatment) => decide([job], treatment)) : []),
  ];
  return (
    <>
      <ListPart<RunJob>
        label={`Jobs of ${run.name}`}
        path={`${runsPath}/${run.id}/jobs`}
        question={noQuestion}
        changesWith={changesWith}
        nouns={nouns}
        idOf={idOf}
        nameOf={nameOf}
        hrefOf={hrefOf}
        columns={columns}
        cardOf={cardOf}
        currencyOf={currencyOf}
        filters={filters}
        nothingYet={{
          title: 'Nothing to bill',
          text: 'No job with open work fits the rules of this run. An earlier cut-off or a filter may leave it out.',
        }}
        onPeek={useCallback((job: RunJob) => setPeeked(job), [])}
        menuOf={menuOf}
        commandsOf={mayDecide ? commandsOf : undefined}
        bulk={mayDecide ? bulk : undefined}
      />
      <PeekDrawer run={run} job={peeked} onClose={() => setPeeked(null)} />
    </>
  );
}

const acts: readonly { key: string; treatment: Treatment; row: string; several: string }[] = [
  { key: 'a', treatment: 'bill', row: 'Bill this job, on to the next', several: 'Bill' },
  { key: 'c', treatment: 'carry', row: 'Carry this job, on to the next', several: 'Carry' },
  { key: 'w', treatment: 'writeOff', row: 'Write this job off, on to the next', several: 'Write off' },
  { key: 'h', treatment: 'hold', row: 'Hold this job, on to the next', several: 'Hold' },
  { key: 'u', treatment: null, row: 'This job by the rules again', several: 'By the rules again' },
];

function rowCommands(act: (treatment: Treatment) => void): Command[] {
  return acts.map(({ key, row, treatment }) => ({ key, label: row, onChoose: () => act(treatment) }));
}

function bulkActions(act: (treatment: Treatment) => void): BulkAction[] {
  return acts.map(({ key, several, treatment }) => ({ key, label: several, onChoose: () => act(treatment) }));
}

function carriedIn(choices: BillingRun['choices']): ReadonlySet<string> {
  return new Set(
    choices.flatMap(({ treatment, jobId }) => (treatment === 'carry' && jobId !== null ? [jobId] : [])),
  );
}

function decisionOf({ id, decision }: RunJob, carried: ReadonlySet<string>) {
  return decision === 'hold' && carried.has(id) ? (['Carry', 'quiet'] as const) : decisions[decision];
}

function Warnings({ job }: { job: RunJob }) {
  return (
    <span className={classes.chips}>
      {job.hasChanged && <StatusBadge tone="accent">Changed since</StatusBadge>}
      {job.warnings.map((warning) => (
        <StatusBadge key={warning} tone={warning === 'laterWork' ? 'quiet' : 'warning'}>
          {warningWords(warning)}
        </StatusBadge>
      ))}
    </span>
  );
}

function cardOf(job: RunJob): Card {
  const [word, tone] = decisions[job.decision];
  return {
    title: `${job.number ?? ''} ${job.name ?? ''}`,
    under: job.clientName,
    end: <Amount of={job.total} />,
    underEnd: <StatusBadge tone={tone}>{word}</StatusBadge>,
  };
}

function idOf({ id }: RunJob): string {
  return id;
}

function nameOf({ number, name }: RunJob): string {
  return `${number ?? ''} ${name ?? ''}`;
}

function hrefOf({ id }: RunJob): string {
  return `/jobs/${id}`;
}

function ledgerOf({ id }: RunJob): string {
  return `/jobs/${id}/ledger`;
}

function currencyOf({ currency }: RunJob): string {
  return currency;
}
