// One file of the WorkflowMax API v2, as records. The page is held in memory, so its size is bounded.

import type { Reference } from '../../model.ts';
import type { Encoding } from '../encoding.ts';
import { decoded } from '../encoding.ts';
import { FileReading, reference } from '../field-reader.ts';
import type { ImportFile } from '../files.ts';
import type { Limits, Readings } from '../options.ts';
import type { ParseEvent, ParsePieces } from '../outcome.ts';
import { stopFile } from '../outcome.ts';
import { referenceFromPath } from '../words.ts';
import { readInvoice, readQuote } from './documents.ts';
import type { JsonObject, JsonValue } from './json.ts';
import { isArray, isObject, parseJson } from './json.ts';
import type { IgnoredKind, PagedObject, ResourceKind } from './pages.ts';
import { kindOf, pagedObjects } from './pages.ts';
import type { Part, Surroundings } from './records.ts';
import { partAt, referenceTo, simpleReaders } from './records.ts';

const ignoredNames: Readonly<Record<IgnoredKind, string>> = {
  supplier: 'Suppliers',
  purchaseOrder: 'Purchase orders',
  libraryCost: 'Costs of the library, which are on no job,',
  contact: 'Contacts outside their clients',
  lead: 'Leads',
};

export async function readJsonText(file: ImportFile, encoding: Encoding, limits: Limits): Promise<JsonValue> {
  if (file.sizeBytes > limits.jsonBytesMax) throw tooLarge(file, limits);
  const pieces: string[] = [];
  let length = 0;
  for await (const text of decoded(file, encoding)) {
    length += text.length;
    if (length > limits.jsonBytesMax) throw tooLarge(file, limits);
    pieces.push(text);
  }
  return parseJson(file.name, pieces.join(''), limits);
}

function tooLarge(file: ImportFile, limits: Limits) {
  const megabytes = Math.floor(limits.jsonBytesMax / 1024 ** 2);
  return stopFile(
    file.name,
    'fileTooLarge',
    `A JSON page may have up to ${megabytes} MB. Save it in smaller pages.`,
  );
}

export async function* readJson(
  file: ImportFile,
  encoding: Encoding,
  limits: Limits,
  readings: Readings,
): ParsePieces {
  const document = await readJsonText(file, encoding, limits);
  const { timeZone } = readings;
  const { fieldLengthMax } = limits;
  const reading = new FileReading(file.name, {
    dateOrder: 'yearFirst',
    decimal: 'plain',
    fieldLengthMax,
    ...(timeZone === undefined ? {} : { timeZone }),
  });
  refuseForeign(file.name, document);
  for (const paged of pagedObjects(document)) yield eventsOf(paged, reading);
}

/** Pages of nothing are fine; an answer that says it failed, or a lone value, is not. */
function refuseForeign(file: string, document: JsonValue): void {
  if (isArray(document)) return;
  if (!isObject(document)) {
    throw stopFile(
      file,
      'unknownResource',
      'A WorkflowMax page is a JSON object or array, not a single value.',
      { line: 1 },
    );
  }
  const { fields, line } = document;
  const failed =
    fields.get('success') === 'false' || (fields.has('error') && !fields.has('uuid')) || fields.has('errors');
  if (!failed) return;
  const said = ['message', 'error', 'errorDescription', 'detail']
    .map((name) => fields.get(name))
    .find((one) => typeof one === 'string');
  const message = `The answer says that the request failed${said === undefined ? '' : `: ${JSON.stringify(said.slice(0, 100))}`}. Fetch it again.`;
  throw stopFile(file, 'sourceError', message, { line });
}

function* eventsOf(paged: PagedObject, reading: FileReading): Generator<ParseEvent> {
  const kind = kindOf(paged);
  if (kind === undefined) {
    yield { problem: unknownObject(paged, reading.file) };
    return;
  }
  if (isIgnored(kind)) {
    reading.assume('recordsIgnored', ignoredRecords(kind, paged));
    for (const assumption of reading.takeAssumptions()) yield { assumption };
    return;
  }
  const part = partAt(reading, paged.object, paged.path);
  const records = readPart(part, kind, surroundingsOf(paged, reading));
  for (const assumption of reading.takeAssumptions()) yield { assumption };
  if (part.reader.problems.length > 0) for (const problem of part.reader.problems) yield { problem };
  else for (const record of records) yield { record };
}

function readPart(part: Part, kind: Exclude<ResourceKind, IgnoredKind>, around: Surroundings) {
  if (kind === 'invoice') return [readInvoice(part)];
  return kind === 'quote' ? [readQuote(part)] : simpleReaders[kind](part, around);
}

function isIgnored(kind: ResourceKind): kind is IgnoredKind {
  return Object.hasOwn(ignoredNames, kind);
}

function surroundingsOf(paged: PagedObject, reading: FileReading): Surroundings {
  const around = jobAround(paged.around, reading);
  if (around !== undefined) return { job: around };
  const fromPath = referenceFromPath(reading.file);
  if (fromPath === undefined) return {};
  return { job: fromPath, onUse: (part) => assumeJobFromPath(part, fromPath) };
}

function jobAround(around: JsonObject | undefined, reading: FileReading): Reference | undefined {
  if (around === undefined) return undefined;
  const part = partAt(reading, around, '');
  return referenceTo(part, 'job') ?? reference({ number: part.reader.text('jobNumber') });
}

function assumeJobFromPath(part: Part, job: Reference): void {
  const shown = job.number ?? job.externalId ?? '';
  part.reader.reading.assume('referenceFromPath', {
    line: part.object.line,
    message: `The records do not say which job they belong to; it is taken from the file's path: ${shown}.`,
    chosen: shown,
    mustConfirm: false,
  });
}

function unknownObject(paged: PagedObject, file: string) {
  const names = [...paged.object.fields.keys()].slice(0, 8).map((name) => name.slice(0, 40));
  return {
    file,
    scope: 'record',
    line: paged.object.line,
    path: paged.path,
    code: 'unknownResource',
    message:
      `Nothing tells what this object is (its properties: ${names.join(', ') || 'none'}). Known are clients, staff, ` +
      'tasks, jobs, job tasks, timesheets, job costs, invoices, quotes and payments.',
  } as const;
}

function ignoredRecords(kind: IgnoredKind, { object }: PagedObject) {
  const message = `${ignoredNames[kind]} (the first on line ${object.line}) have no place of their own and are not read.`;
  return { field: kind, line: object.line, message, mustConfirm: false };
}
