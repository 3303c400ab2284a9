// `workledger run review`: how far the review of a run is, and what is said of its drafts. Who runs the command line may
// pass every stage, as an owner may.

import type { Command } from 'commander';
import type { z } from 'zod';
import type {
  givenVerdicts,
  reviewDraftsPage,
  runReview,
  verdictsPage,
} from '#contract/billing-runs/review.ts';
import { answerOf, type FirmApi } from '../firm-api.ts';
import { right, textTable } from '../output/table.ts';
import { firmCommand, openFirm, show, type FirmOptions, type Shell } from './firm-command.ts';
import { placesOf } from './run-places.ts';

type Review = z.input<typeof runReview>;
type ItemOf<Page> = Page extends { items: (infer Item)[] } ? Item : never;
type Draft = ItemOf<z.input<typeof reviewDraftsPage>>;
type Said = ItemOf<z.input<typeof verdictsPage>>;
type Given = z.input<typeof givenVerdicts>;

const draftsShownMax = 500;

export function addReviewCommands(runs: Command, shell: Shell): void {
  const group = runs.command('review').description('pass on, send back and hold the drafts of a run');
  addShow(group, shell);
  addTrace(group, shell);
  addPass(group, shell);
  addHold(group, shell);
  addReturn(group, shell);
}

function addShow(group: Command, shell: Shell): void {
  firmCommand(group, 'show <run>', 'where the drafts of a run stand')
    .option('--stage <number>', 'only those at one stage')
    .option('--held', 'only those that are held')
    .action(async (id: string, options: FirmOptions & { stage?: string; held?: true }) => {
      const api = await openFirm(shell, options);
      const review = await answerOf<Review>(api, 'GET /billing-runs/{id}/review', { id });
      const query = { stage: options.stage, held: options.held && 'true', limit: String(draftsShownMax) };
      const page = await answerOf<{ items: Draft[] }>(api, 'GET /billing-runs/{id}/review/drafts', {
        id,
        query,
      });
      show(shell, options, { ...review, drafts: page.items }, ({ drafts }) =>
        [stagesAsText(review), draftsAsText(drafts)].join('\n\n'),
      );
    });
}

function addTrace(group: Command, shell: Shell): void {
  firmCommand(group, 'trace <run>', 'who said what of which version of the drafts')
    .option('--unit <place>', 'of one invoice')
    .action(async (id: string, options: FirmOptions & { unit?: string }) => {
      const api = await openFirm(shell, options);
      const query = { unit: options.unit, limit: String(draftsShownMax) };
      const question = { id, query };
      const endpoint = 'GET /billing-runs/{id}/review/verdicts';
      const answer = await answerOf<{ items: Said[] }>(api, endpoint, question);
      show(shell, options, answer, ({ items }) => traceAsText(items));
    });
}

type Saying = FirmOptions & { readonly units?: string; readonly note?: string; readonly to?: string };

function addPass(group: Command, shell: Shell): void {
  firmCommand(group, 'pass <run>', 'pass drafts on to their next stage, or to approval')
    .option('--units <places>', 'only these, such as 1,2,5; unless said, all that are not held')
    .option('--note <text>', 'what to keep with it')
    .action((id: string, options: Saying) => say(shell, options, { id, verdict: 'passed' }));
}

function addHold(group: Command, shell: Shell): void {
  firmCommand(group, 'hold <run>', 'keep drafts where they are until they are passed by name')
    .requiredOption('--units <places>', 'which, such as 1,2,5')
    .option('--note <text>', 'why')
    .action((id: string, options: Saying) => say(shell, options, { id, verdict: 'held' }));
}

function addReturn(group: Command, shell: Shell): void {
  firmCommand(group, 'return <run>', 'send drafts back to an earlier stage')
    .requiredOption('--units <places>', 'which, such as 1,2,5')
    .requiredOption('--to <stage>', 'the number of the stage')
    .requiredOption('--note <text>', 'why')
    .action((id: string, options: Saying) => say(shell, options, { id, verdict: 'returned' }));
}

async function say(
  shell: Shell,
  options: Saying,
  { id, verdict }: { readonly id: string; readonly verdict: string },
): Promise<void> {
  const api = await openFirm(shell, options);
  const { units, note, to } = options;
  const places = placesOf(units)?.map((place) => ({ place }));
  const body = { verdict, units: places, note, toStage: to === undefined ? undefined : Number(to) };
  const given = await answerOf<Given>(api, 'POST /billing-runs/{id}/review/verdicts', { id, body });
  const review = await reviewOf(api, id);
  show(shell, options, given, ({ count }) => `${count} ${verdict}.\n\n${stagesAsText(review)}`);
}

function reviewOf(api: FirmApi, id: string): Promise<Review> {
  return answerOf<Review>(api, 'GET /billing-runs/{id}/review', { id });
}

function stagesAsText({ stages, ready }: Review): string {
  const columns = [right('Stage'), { label: 'Name' }, { label: 'Passed by' }, right('Drafts'), right('Held')];
  const rows = stages.map(({ stage, name, reviewer, drafts, held }) => [
    String(stage),
    name,
    reviewer,
    String(drafts),
    String(held),
  ]);
  const table = stages.length === 0 ? 'The run has no stages of review.' : textTable(columns, rows);
  return `${table}\nReady to be approved: ${ready}`;
}

function draftsAsText(drafts: readonly Draft[]): string {
  if (drafts.length === 0) return 'No drafts.';
  const columns = [
    right('Place'),
    { label: 'Client' },
    right('Total'),
    { label: 'Currency' },
    { label: 'Stage' },
    { label: 'Said last' },
  ];
  const rows = drafts.map(({ place, clientName, total, currency, stageName, isHeld, last }) => [
    String(place),
    clientName ?? '',
    total,
    currency,
    `${stageName ?? 'ready'}${isHeld ? ', held' : ''}`,
    last === null
      ? ''
      : [`${last.verdict} by ${last.by}`, last.note].filter((part) => part !== null).join(': '),
  ]);
  return textTable(columns, rows);
}

function traceAsText(said: readonly Said[]): string {
  if (said.length === 0) return 'Nothing was said of the drafts.';
  const lines = said.map(({ at, place, draftVersion, verdict, stage, nextStage, by, note }) => {
    const what = `${at} draft ${place}, version ${draftVersion}: ${verdict} by ${by}, stage ${stage} → ${nextStage}`;
    return note === null ? what : `${what}: ${note}`;
  });
  return lines.join('\n');
}
