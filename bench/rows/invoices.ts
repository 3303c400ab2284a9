// Many invoices at once, as a billing run makes them: drawn up, approved and numbered in chunks, a transaction each. Beside
// it the same chunks in two steps, drafts first and their approval later, and a plain-SQL minimum that writes the same
// rows into tables with the same indexes. What is compared runs in turns, a chunk of each.

import { approveDrafts } from '#actions/invoices/approve-invoice.ts';
import type { InvoiceContent } from '#actions/invoices/content.ts';
import { insertDrafts } from '#actions/invoices/drafts.ts';
import { issueInvoices } from '#actions/invoices/issue-invoices.ts';
import { withItemIds } from '#actions/item-ids.ts';
import type { Result } from '#core/refusal.ts';
import type { Tx } from '#store/database.ts';
import type { Figure } from '../figures.ts';
import { timed, timesOf } from '../measuring.ts';
import type { Stage } from '../stage.ts';
import { atMost } from '../targets.ts';
import { layOutJobs, type JobToInvoice } from './jobs-to-invoice.ts';
import { copyPlainly, makePlainInvoices, preparePlainly } from './plain-invoices.ts';
import type { Row } from './row.ts';

const itemsPerJob = 40;
const chunkSizes = [50, 100, 200];
const chunkUsual = 100;
const warmUps = 3;

type Sizes = { readonly chunk: number; readonly compared: number; readonly run: number };

export const invoicesRow: Row = {
  name: 'invoices',
  async measure(stage) {
    const sizes: Sizes = stage.small
      ? { chunk: 2, compared: 2, run: 4 }
      : { chunk: chunkUsual, compared: 1_000, run: 2_000 };
    return [
      ...(await comparedWithPlain(stage, sizes)),
      ...(stage.small ? [] : await byChunkSize(stage)),
      await runOnTwoConnections(stage, sizes),
    ];
  },
};

async function comparedWithPlain(stage: Stage, { chunk, compared }: Sizes): Promise<Figure[]> {
  await makePlainInvoices(stage.database);
  const kinds = stage.small ? 1 : warmUps;
  const chunks = chunksOf(
    await layOutJobs(stage.context, 2 * (compared + kinds * chunk), itemsPerJob),
    chunk,
  );
  const took = { issued: [] as number[], plain: [] as number[], inTwoSteps: [] as number[] };
  for (let turn = 0; turn < chunks.length / 2; turn += 1) {
    const [first, second] = [chunks[2 * turn]!, chunks[2 * turn + 1]!];
    await preparePlainly(stage.database, first);
    const issued = await timed(() => issue(stage, first));
    const plain = await timed(() => copyPlainly(stage.database, stage.context, first));
    const inTwoSteps = await timed(() => draftThenApprove(stage, second));
    if (turn < kinds && !stage.small) continue;
    took.issued.push(issued);
    took.plain.push(plain);
    took.inTwoSteps.push(inTwoSteps);
  }
  const median = (name: keyof typeof took) => timesOf(took[name]).median;
  const rate = (name: string, of: keyof typeof took): Figure => ({
    name,
    value: (chunk / median(of)) * 1000,
    unit: '/s',
    note: `${chunk} in ${Math.round(median(of))} ms`,
  });
  return [
    rate('Invoices of 40 items, issued in bulk, one connection', 'issued'),
    rate('Invoices of 40 items, drafted, then approved, one connection', 'inTwoSteps'),
    rate('Invoices of 40 items, plain SQL with the same rows and indexes', 'plain'),
    {
      name: '– issued ÷ plain SQL, time',
      value: median('issued') / median('plain'),
      unit: '×',
      target: atMost(3, '×'),
    },
  ];
}

/** In turns too: a chunk of each size, several times. */
async function byChunkSize(stage: Stage): Promise<Figure[]> {
  const rounds = 3;
  const each = chunkSizes.reduce((sum, size) => sum + size, 0);
  const jobs = await layOutJobs(stage.context, rounds * each, itemsPerJob);
  const took = new Map<number, number[]>(chunkSizes.map((size) => [size, []]));
  let next = 0;
  for (let round = 0; round < rounds; round += 1) {
    for (const size of chunkSizes) {
      const some = jobs.slice(next, (next += size));
      took.get(size)!.push((await timed(() => issue(stage, some))) / size);
    }
  }
  return [...took].map(([size, times]) => ({
    name: `– in chunks of ${size}, each invoice`,
    value: timesOf(times).median,
    unit: 'ms',
  }));
}

async function runOnTwoConnections(stage: Stage, { chunk, run }: Sizes): Promise<Figure> {
  const chunks = chunksOf(await layOutJobs(stage.context, run, itemsPerJob), chunk).values();
  const loop = async (): Promise<void> => {
    for (const some of chunks) await issue(stage, some);
  };
  const took = await timed(() => Promise.all([loop(), loop()]));
  return {
    name: `Invoices of 40 items, a run of ${run.toLocaleString('en')} on two connections`,
    value: (run / took) * 1000,
    unit: '/s',
    note: `${(took / 1000).toFixed(1)} s, ${Math.round(process.memoryUsage().rss / 1e6)} MB`,
    target: { text: '≥ 667/s (10,000 in 15 s)', atLeast: 667 },
  };
}

function chunksOf(jobs: readonly JobToInvoice[], size: number): JobToInvoice[][] {
  return Array.from({ length: Math.ceil(jobs.length / size) }, (_, place) =>
    jobs.slice(place * size, (place + 1) * size),
  );
}

async function issue(stage: Stage, jobs: readonly JobToInvoice[]): Promise<void> {
  const contents = jobs.map((job) => contentOf(stage, job));
  await withItemIds(stage.database, 0, (ids) =>
    inFirm(stage, async (tx) => accepted(await issueInvoices(tx, stage.context, contents, ids))),
  );
}

async function draftThenApprove(stage: Stage, jobs: readonly JobToInvoice[]): Promise<void> {
  const { context, database } = stage;
  const contents = jobs.map((job) => contentOf(stage, job));
  const drafts = await inFirm(stage, async (tx) => accepted(await insertDrafts(tx, context, contents)));
  const approvals = drafts.map(({ id, prepared: { fingerprint } }) => ({ id, fingerprint }));
  await withItemIds(database, 0, (ids) =>
    inFirm(stage, async (tx) => accepted(await approveDrafts(tx, context, approvals, { itemIds: ids }))),
  );
}

function inFirm<T>({ context, database }: Stage, work: (tx: Tx) => Promise<T>): Promise<T> {
  return database.inFirm(context.principal.firmId, work, { byKey: true });
}

function accepted<T>(results: readonly Result<T>[]): T[] {
  return results.map((result) => {
    if (!result.ok) throw new Error(JSON.stringify(result.refusals));
    return result.value;
  });
}

function contentOf({ today }: Stage, { jobId, clientId }: JobToInvoice): InvoiceContent {
  return {
    clientId,
    type: 'progress',
    basis: 'actual',
    pricing: 'calculated',
    invoicedOn: today,
    lines: [],
    lineSettings: [],
    jobs: [
      {
        jobId,
        select: 'all',
        entries: [],
        interims: 'all',
        lines: [],
        claims: [],
        rest: 'carryForward',
        excess: 'writeOn',
      },
    ],
  };
}
