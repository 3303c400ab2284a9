// One file of the WorkflowMax API v1, as records.

import type { Encoding } from '../encoding.ts';
import { decoded } from '../encoding.ts';
import { FileReading } from '../field-reader.ts';
import type { ImportFile } from '../files.ts';
import type { Limits, Readings } from '../options.ts';
import type { ParseEvent, ParsePieces } from '../outcome.ts';
import { referenceFromPath } from '../words.ts';
import type { V1Context } from './records.ts';
import { readElement } from './records.ts';
import type { XmlRecord } from './xml-records.ts';
import { XmlRecordReader } from './xml-records.ts';

export async function* readXml(
  file: ImportFile,
  encoding: Encoding,
  limits: Limits,
  readings: Readings,
): ParsePieces {
  const { timeZone } = readings;
  const { fieldLengthMax } = limits;
  const reading = new FileReading(file.name, {
    dateOrder: 'yearFirst',
    decimal: 'plain',
    fieldLengthMax,
    ...(timeZone === undefined ? {} : { timeZone }),
  });
  const context: V1Context = { reading, fromPath: referenceFromPath(file.name) };
  for await (const record of xmlRecords(file, encoding, limits)) yield eventsOf(record, context);
}

/** The record elements of the file, one after another. Throws `FileStopped` where it is damaged or says ERROR. */
export async function* xmlRecords(
  file: ImportFile,
  encoding: Encoding,
  limits: Limits,
): AsyncGenerator<XmlRecord> {
  const reader = new XmlRecordReader(file.name, limits);
  for await (const text of decoded(file, encoding)) {
    yield* reader.push(text);
    reader.check();
  }
  reader.end();
}

function* eventsOf(record: XmlRecord, context: V1Context): Generator<ParseEvent> {
  const found = readElement(record, context);
  for (const assumption of context.reading.takeAssumptions()) yield { assumption };
  if (found === undefined) return;
  if (found.reader.problems.length > 0) for (const problem of found.reader.problems) yield { problem };
  else for (const record of found.records) yield { record };
}
