// Helpers of the readers' tests.

import { fileURLToPath } from 'node:url';
import type { ImportedKind, ImportedRecord } from '../model.ts';
import type { ImportFile } from './files.ts';
import { filesAt, fileFromText } from './files.ts';
import type { ParseOptions } from './options.ts';
import type { ImportAssumption, ImportProblem } from './outcome.ts';
import { parseFiles } from './parse.ts';

export type Parsed = {
  records: ImportedRecord[];
  problems: ImportProblem[];
  assumptions: ImportAssumption[];
};

export async function parsed(
  files: ImportFile | readonly ImportFile[],
  options: ParseOptions = {},
): Promise<Parsed> {
  const found: Parsed = { records: [], problems: [], assumptions: [] };
  for await (const events of parseFiles('open' in files ? [files] : files, options)) {
    for (const event of events) {
      if ('record' in event) found.records.push(event.record);
      else if ('problem' in event) found.problems.push(event.problem);
      else found.assumptions.push(event.assumption);
    }
  }
  return found;
}

export function parsedText(text: string, options: ParseOptions = {}, name = 'upload'): Promise<Parsed> {
  return parsed(fileFromText(name, text), options);
}

export function fixtures(...names: string[]): Promise<ImportFile[]> {
  const folder = new URL('../../../../tests/fixtures/imports/', import.meta.url);
  return filesAt(names.map((name) => fileURLToPath(new URL(name, folder))));
}

/** The records of one kind, without their sources. */
export function ofKind<K extends ImportedKind>(found: Parsed, kind: K) {
  return found.records
    .filter((record): record is Extract<ImportedRecord, { kind: K }> => record.kind === kind)
    .map(({ source: _source, ...record }) => record);
}

/** A problem as code, line and field: what most tests compare. */
export function places(found: Parsed): string[] {
  return found.problems.map(({ code, line, field }) =>
    [code, line, field].filter((one) => one !== undefined).join(' '),
  );
}
