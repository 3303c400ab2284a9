// A list of ten thousand jobs: it scrolls without stumbling, and what a colleague changes asks for what is in view alone.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Page, Route } from 'playwright-core';
import type { ListedJob } from '../../web/api/jobs.ts';
import { assertAccessible } from './axe.ts';
import { openBrowser } from './browser.ts';
import { buildPages, servePages } from './pages.ts';
import { standIn, standInRows, standInSession } from './stand-in.ts';

const rowCount = 10_000;
const [browser, folder] = await Promise.all([openBrowser(), buildPages()]);
const address = await servePages(folder);
after(() => browser.close());

const jobs = standInRows(rowCount).map((row): ListedJob => ({
  id: row.jobId,
  version: 1,
  number: row.jobNumber,
  name: row.jobName,
  description: null,
  clientId: row.clientId,
  clientName: row.clientName,
  currency: row.currency,
  stateId: row.stateId,
  stateName: row.stateName,
  stateType: 'inProgress',
  category: null,
  managerId: row.managerId,
  managerName: row.managerName,
  partnerId: row.partnerId,
  partnerName: row.partnerName,
  startOn: null,
  dueOn: row.lastActivityOn,
  completedOn: null,
  budget: null,
  clientOrderNumber: null,
  rateBasis: 'task',
  excluded: false,
  rounding: null,
  wipTime: row.wipTime,
  wipCost: row.wipCost,
  interims: row.interims,
  netWip: row.netWip,
  uninvoicedQuote: row.uninvoicedQuote,
  lastBilledOn: row.lastBilledOn,
}));
const asked: string[] = [];
const page = await visitor();
page.setDefaultTimeout(10_000);

test('ten thousand jobs are scrolled through to the last', async () => {
  await page.goto(`${address}/jobs`);
  await row(0).waitFor();
  for (let loaded = 0; loaded < rowCount;) {
    await page.locator('table').evaluate((table) => table.closest('div')!.scrollTo(0, 1e9));
    const label = await page.locator('tfoot th').first().textContent();
    loaded = Number(label?.replaceAll(/\D/g, ''));
  }
  await page.getByText('10,000 jobs').waitFor();
  assert.ok((await page.locator('tbody tr').count()) < 80);
  const framesMs = await page.locator('table').evaluate(async (table) => {
    const box = table.closest('div') as HTMLElement;
    const times: number[] = [];
    let before = performance.now();
    for (let step = 0; step < 120; step += 1) {
      box.scrollTop -= 900;
      await new Promise((resolve) => requestAnimationFrame(resolve));
      times.push(performance.now() - before);
      before = performance.now();
    }
    return times.toSorted((a, b) => a - b);
  });
  // Of frames with a screenful of new rows each. Told and not judged: what a busy machine adds to them is not ours.
  console.log(
    `frames of ${(framesMs[60] ?? 0).toFixed(1)} ms, 19 of 20 below ${(framesMs[114] ?? 0).toFixed(1)} ms`,
  );
  assert.ok((await page.locator('tbody tr').count()) < 80, 'nor are rows left behind on the way up');
});

test('a change by a colleague asks for the rows in view, and for others when they are scrolled to', async () => {
  const shown = Number(await page.locator('tbody tr[data-index]').nth(20).getAttribute('data-index'));
  const top = await page.locator('table').evaluate((table) => table.closest('div')!.scrollTop);
  for (const job of jobs) job.name = `${job.name} renamed`;
  asked.length = 0;
  await tell(['jobs']);
  await row(shown).getByText('renamed').waitFor();
  await page.waitForTimeout(500);
  assert.ok(asked.length >= 1 && asked.length <= 2, `${asked.length} requests`);
  assert.equal(await page.locator('table').evaluate((table) => table.closest('div')!.scrollTop), top);
  await page.getByText('10,000 jobs').waitFor();
  await page.locator('table').evaluate((table) => table.closest('div')!.scrollTo(0, 0));
  await row(0).getByText('renamed').waitFor();
  assert.ok(asked.length <= 4, `${asked.length} requests`);
});

test('a job that a colleague adds comes in at the top, and nothing is lost behind it', async () => {
  jobs.push({ ...(jobs[0] as ListedJob), id: '10001', number: 'J010001', name: 'Newest' });
  asked.length = 0;
  await tell(['jobs']);
  await row(0).getByText('Newest').waitFor();
  await page.getByText('10,001 jobs').waitFor();
  assert.ok(asked.length <= 3, `${asked.length} requests`);
});

test('paper has all rows of the list, also those that were not here yet', async () => {
  const found = jobs.filter(({ number }) => number.includes('99'));
  assert.ok(found.length > 200, 'more than come at first');
  await page.goto(`${address}/jobs?text=99`);
  await row(0).waitFor();
  const drawn = await page.evaluate(
    () =>
      new Promise<number>((printed) => {
        // As a browser prints: it tells the page, draws what stands there at that moment, and tells that it is done.
        window.print = () => {
          dispatchEvent(new Event('beforeprint'));
          printed(document.querySelectorAll('tbody tr[data-index]').length);
          dispatchEvent(new Event('afterprint'));
        };
        document.body.dispatchEvent(
          new KeyboardEvent('keydown', { key: 'p', ctrlKey: true, bubbles: true, cancelable: true }),
        );
      }),
  );
  assert.equal(drawn, found.length);
  await page.getByText(`${found.length} jobs`).waitFor();
  assert.ok((await page.locator('tbody tr[data-index]').count()) < 100, 'afterwards, those in view');
});

test('enormous amounts and names without end fit, in both themes, and on a phone', async () => {
  await page.goto(`${address}/jobs?text=J000004`);
  await row(0).waitFor();
  for (const theme of ['light', 'dark']) {
    await page.evaluate((scheme) => {
      document.documentElement.dataset['mantineColorScheme'] = scheme;
    }, theme);
    await row(0).hover();
    await page.waitForTimeout(150);
    await assertAccessible(page);
  }
  const cut = await page
    .locator('td[data-align="end"]')
    .evaluateAll((cells) =>
      cells.filter((cell) => cell.scrollWidth > cell.clientWidth).map((cell) => cell.textContent),
    );
  assert.deepEqual(cut, []);
  await page.setViewportSize({ width: 390, height: 844 });
  await row(0).waitFor();
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.equal(wider, 0);
});

function row(index: number) {
  return page.locator(`tbody tr[data-index="${index}"]`);
}

/** The page's line to what changes: answering it ends it, and the page comes back with another. */
let line = Promise.withResolvers<Route>();

/** As the server tells what has changed: on the line that is open, or on the next one that the page opens. */
async function tell(topics: readonly string[]): Promise<void> {
  const route = await line.promise;
  line = Promise.withResolvers();
  await route.fulfill({
    contentType: 'text/event-stream',
    body: `event: changed\ndata: ${JSON.stringify({ topics })}\n\n`,
  });
}

async function visitor(): Promise<Page> {
  const context = await browser.newContext({ locale: 'en-NZ', viewport: { width: 1280, height: 860 } });
  await standIn(context, {
    '/session': () => standInSession,
    '/set-up': () => ({ needed: false }),
    '/jobs': (query) => {
      asked.push(query.get('cursor') ?? '');
      const found = jobs.filter(({ number }) => number.includes(query.get('search') ?? '')).toReversed();
      const behind = query.get('cursor') || 'K';
      const start = found.findIndex(({ number }) => number < behind);
      const items = found.slice(start, start + Number(query.get('limit')));
      const isLast = start + items.length >= found.length;
      return { items, nextCursor: isLast ? null : items.at(-1)?.number };
    },
  });
  await context.route('**/api/v1/live', (route) => line.resolve(route));
  return context.newPage();
}
