// `workledger incident`: what operators tell people on the status page.

import type { Command } from 'commander';
import { CommandFailure } from '../output/failure.ts';
import { textTable } from '../output/table.ts';
import type { CommandOutput } from './report.ts';

export type ToldIncident = {
  readonly id: number;
  readonly title: string;
  readonly beganAt: string;
  readonly endedAt: string | null;
};

export type IncidentTimes = { readonly from?: string; readonly to?: string; readonly note?: string };

/** Each answers what went wrong, or nothing. */
export type IncidentsRunner = {
  add(title: string, times: IncidentTimes): Promise<string | undefined>;
  end(id: string, times: IncidentTimes): Promise<string | undefined>;
  remove(id: string): Promise<string | undefined>;
  list(): Promise<readonly ToldIncident[]>;
};

export function addIncidentCommands(
  program: Command,
  runner: () => Promise<IncidentsRunner>,
  { output }: { readonly output: CommandOutput },
): void {
  const incident = program
    .command('incident')
    .description('what people are told on the status page of a time in which something was wrong');
  const said = (problem: string | undefined, words: string) => {
    if (problem !== undefined) throw new CommandFailure(problem);
    output.print(words);
  };

  incident
    .command('add')
    .description('tell people of an incident')
    .argument('<title>', 'a few words, such as "Mail is late"')
    .option('--from <moment>', 'when it began, such as 2026-03-31T02:15Z (default: now)')
    .option('--to <moment>', 'when it was over; without it, it lasts')
    .option('--note <text>', 'what people should know')
    .action(async (title: string, times: IncidentTimes) =>
      said(await (await runner()).add(title, times), 'It stands on the status page.'),
    );

  incident
    .command('end')
    .description('say that an incident is over')
    .argument('<id>', 'its number, from "incident list"')
    .option('--to <moment>', 'when it was over (default: now)')
    .option('--note <text>', 'what people should know, instead of what they were told')
    .action(async (id: string, times: IncidentTimes) =>
      said(await (await runner()).end(id, times), 'The status page says that it is over.'),
    );

  incident
    .command('remove')
    .description('take an incident off the status page')
    .argument('<id>', 'its number')
    .action(async (id: string) =>
      said(await (await runner()).remove(id), 'The status page shows it no more.'),
    );

  incident
    .command('list')
    .description('list the incidents of the last year')
    .action(async () => {
      const rows = (await (await runner()).list()).map(({ id, title, beganAt, endedAt }) => [
        String(id),
        title,
        minuteOf(beganAt),
        endedAt === null ? 'lasts' : minuteOf(endedAt),
      ]);
      const columns = ['Id', 'Title', 'From', 'To'].map((label) => ({ label }));
      output.print(rows.length === 0 ? 'None.' : textTable(columns, rows));
    });
}

function minuteOf(moment: string): string {
  return `${moment.slice(0, 16).replace('T', ' ')} UTC`;
}
