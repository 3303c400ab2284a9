// What accepting a quote makes of its job, and what taking it back takes away again: tasks and their estimates, and
// estimated costs. Nothing of it is in the ledger.

import type { CivilDate } from '#core/calendar/civil-date.ts';
import { estimatedCostOf, estimateOf } from '#core/quotes/estimates.ts';
import { counts } from '#core/quotes/compose.ts';
import { recordCost } from '#core/wip/record-cost.ts';
import {
  deleteEstimatedCosts,
  ensureLibraryTasks,
  holdJobTasks,
  readLibraryTasks,
  updateEstimates,
  type LibraryTask,
} from '#store/billing/quote-jobs.ts';
import type { QuoteLine } from '#store/billing/quote-lines.ts';
import type { Author } from '#store/changes.ts';
import type { Tx } from '#store/database.ts';
import { jobTasks, type JobTaskRecord } from '#store/practice/job-tasks.ts';
import { insertRecords, type Unrecorded } from '#store/practice/records.ts';
import { insertCostEntries, type CostEntryRow } from '#store/work/cost-entries.ts';
import type { Quote } from '#store/billing/quotes.ts';

export type Estimates = {
  readonly jobId: number;
  readonly quote: Pick<Quote, 'taxMode'>;
  /** The lines that count from now on. */
  readonly lines: readonly QuoteLine[];
  /** Those of a quote that no longer counts. */
  readonly gone: readonly QuoteLine[];
  /** The job had no quote before. */
  readonly isFirst: boolean;
  readonly on: CivilDate;
  readonly itemIds: readonly bigint[];
};

/** Makes the job's tasks and estimated costs what the lines say; the lines with what they became. */
export async function applyEstimates(tx: Tx, author: Author, estimates: Estimates): Promise<QuoteLine[]> {
  const { jobId, lines, gone } = estimates;
  await deleteEstimatedCosts(
    tx,
    gone.flatMap((line) => line.costEntryId ?? []),
  );
  const tasks = await tasksOfLines(tx, author, jobId, lines);
  const costs = await addCosts(tx, estimates);
  const became = lines.map((line) => ({
    ...line,
    jobTaskId: tasks.byLine.get(line.id) ?? null,
    costEntryId: costs.get(line.id) ?? null,
  }));
  const was = minutesByTask(gone);
  const is = minutesByTask(became);
  await updateEstimates(
    tx,
    author,
    tasks.all.map((task) => ({
      task,
      estimatedMinutes: estimateOf(task.estimatedMinutes, {
        was: was.get(task.id) ?? 0,
        is: is.get(task.id) ?? 0,
        isFirst: estimates.isFirst,
      }),
    })),
  );
  return became;
}

function minutesByTask(lines: readonly QuoteLine[]): Map<number, number> {
  const minutes = new Map<number, number>();
  for (const line of lines) {
    if (line.jobTaskId === null || line.minutes === null || !counts(line)) continue;
    minutes.set(line.jobTaskId, (minutes.get(line.jobTaskId) ?? 0) + line.minutes);
  }
  return minutes;
}

/** The job's task for each task that is quoted: the one it has, or a new one behind the others. */
async function tasksOfLines(tx: Tx, author: Author, jobId: number, lines: readonly QuoteLine[]) {
  const quoted = lines.filter((line) => line.kind === 'task' && counts(line));
  const library = await libraryTasksOf(tx, author, quoted);
  const all = await holdJobTasks(tx, jobId);
  const byLine = new Map<number, number>();
  const missing = new Map<number, QuoteLine[]>();
  for (const line of quoted) {
    const task = library.get(line.id)!;
    const known = jobTaskFor(all, task, line);
    if (known !== undefined) byLine.set(line.id, known.id);
    else missing.set(task.id, [...(missing.get(task.id) ?? []), line]);
  }
  let position = Math.max(0, ...all.map((task) => task.position));
  const tasks = new Map([...library.values()].map((task) => [task.id, task]));
  const records = [...missing.keys()].map((taskId) => newJobTask(jobId, tasks.get(taskId)!, (position += 1)));
  for (const added of await insertRecords(tx, author, jobTasks, records)) {
    all.push(added);
    for (const line of missing.get(added.taskId)!) byLine.set(line.id, added.id);
  }
  return { all, byLine };
}

/** By line: the task of the library that it names, else the firm's task of that name, else a new one. */
async function libraryTasksOf(
  tx: Tx,
  author: Author,
  lines: readonly QuoteLine[],
): Promise<Map<number, LibraryTask>> {
  const named = await readLibraryTasks(
    tx,
    lines.flatMap((line) => line.taskId ?? []),
  );
  const byId = new Map(named.map((task) => [task.id, task]));
  const free = lines.filter((line) => line.taskId === null);
  const byName = await ensureLibraryTasks(tx, author, [...new Set(free.map(nameOfTask))]);
  return new Map(
    lines.map((line) => [
      line.id,
      line.taskId === null ? byName.get(nameOfTask(line))! : byId.get(line.taskId)!,
    ]),
  );
}

/** Names of tasks are shorter than what a line may say. */
function nameOfTask({ description }: QuoteLine): string {
  return description.slice(0, 200).toWellFormed().trim();
}

/** A job may have several tasks of one in the library: that of the same name, else the first that takes time. */
function jobTaskFor(
  tasks: readonly JobTaskRecord[],
  { id }: LibraryTask,
  line: QuoteLine,
): JobTaskRecord | undefined {
  const open = tasks.filter((task) => task.taskId === id && task.completedOn === null);
  return open.find((task) => task.name === nameOfTask(line)) ?? open[0];
}

function newJobTask(jobId: number, task: LibraryTask, position: number): Unrecorded<JobTaskRecord> {
  return {
    jobId,
    taskId: task.id,
    name: task.name,
    label: null,
    billable: task.billable,
    estimatedMinutes: 0,
    startOn: null,
    dueOn: null,
    completedOn: null,
    position,
  };
}

/** Estimated costs, by the line that they came with. */
async function addCosts(tx: Tx, estimates: Estimates): Promise<Map<number, bigint>> {
  const { jobId, on, itemIds, quote } = estimates;
  const quoted = estimates.lines.filter((line) => line.kind === 'cost' && counts(line));
  const rows = quoted.map((line, index): CostEntryRow => {
    const cost = {
      itemId: itemIds[index]!,
      jobId,
      jobTaskId: null,
      incurredOn: on,
      ...estimatedCostOf(line, quote.taxMode),
      billable: true,
      actual: false,
    };
    const { amountMinor, costMinor } = recordCost({ ...cost, excluded: false });
    const { itemId: id, ...priced } = cost;
    const described = { description: line.description, code: null, supplier: null, note: line.note };
    return { ...priced, ...described, id, amountMinor, costMinor };
  });
  if (rows.length > 0) await insertCostEntries(tx, rows);
  return new Map(quoted.map((line, index) => [line.id, itemIds[index]!]));
}
