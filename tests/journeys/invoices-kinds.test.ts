// Invoices that are not the work of a month: what was quoted, asked for ahead, or is of no job; a quote that a job takes on;
// and a server that is killed while somebody types.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { seedDemo } from '#ops/seed/seed-demo.ts';
import { testDatabase } from '#store/testing/database.ts';
import { assertAccessible } from './axe.ts';
import { openBrowser } from './browser.ts';
import { signIn } from './demo.ts';
import { buildPages } from './pages.ts';
import { patient } from './patience.ts';
import { serveApart } from './server-process.ts';

const now = '2026-11-18T03:00:00Z';
const [{ database, address }, browser, webFolder] = await Promise.all([
  testDatabase(),
  openBrowser(),
  buildPages(),
]);
after(() => browser.close());
const seeded = await seedDemo({
  database,
  clock: () => now,
  scenario: 'agency',
  size: { jobs: 60, listedJobs: 40, entries: 1_500 },
});
assert.ok(seeded.ok);
const server = await serveApart({ address, webFolder, now });
const context = await browser.newContext({
  baseURL: server.address,
  locale: 'en-NZ',
  viewport: { width: 1280, height: 800 },
});
const page = patient(await context.newPage());
page.setDefaultTimeout(15_000);
await page.clock.setSystemTime(now);
await signIn(
  page,
  seeded.value.signIns.find(({ role }) => role === 'owner')!,
);

test('what was quoted is claimed line by line, and the rest stays on the quote', async () => {
  const job = await quotedJob(0);
  await page.goto(`/invoices/new?clientId=${job.clientId}&jobIds=${job.jobId}&basis=quoted`);
  const all = page.getByRole('checkbox', { name: 'Claim all that is left' });
  await all.waitFor();
  if (await all.isChecked()) await all.uncheck();
  const claim = page.getByLabel(/^Claimed of /).first();
  await claim.fill('50');
  await page.keyboard.press('Tab');
  await page.getByText('Draft saved').waitFor();
  await isAccessible();
  await page.reload();
  await claim.waitFor();
  assert.equal(await claim.inputValue(), '50');
  const line = page
    .getByRole('row')
    .filter({ has: page.getByLabel(/^Claimed of /) })
    .first();
  await line.locator('td').last().filter({ hasText: /\d/ }).waitFor();
  const [quoted, claimed] = await Promise.all(
    [0, -1].map(async (place) => cents(await line.locator('td').nth(place).innerText())),
  );
  // Half of an odd number of cents is rounded.
  assert.ok(Math.abs(claimed! * 2 - quoted!) <= 1, `${claimed} of ${quoted}`);
});

test('a deposit is asked for as a percent of the quote, and raises an interim', async () => {
  const job = await quotedJob(1);
  await page.goto(`/invoices/new?clientId=${job.clientId}&jobIds=${job.jobId}&basis=deposit`);
  await page.getByLabel('Deposit, percent of the quote').fill('10');
  await page.keyboard.press('Tab');
  await page.getByText('Draft saved').waitFor();
  const raised = page
    .getByRole('region', { name: /^Effect on/ })
    .locator('dl > div', { hasText: /Interims? raised|Raised/ });
  await raised.first().waitFor();
});

test('lines of no job leave WIP alone, and unsaved ones survive a reload', async () => {
  const { clientId } = await quotedJob(0);
  await page.goto(`/invoices/new?clientId=${clientId}&basis=miscellaneous`);
  await page.getByRole('button', { name: 'Type a line' }).click();
  await page.getByLabel('What it is for').fill('Printed copies');
  await page.getByLabel('Amount of Printed copies').fill('48.50');
  // At once, before it can have been saved.
  await page.reload();
  await page.getByLabel('Amount of Printed copies').waitFor();
  assert.equal(await page.getByLabel('Amount of Printed copies').inputValue(), '48.50');
  await page.getByText('Draft saved').waitFor();
});

test('a server that is killed while somebody types takes nothing with it', async () => {
  const reference = page.getByLabel('Reference');
  await reference.fill('PO 1');
  await page.getByText('Draft saved').waitFor();
  await reference.focus();
  const killed = server.kill();
  await page.keyboard.type('23 of the second order', { delay: 15 });
  await killed;
  await page.getByText('Kept on this device; the server is away').waitFor();
  await server.start();
  await page.getByText('Draft saved').waitFor({ timeout: 30_000 });
  await page.reload();
  await page.getByLabel('Amount of Printed copies').waitFor();
  assert.match(await reference.inputValue(), /23 of the second order/);
  const id = /(?:draft=|invoices\/)(\d+)/.exec(page.url())?.[1] ?? '';
  const kept = await page.evaluate(
    async (draftId) => (await (await fetch(`/api/v1/invoices/${draftId}`)).json()).reference,
    id,
  );
  assert.match(kept, /23 of the second order/);
});

test('a draft that was saved without an answer is not taken for the change of a colleague', async () => {
  const reference = page.getByLabel('Reference');
  let saves = 0;
  await page.route('**/api/v1/invoices/*', async (route) => {
    if (route.request().method() !== 'PUT') return route.fallback();
    saves += 1;
    if (saves > 1) return route.fallback();
    await route.fetch();
    return route.abort();
  });
  await reference.fill('PO 24');
  await page.getByText('Kept on this device; the server is away').waitFor();
  await reference.fill('PO 25');
  await page.getByText('Draft saved').waitFor();
  await page.unroute('**/api/v1/invoices/*');
  assert.equal(await page.getByText('changed this draft meanwhile').count(), 0);
  assert.equal(saves, 3, 'once without an answer, once more for the answer, and the newest');
});

test('a quote is accepted for a job that exists, which is then billed by it', async () => {
  const job = await jobWithoutQuote();
  const quoteId = await issueQuote(job.clientId);
  await page.goto(`/quotes/${quoteId}`);
  await page.getByRole('button', { name: 'Accept', exact: true }).click();
  const drawer = page.getByRole('dialog', { name: /^Accept Q-/ });
  await drawer.getByRole('combobox', { name: 'It goes to' }).click();
  await page.getByRole('option', { name: 'A job that exists' }).click();
  await drawer.getByRole('textbox', { name: 'Job' }).fill(job.jobNumber);
  await page.getByRole('option', { name: new RegExp(job.jobNumber) }).click();
  await isAccessible();
  await drawer.getByRole('button', { name: 'Accept', exact: true }).click();
  await page.getByRole('heading', { name: 'Quoted against actual' }).waitFor();
  await page.goto(`/invoices/new?clientId=${job.clientId}&jobIds=${job.jobId}`);
  await page.getByRole('checkbox', { name: 'Claim all that is left' }).waitFor();
});

/** Once what it comes to has come to rest. */
async function isAccessible(): Promise<void> {
  await page.waitForFunction(() => document.querySelector('[aria-busy="true"]') === null);
  await page.waitForTimeout(250);
  await assertAccessible(page);
}

type Row = {
  jobId: string;
  jobNumber: string;
  clientId: string;
  currency: string;
  uninvoicedQuote: string | null;
};

function jobs(): Promise<Row[]> {
  return page.evaluate(async () => {
    const answer = await fetch('/api/v1/reports/estimated-billings?sort=netWip&order=descending&limit=200');
    return (await answer.json()).items;
  });
}

async function quotedJob(place: number): Promise<Row> {
  const quoted = (await jobs()).filter((row) => Number(row.uninvoicedQuote ?? 0) > 0);
  return quoted[place]!;
}

async function jobWithoutQuote(): Promise<Row> {
  const rows = await jobs();
  return rows.find(({ currency, uninvoicedQuote }) => currency === 'NZD' && uninvoicedQuote === null)!;
}

/** Drawn up and issued by the API; how a quote is written has a journey of its own. */
function issueQuote(clientId: string): Promise<string> {
  return page.evaluate(async (client) => {
    const send = async (path: string, body: unknown, version?: number) => {
      const answer = await fetch(`/api/v1${path}`, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          'Idempotency-Key': crypto.randomUUID(),
          ...(version === undefined ? {} : { 'If-Match': `"${version}"` }),
        },
        body: JSON.stringify(body),
      });
      const json = await answer.json();
      if (!answer.ok) throw new Error(JSON.stringify(json));
      return json;
    };
    const quote = await send('/quotes', {
      clientId: client,
      name: 'Second stage',
      lines: [{ kind: 'task', description: 'Second stage', minutes: 600, rate: '90.00' }],
    });
    await send(`/quotes/${quote.id}/issue`, {}, quote.version);
    return quote.id as string;
  }, clientId);
}

function cents(amount: string): number {
  return Math.round(Number(amount.replaceAll(',', '').replace('−', '-')) * 100);
}
