// What the commands that work in one firm have in common: which firm, and an answer for people or as the API's JSON.

import { InvalidArgumentError, type Command } from 'commander';
import { CommandFailure, failureOf } from '../output/failure.ts';
import type { FirmApi, OpenFirmApi } from '../firm-api.ts';
import type { CommandOutput } from './report.ts';

export type Shell = {
  readonly openApi: () => Promise<OpenFirmApi>;
  readonly output: CommandOutput;
  /** Writes a file as it comes; none is there until it is whole. */
  readonly saveStream: (path: string, content: AsyncIterable<Uint8Array>) => Promise<void>;
  /** The text of a file; of `-`, what comes in. */
  readonly readText: (path: string) => Promise<string>;
};

export type FirmOptions = { readonly firm?: string; readonly json?: true };
export type ListOptions = FirmOptions & { readonly rows: string };

export function firmCommand(group: Command, usage: string, description: string): Command {
  return group
    .command(usage)
    .description(description)
    .option('--firm <id>', 'the firm, where there are several')
    .option('--json', 'print the JSON of the API');
}

export function listCommand(group: Command, description: string): Command {
  return firmCommand(group, 'list', description).option('--rows <count>', 'rows shown', wholeNumber, '50');
}

export async function openFirm(shell: Shell, options: FirmOptions): Promise<FirmApi> {
  const open = await shell.openApi();
  const api = await open(options.firm);
  if (!api.ok) throw failureOf(api);
  return api.value;
}

/** Prints an answer as it was asked for. */
export function show<Answer>(
  { output }: Shell,
  options: FirmOptions,
  answer: Answer,
  asText: (answer: Answer) => string,
): void {
  output.print(options.json === true ? JSON.stringify(answer, null, 2) : asText(answer));
}

export async function readJson({ readText }: Shell, path: string): Promise<Record<string, unknown>> {
  const text = await readText(path).catch((error: Error) => {
    throw new CommandFailure(`${path} cannot be read: ${error.message}`);
  });
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return value as Record<string, unknown>;
    }
  } catch {
    // Told below, as what is JSON but no object.
  }
  throw new CommandFailure(`${path} is not a JSON object, as the reference of the API describes it.`);
}

/** For options that may be said several times. */
export function collect(value: string, before: string[] | undefined): string[] {
  return [...(before ?? []), value];
}

function wholeNumber(text: string): string {
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new InvalidArgumentError('Accepted is a whole number above 0.');
  return text;
}
