// Every list as a file. An endpoint that answers `items` also answers CSV and XLSX, by `?format=` or by Accept, without
// knowing of it: its own handler is asked page after page, and its answer's schema tells the columns. So a file shows
// what the list shows, to whom the list shows it.
//
// The pages are put on disk as they come and the file leaves when it is whole: memory holds one page, a refusal on the
// way is still a refusal, and nothing that looks like a whole file can be the half of one. Each page is read as the list
// is at that moment, by the key of the last row; what others change meanwhile may be in it or not.

import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { flagText, pageLimitMax } from '#contract/paging.ts';
import { may } from '#core/access/principal.ts';
import { done, refuse, type Refused, type Result } from '#core/refusal.ts';
import { fileFormats, type FileFormat } from '#actions/exports/report-file.ts';
import { mediaTypes } from '../media-types.ts';
import { Download, type FirmRoute, type Route } from '../route.ts';
import { columnsOfItem } from './columns.ts';
import { writeFileOf } from './write.ts';

/** What one file may have; a narrower filter makes the rest a file of its own. */
export const listRowsMax = 100_000;

type Handler = FirmRoute['handler'];
type AskedOfList = Parameters<Handler>[0];
type FileQuery = { readonly format: 'json' | FileFormat; readonly bom: boolean };
type List = { readonly route: FirmRoute; readonly item: z.core.$ZodType; readonly isPaged: boolean };

const fileQuery = {
  format: z
    .enum(['json', ...fileFormats])
    .default('json')
    .meta({
      description: `JSON has a page; a file has everything the filter finds, up to ${listRowsMax} rows.`,
    }),
  bom: flagText.default(false).meta({ description: 'Begin CSV with a byte order mark, for Excel.' }),
};

/** The routes, with every list among them answering files too. */
export function withFiles(routes: readonly Route[]): Route[] {
  return routes.map((route) => {
    const list = listOf(route);
    return list === null ? route : withFile(list);
  });
}

/** What a route lists; null when it does not, or has files of its own. */
export function listOf(route: Route): List | null {
  if (route.kind !== 'firm' || route.method !== 'GET') return null;
  const { answer, query } = route;
  if (!(answer instanceof z.ZodObject) || (query !== undefined && !(query instanceof z.ZodObject)))
    return null;
  const items: unknown = answer.shape['items'];
  if (!(items instanceof z.ZodArray) || (query !== undefined && 'format' in query.shape)) return null;
  return { route, item: items.element, isPaged: query !== undefined && 'cursor' in query.shape };
}

/** The format that Accept asks for before any other; only where the address does not say one. */
export function formatAccepted(accept: string | undefined): FileFormat | undefined {
  const preferred = (accept ?? '')
    .split(',')
    .map((part) => {
      const [type = '', ...parameters] = part.split(';').map((word) => word.trim().toLowerCase());
      const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
      return { type, quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ quality }) => quality > 0)
    .toSorted((a, b) => b.quality - a.quality)[0];
  return fileFormats.find((format) => mediaTypes[format].split(';')[0] === preferred?.type);
}

export function hasFiles(route: Route): boolean {
  return (
    route.kind === 'firm' &&
    route.query instanceof z.ZodObject &&
    'format' in route.query.shape &&
    (route.downloads ?? []).includes(mediaTypes.csv)
  );
}

function withFile(list: List): FirmRoute {
  const { route } = list;
  const query = (route.query as z.ZodObject | undefined) ?? z.strictObject({});
  return {
    ...route,
    query: query.extend(fileQuery),
    downloads: [...(route.downloads ?? []), ...Object.values(mediaTypes)],
    refusals: [...(route.refusals ?? []), 'batchTooLarge'],
    handler(asked) {
      const { format, bom, ...own } = asked.query as unknown as FileQuery & Record<string, unknown>;
      const question = { ...asked, query: own as never };
      if (format === 'json') return route.handler(question);
      return fileOf(list, question, { format, withByteOrderMark: bom });
    },
  };
}

async function fileOf(
  list: List,
  asked: AskedOfList,
  options: { readonly format: FileFormat; readonly withByteOrderMark: boolean },
): Promise<Result<Download>> {
  const seesCosts = may(asked.context.principal, 'costRates.read');
  const columns = columnsOfItem(list.item).filter(({ isCost }) => seesCosts || !isCost);
  const folder = await mkdtemp(join(tmpdir(), 'workledger-list-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const path = join(folder, 'list');
    const name = nameOf(list.route);
    const refused = await writeFileOf({ path, name, columns, ...options }, pagesOf(list, asked));
    if (refused !== null) {
      await remove();
      return refused;
    }
    const content = createReadStream(path);
    content.once('close', () => void remove());
    return done(new Download(`${name}.${options.format}`, mediaTypes[options.format], content));
  } catch (error) {
    await remove();
    throw error;
  }
}

/** The items of every page as JSON has them; a refusal, and the end, when a page is refused. */
async function* pagesOf(
  { route, isPaged }: List,
  asked: AskedOfList,
): AsyncGenerator<Result<readonly unknown[]>, void, void> {
  let cursor: unknown;
  let rows = 0;
  do {
    const query = isPaged
      ? { ...(asked.query as object | undefined), limit: pageLimitMax, cursor }
      : asked.query;
    const page = await route.handler({ ...asked, query: query as never });
    if (!page.ok) return yield page;
    const { items } = z.encode(route.answer!, page.value) as { items: readonly unknown[] };
    rows += items.length;
    if (rows > listRowsMax) return yield tooManyRows();
    yield done(items);
    cursor = (page.value as { nextCursor?: unknown } | null)?.nextCursor ?? undefined;
  } while (isPaged && cursor !== undefined);
}

function tooManyRows(): Refused {
  return refuse('batchTooLarge', 'The list has too many rows for one file; narrow the filter.', {
    accepted: `at most ${listRowsMax} rows`,
  });
}

/** The words of the address: `/jobs/{id}/tasks` is `jobs-tasks`. */
function nameOf({ path }: FirmRoute): string {
  return path
    .split('/')
    .filter((word) => word !== '' && !word.startsWith('{'))
    .join('-');
}
