// Collects what the readers tell until there is enough for a statement.

import type { Tx } from '#store/database.ts';
import type { KeptAssumption } from '#store/imports/batches.ts';
import type { NewProblem } from '#store/imports/problems.ts';
import { insertProblems } from '#store/imports/problems.ts';
import type { BilledTime, StagedRecord } from '#store/imports/staging.ts';
import { insertBilledTime, insertRecords } from '#store/imports/staging.ts';
import type { ImportProblem, ParseEvent } from './formats/outcome.ts';
import { contentHashOf, externalKeyOf, idKey, numberKey, recordText } from './keys.ts';
import type { ImportedInvoice, ImportedRecord, ImportedTimeEntry } from './model.ts';

const recordsPerStatement = 2_000;
const charactersPerStatement = 8 * 1024 ** 2;
const assumptionsMax = 1_000;
export const problemsMax = 20_000;

/** An entry that was invoiced, without a word of on which invoice. */
export const someInvoice = 'some';

export type Pile = {
  readonly records: readonly StagedRecord[];
  readonly billed: readonly BilledTime[];
  readonly problems: readonly NewProblem[];
};

export async function savePile(tx: Tx, batchId: number, { records, billed, problems }: Pile): Promise<void> {
  await Promise.all([
    insertRecords(tx, batchId, records),
    insertBilledTime(tx, batchId, billed),
    insertProblems(tx, batchId, problems),
  ]);
}

export class Stager {
  places = 0;
  readonly assumptions: KeptAssumption[] = [];
  readonly #sources: ReadonlyMap<string, string>;
  #records: StagedRecord[] = [];
  #billed: BilledTime[] = [];
  #problems: NewProblem[] = [];
  #characters = 0;
  #problemCount = 0;

  constructor(sources: ReadonlyMap<string, string>) {
    this.#sources = sources;
  }

  take(event: ParseEvent): void {
    if ('record' in event) this.#takeRecord(event.record);
    else if ('problem' in event) this.#takeProblem(event.problem);
    else if (this.assumptions.length < assumptionsMax) this.assumptions.push(event.assumption);
  }

  isFull(): boolean {
    return this.#records.length >= recordsPerStatement || this.#characters >= charactersPerStatement;
  }

  /** Hands over what has been collected and begins anew. */
  takePile(): Pile {
    const pile = { records: this.#records, billed: this.#billed, problems: this.#problems };
    this.#records = [];
    this.#billed = [];
    this.#problems = [];
    this.#characters = 0;
    return pile;
  }

  #takeRecord(record: ImportedRecord): void {
    this.places += 1;
    const { file, line, path } = record.source;
    const source = this.#sources.get(file) ?? 'unknown';
    const externalKey = externalKeyOf(record);
    const text = recordText(record);
    this.#characters += text.length;
    this.#records.push({
      kind: record.kind,
      place: this.places,
      source,
      file,
      line,
      path: path ?? null,
      externalKey,
      contentHash: contentHashOf(record, externalKey),
      datedOn: 'date' in record ? (record.date ?? null) : null,
      record: text,
    });
    if (record.kind === 'timeEntry') this.#markTime(record, source, externalKey);
    if (record.kind === 'invoice') this.#markBreakdowns(record, source);
  }

  #markTime(entry: ImportedTimeEntry, source: string, timeKey: string): void {
    const { invoiceTask, invoice, invoiced } = entry;
    if (invoiceTask === undefined && invoice === undefined && invoiced !== true) return;
    const key = invoice?.externalId !== undefined ? idKey(invoice.externalId) : undefined;
    this.#billed.push({
      place: this.places,
      source,
      timeKey,
      invoiceTask: invoiceTask?.externalId ?? null,
      invoice: key ?? (invoice?.number === undefined ? markWithout(entry) : numberKey(invoice.number)),
      invoiceNumber: invoice?.number ?? null,
      rate: null,
    });
  }

  /** The rates that the time was invoiced at; a cancelled invoice says nothing about its time. */
  #markBreakdowns(invoice: ImportedInvoice, source: string): void {
    if (invoice.status === 'cancelled') return;
    const tasks = [...invoice.jobs.flatMap((job) => job.tasks), ...invoice.otherTasks];
    const about = { place: this.places, source, invoice: null, invoiceNumber: null };
    for (const { timesheet, billableRate } of tasks.flatMap((task) => task.timeBreakdown)) {
      if (timesheet?.externalId === undefined || billableRate === undefined) continue;
      this.#billed.push({
        ...about,
        timeKey: idKey(timesheet.externalId),
        invoiceTask: null,
        rate: billableRate,
      });
    }
    for (const { externalId, billableRate, timeBreakdown } of tasks) {
      if (externalId === undefined || billableRate === undefined || timeBreakdown.length > 0) continue;
      this.#billed.push({ ...about, timeKey: '', invoiceTask: externalId, rate: billableRate });
    }
  }

  #takeProblem(problem: ImportProblem): void {
    this.#problemCount += 1;
    if (this.#problemCount > problemsMax) return;
    const { file, line, path, field, value, code, message } = problem;
    this.#problems.push({
      severity: 'refused',
      stage: 'read',
      code,
      detail: message,
      file,
      line,
      path,
      field,
      value,
    });
  }
}

function markWithout({ invoiceTask }: ImportedTimeEntry): string | null {
  return invoiceTask === undefined ? someInvoice : null;
}
