// `workledger run`: billing runs that were rehearsed, started, watched and steered. Workers do what is asked here.

import type { Command } from 'commander';
import type { z } from 'zod';
import type { billingRun, runProgress, runsPage, unitsPage } from '#contract/billing-runs/runs.ts';
import { answerOf, eventsOf, itemsOf, type Endpoint } from '../firm-api.ts';
import { right, textTable } from '../output/table.ts';
import {
  firmCommand,
  listCommand,
  openFirm,
  show,
  type FirmOptions,
  type ListOptions,
  type Shell,
} from './firm-command.ts';
import { placesOf } from './run-places.ts';
import { addReleaseCommands } from './run-release.ts';
import { addReviewCommands } from './run-review.ts';

type Run = z.input<typeof billingRun>;
type Progress = z.input<typeof runProgress>;
type ItemOf<Page> = Page extends { items: (infer Item)[] } ? Item : never;
type ListedRun = ItemOf<z.input<typeof runsPage>>;
type Unit = ItemOf<z.input<typeof unitsPage>>;

export function addRunCommands(program: Command, shell: Shell): void {
  const group = program.command('run').description('bill many jobs at once');
  addList(group, shell);
  addShow(group, shell);
  addStart(group, shell);
  addWatch(group, shell);
  addSteering(group, shell);
  addReviewCommands(group, shell);
  addApprove(group, shell);
  addReleaseCommands(group, shell);
  addUndo(group, shell);
}

function addList(group: Command, shell: Shell): void {
  listCommand(group, 'list billing runs, newest first').action(async (options: ListOptions) => {
    const api = await openFirm(shell, options);
    const items = await itemsOf<ListedRun>(api, 'GET /billing-runs', {}, Number(options.rows));
    show(shell, options, { items }, (answer) => runsAsText(answer.items));
  });
}

function addShow(group: Command, shell: Shell): void {
  firmCommand(group, 'show <run>', 'how far a run has come, and what it has parked').action(
    async (id: string, options: FirmOptions) => {
      const api = await openFirm(shell, options);
      const run = await answerOf<Run>(api, 'GET /billing-runs/{id}', { id });
      if (options.json === true) return show(shell, options, run, runAsText);
      const { items } = await answerOf<{ items: Unit[] }>(api, 'GET /billing-runs/{id}/units', {
        id,
        query: { state: 'parked' },
      });
      return show(shell, options, run, () => [runAsText(run), ...parkedAsText(items)].join('\n\n'));
    },
  );
}

type Starting = FirmOptions & { readonly changed: string; readonly watch?: true };

function addStart(group: Command, shell: Shell): void {
  firmCommand(group, 'start <run>', 'start a rehearsal; of a run that is done, what it has parked')
    .option('--changed <park|bill>', 'what becomes of work that has changed since', 'park')
    .option('--watch', 'watch it until it ends')
    .action(async (id: string, options: Starting) => {
      const api = await openFirm(shell, options);
      const { version } = await answerOf<Run>(api, 'GET /billing-runs/{id}', { id });
      const body = { whenChanged: options.changed };
      const run = await answerOf<Run>(api, 'POST /billing-runs/{id}/start', { id, version, body });
      show(shell, options, run, runAsText);
      if (options.watch === true) await watch(shell, options, id);
    });
}

function addWatch(group: Command, shell: Shell): void {
  firmCommand(group, 'watch <run>', 'a line whenever a run has come further, until it ends').action(
    (id: string, options: FirmOptions) => watch(shell, options, id),
  );
}

async function watch(shell: Shell, options: FirmOptions, id: string): Promise<void> {
  const api = await openFirm(shell, options);
  for await (const progress of await eventsOf<Progress>(api, 'GET /billing-runs/{id}/events', { id })) {
    shell.output.print(options.json === true ? JSON.stringify(progress) : progressLine(progress));
  }
}

function addSteering(group: Command, shell: Shell): void {
  const verbs: readonly (readonly [string, string, Endpoint])[] = [
    ['pause', 'pause a run', 'POST /billing-runs/{id}/pause'],
    ['resume', 'go on with a run that is paused', 'POST /billing-runs/{id}/resumption'],
    ['cancel', 'end a run where it is; what was done stays', 'POST /billing-runs/{id}/cancellation'],
  ];
  for (const [verb, description, endpoint] of verbs) {
    firmCommand(group, `${verb} <run>`, description).action(async (id: string, options: FirmOptions) => {
      const api = await openFirm(shell, options);
      show(shell, options, await answerOf<Run>(api, endpoint, { id }), runAsText);
    });
  }
}

function addApprove(group: Command, shell: Shell): void {
  firmCommand(group, 'approve <run>', 'approve the drafts of a run')
    .option('--units <places>', 'only these, such as 1,2,5')
    .action(async (id: string, options: FirmOptions & { units?: string }) => {
      const api = await openFirm(shell, options);
      const body = { units: placesOf(options.units) };
      const run = await answerOf<Run>(api, 'POST /billing-runs/{id}/approval', { id, body });
      show(shell, options, run, runAsText);
    });
}

function addUndo(group: Command, shell: Shell): void {
  firmCommand(group, 'undo <run>', 'cancel every invoice of a run and take its write-offs back')
    .requiredOption('--reason <text>', 'why')
    .action(async (id: string, options: FirmOptions & { reason: string }) => {
      const api = await openFirm(shell, options);
      const body = { reason: options.reason };
      const run = await answerOf<Run>(api, 'POST /billing-runs/{id}/undoing', { id, body });
      show(shell, options, run, runAsText);
    });
}

function runsAsText(runs: readonly ListedRun[]): string {
  if (runs.length === 0) return 'Nothing to show.';
  const columns = [
    right('Run'),
    { label: 'Name' },
    { label: 'State' },
    right('Jobs billed'),
    right('Total'),
    { label: 'Currency' },
  ];
  const rows = runs.flatMap(({ id, name, state, totals }) => {
    const head = [id, name, state];
    if (totals.length === 0) return [[...head, '', '', '']];
    return totals.map((one) => [...head, String(one.toBill), one.total, one.currency]);
  });
  return textTable(columns, rows);
}

function runAsText({ id, name, totals, progress }: Run): string {
  const planned = totals.map(
    ({ currency, toBill, toWriteOff, total, tax }) =>
      `Planned: ${toBill} jobs billed, ${total} ${currency} and tax ${tax}; ${toWriteOff} written off`,
  );
  const made = progress.invoiced.map(
    ({ currency, invoices, total, tax }) => `Made: ${invoices} invoices, ${total} ${currency} and tax ${tax}`,
  );
  return [`Run ${id}: ${name}`, progressLine(progress), ...planned, ...made].join('\n');
}

function progressLine({ state, units, writeOffs, left, perMinute, secondsLeft }: Progress): string {
  const counted = [
    [units.billed, 'billed'],
    [units.drafted, 'drafted'],
    [units.nothing, 'with nothing to bill'],
    [units.parked + writeOffs.parked, 'parked'],
    [writeOffs.writtenOff, 'written off'],
    [units.undone + writeOffs.undone, 'undone'],
    [left, 'left'],
  ] as const;
  const parts = counted.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  const isOn = state === 'running' && perMinute !== null && secondsLeft !== null;
  return [state, ...parts, ...(isOn ? [`${perMinute} a minute`, `${secondsLeft} s left`] : [])].join(', ');
}

function parkedAsText(units: readonly Unit[]): string[] {
  if (units.length === 0) return [];
  const lines = units.map(({ place, clientName, total, currency, refusals }) => {
    const reasons = (refusals ?? []).map(({ detail }) => detail).join(' ');
    return `Parked: ${place}, ${clientName ?? 'no client'}, ${total} ${currency}: ${reasons}`;
  });
  return [lines.join('\n')];
}
