// `workledger quote`: drawing quotes up, issuing them, and what the client said.

import type { Command } from 'commander';
import {
  acceptedAsText,
  quoteAsText,
  quotesAsText,
  type AcceptedQuote,
  type ListedQuote,
  type Quote,
} from '../output/quote.ts';
import { answerOf, clientNamed, documentIdOf, itemsOf, jobNumbered, type FirmApi } from '../firm-api.ts';
import { addPdfCommand, addSendCommand } from './document.ts';
import {
  collect,
  firmCommand,
  listCommand,
  openFirm,
  readJson,
  show,
  type FirmOptions,
  type ListOptions,
  type Shell,
} from './firm-command.ts';

export function addQuoteCommands(program: Command, shell: Shell): void {
  const group = program.command('quote').description('draw up and issue quotes, and accept them');
  addReading(group, shell);
  addDrawing(group, shell);
  addAnswers(group, shell);
  addPdfCommand(group, shell, 'quote');
  addSendCommand(group, shell, 'quote');
}

type Filter = ListOptions & {
  readonly state?: string;
  readonly client?: string;
  readonly job?: string;
  readonly from?: string;
  readonly to?: string;
  readonly search?: string;
};

function addReading(group: Command, shell: Shell): void {
  listCommand(group, 'list quotes, newest first')
    .option('--state <states>', 'such as issued, or issued,accepted')
    .option('--client <name>', 'of this client')
    .option('--job <number>', 'of this job')
    .option('--from <date>', 'of this day or later')
    .option('--to <date>', 'up to this day')
    .option('--search <text>', 'in the number, the name or the client')
    .action(async (options: Filter) => {
      const api = await openFirm(shell, options);
      const { state, from, to, search, client, job } = options;
      const clientId = client === undefined ? undefined : (await clientNamed(api, client)).id;
      const jobId = job === undefined ? undefined : (await jobNumbered(api, job)).id;
      const query = { states: state, from, to, search, clientId, jobId };
      const items = await itemsOf<ListedQuote>(api, 'GET /quotes', query, Number(options.rows));
      show(shell, options, { items }, (answer) => quotesAsText(answer.items));
    });
  firmCommand(group, 'show <quote>', 'show a quote with its lines').action(
    async (wanted: string, options: FirmOptions) => {
      const api = await openFirm(shell, options);
      show(shell, options, await quoteNamed(api, wanted), quoteAsText);
    },
  );
}

function addDrawing(group: Command, shell: Shell): void {
  firmCommand(group, 'draft', 'draw up a quote')
    .requiredOption('--file <path>', 'the quote as JSON, as the API takes it; - reads what comes in')
    .action(async (options: FirmOptions & { file: string }) => {
      const api = await openFirm(shell, options);
      const body = await readJson(shell, options.file);
      show(shell, options, await answerOf<Quote>(api, 'POST /quotes', { body }), quoteAsText);
    });
  firmCommand(group, 'issue <quote>', 'give a draft its number; it is not edited any more').action(
    async (wanted: string, options: FirmOptions) => {
      const api = await openFirm(shell, options);
      const { id, version } = await quoteNamed(api, wanted);
      const issued = await answerOf<Quote>(api, 'POST /quotes/{id}/issue', { id, version, body: {} });
      show(shell, options, issued, quoteAsText);
    },
  );
}

type AcceptOptions = FirmOptions & {
  readonly on?: string;
  readonly job?: string;
  readonly option?: readonly string[];
  readonly replaces?: true;
  readonly adds?: true;
};

function addAnswers(group: Command, shell: Shell): void {
  firmCommand(group, 'accept <quote>', 'the client accepted it: a job is billed by it from then on')
    .option('--on <date>', 'unless said, today in the firm')
    .option('--job <number>', 'the job; unless the quote or this names one, a job is added')
    .option('--option <id>', 'an option that was chosen; unless said, as proposed', collect)
    .option('--replaces', "it takes the place of the job's quote")
    .option('--adds', "it adds to the job's quote")
    .action(async (wanted: string, options: AcceptOptions) => {
      const api = await openFirm(shell, options);
      const { id, version } = await quoteNamed(api, wanted);
      const { on, job, option, replaces, adds } = options;
      const jobId = job === undefined ? undefined : (await jobNumbered(api, job)).id;
      const body = { acceptedOn: on, jobId, options: option, replaces, adds };
      const question = { id, version, body };
      const accepted = await answerOf<AcceptedQuote>(api, 'POST /quotes/{id}/acceptance', question);
      show(shell, options, accepted, acceptedAsText);
    });
  firmCommand(group, 'decline <quote>', 'the client does not want it')
    .option('--on <date>', 'unless said, today in the firm')
    .option('--reason <text>', 'why')
    .action(async (wanted: string, options: FirmOptions & { on?: string; reason?: string }) => {
      const api = await openFirm(shell, options);
      const { id, version } = await quoteNamed(api, wanted);
      const body = { declinedOn: options.on, reason: options.reason };
      const declined = await answerOf<Quote>(api, 'POST /quotes/{id}/decline', { id, version, body });
      show(shell, options, declined, quoteAsText);
    });
}

async function quoteNamed(api: FirmApi, wanted: string): Promise<Quote> {
  const id = await documentIdOf(api, 'GET /quotes', wanted);
  return answerOf<Quote>(api, 'GET /quotes/{id}', { id });
}
