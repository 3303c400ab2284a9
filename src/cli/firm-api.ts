// The API of one firm, as commands ask it: the same endpoints with the same JSON, without a server in between. So what
// can be done from the command line is what can be done over HTTP, and both are checked alike.

import type { Result } from '#core/refusal.ts';
import { CommandFailure, failureOf } from './output/failure.ts';

/** Every endpoint that a command asks, for itself or for a demo firm. */
export const endpoints = [
  'GET /billable',
  'GET /billing-runs',
  'GET /billing-runs/{id}',
  'GET /billing-runs/{id}/documents',
  'GET /billing-runs/{id}/events',
  'GET /billing-runs/{id}/mails',
  'GET /billing-runs/{id}/review',
  'GET /billing-runs/{id}/review/drafts',
  'GET /billing-runs/{id}/review/verdicts',
  'GET /billing-runs/{id}/sending',
  'GET /billing-runs/{id}/units',
  'GET /clients',
  'GET /clients/{id}/statement',
  'GET /clients/{id}/statement.pdf',
  'GET /invoices',
  'GET /invoices/{id}',
  'GET /invoices/{id}/pdf',
  'GET /invoices/{id}/preview',
  'GET /jobs',
  'GET /payments',
  'GET /quotes',
  'GET /quotes/{id}',
  'GET /quotes/{id}/pdf',
  'DELETE /invoices/{id}',
  'POST /billing-runs/{id}/approval',
  'POST /billing-runs/{id}/cancellation',
  'POST /billing-runs/{id}/mails',
  'POST /billing-runs/{id}/pause',
  'POST /billing-runs/{id}/resumption',
  'POST /billing-runs/{id}/review/verdicts',
  'POST /billing-runs/{id}/start',
  'POST /billing-runs/{id}/undoing',
  'POST /invoices',
  'POST /invoices/preview',
  'POST /invoices/{id}/approval',
  'POST /invoices/{id}/cancellation',
  'POST /invoices/{id}/credit-notes',
  'POST /invoices/{id}/credit-preview',
  'POST /invoices/{id}/dispatch',
  'POST /invoices/{id}/duplicate',
  'POST /mails',
  'POST /payments',
  'POST /payments/{id}/allocations',
  'POST /payments/{id}/void',
  'POST /quotes',
  'POST /quotes/{id}/acceptance',
  'POST /quotes/{id}/archival',
  'POST /quotes/{id}/decline',
  'POST /quotes/{id}/issue',
  'POST /quotes/{id}/revision',
] as const;
export type Endpoint = (typeof endpoints)[number];

export type Question = {
  readonly id?: string | undefined;
  /** What is undefined is not asked for. */
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly body?: unknown;
  /** Of the record as it was seen, where the endpoint asks for it. */
  readonly version?: number;
};

export type FileAnswer = { readonly fileName: string; readonly content: string | Uint8Array };

/** A file that is made while it is read. */
export type StreamedFile = { readonly fileName: string; readonly content: AsyncIterable<Uint8Array> };

export type FirmApi = {
  /** The JSON of the answer. */
  ask(endpoint: Endpoint, question: Question): Promise<Result<unknown>>;
  file(endpoint: Endpoint, question: Question): Promise<Result<FileAnswer>>;
  stream(endpoint: Endpoint, question: Question): Promise<Result<StreamedFile>>;
  /** The JSON of each event, until there are no more. */
  events(endpoint: Endpoint, question: Question): Promise<Result<AsyncIterable<unknown>>>;
};

export type OpenFirmApi = (firm: string | undefined) => Promise<Result<FirmApi>>;

/** The JSON of an answer, or the refusal as the end of the command. */
export async function answerOf<Answer>(
  api: FirmApi,
  endpoint: Endpoint,
  question: Question = {},
): Promise<Answer> {
  const answer = await api.ask(endpoint, question);
  if (!answer.ok) throw failureOf(answer);
  return answer.value as Answer;
}

export async function fileOf(api: FirmApi, endpoint: Endpoint, question: Question): Promise<FileAnswer> {
  const file = await api.file(endpoint, question);
  if (!file.ok) throw failureOf(file);
  return file.value;
}

export async function streamOf(api: FirmApi, endpoint: Endpoint, question: Question): Promise<StreamedFile> {
  const file = await api.stream(endpoint, question);
  if (!file.ok) throw failureOf(file);
  return file.value;
}

export async function eventsOf<Event>(
  api: FirmApi,
  endpoint: Endpoint,
  question: Question,
): Promise<AsyncIterable<Event>> {
  const events = await api.events(endpoint, question);
  if (!events.ok) throw failureOf(events);
  return events.value as AsyncIterable<Event>;
}

type Page<Item> = { readonly items: readonly Item[]; readonly nextCursor: string | null };
type Query = NonNullable<Question['query']>;

/** Items of a list, page after page, up to so many. */
export async function itemsOf<Item>(
  api: FirmApi,
  endpoint: Endpoint,
  query: Query,
  countMax = Infinity,
): Promise<Item[]> {
  const items: Item[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await answerOf<Page<Item>>(api, endpoint, { query: { ...query, cursor } });
    items.push(...page.items);
    if (page.nextCursor === null || items.length >= countMax) return items.slice(0, countMax);
    cursor = page.nextCursor;
  }
}

/** People name a record by what they see of it (its number, its name); programs may give its id. */
export type Named = { readonly id: string; readonly label: string | null };

export function chosenFrom<Record extends Named>(
  found: readonly Record[],
  wanted: string,
  what: { readonly option: string; readonly accepted: string },
): Record {
  const same = (label: string | null) => label?.toLowerCase() === wanted.toLowerCase();
  const named = found.filter(({ label }) => same(label));
  const [one, other] = named.length > 0 ? named : found.filter(({ id }) => id === wanted);
  if (one !== undefined && other === undefined) return one;
  if (one === undefined)
    throw new CommandFailure(`${what.option} "${wanted}": there is none. Accepted: ${what.accepted}.`);
  const ids = named.map(({ id }) => id).join(', ');
  throw new CommandFailure(`${what.option} "${wanted}": there are several; say the id: ${ids}.`);
}

const searchedMax = 500;
const isId = (text: string): boolean => /^[1-9]\d{0,9}$/.test(text);

export type Client = { readonly id: string; readonly name: string };

export async function clientNamed(api: FirmApi, wanted: string): Promise<Client> {
  const search = isId(wanted) ? undefined : wanted;
  const clients = await itemsOf<Client>(api, 'GET /clients', { search, limit: String(searchedMax) });
  return chosenFrom(
    clients.map((client) => ({ ...client, label: client.name })),
    wanted,
    { option: 'client', accepted: 'the name of a client, or its id' },
  );
}

export type Job = { readonly id: string; readonly number: string; readonly clientId: string };

export async function jobNumbered(api: FirmApi, wanted: string): Promise<Job> {
  const jobs = await itemsOf<Job>(api, 'GET /jobs', { number: wanted });
  return chosenFrom(
    jobs.map((job) => ({ ...job, label: job.number })),
    wanted,
    { option: 'job', accepted: 'the number of a job, such as J000012' },
  );
}

/** The id of an invoice, a credit note or a draft: by its number, or else its id. */
export async function documentIdOf(
  api: FirmApi,
  endpoint: 'GET /invoices' | 'GET /quotes',
  wanted: string,
): Promise<string> {
  const query = { search: wanted, limit: String(searchedMax) };
  const found = await itemsOf<{ id: string; number: string | null }>(api, endpoint, query, searchedMax);
  const numbered = found.filter(({ number }) => number?.toLowerCase() === wanted.toLowerCase());
  if (numbered.length === 0 && isId(wanted)) return wanted;
  const what = endpoint === 'GET /invoices' ? 'invoice' : 'quote';
  const accepted = `the number of a ${what.replace('invoice', 'document')}, or the id of a draft`;
  return chosenFrom(
    numbered.map(({ id, number }) => ({ id, label: number })),
    wanted,
    { option: what, accepted },
  ).id;
}
