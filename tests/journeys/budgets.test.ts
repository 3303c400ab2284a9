// How long a person waits, in a firm with five thousand jobs listed: for the WIP manager, from one page to the next, and on the
// network of a train. Each figure is the median of several tries and is printed; a machine that is busy with other
// things may take four times the budget before it counts as a failure. docs/performance.md has what a quiet one takes.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BrowserContext, Page } from 'playwright-core';
import { openDemo, signIn } from './demo.ts';

const listedJobs = 5_000;
const patience = 4;
const tries = 5;
const demo = await openDemo({
  direct: true,
  size: { jobs: listedJobs, listedJobs, entries: 3 * listedJobs },
});
const page = await demo.visitor({ viewport: { width: 1440, height: 900 } });
page.setDefaultTimeout(30_000);
await signIn(page, demo.owner);

test(`the WIP manager of ${listedJobs} jobs can be used within a second`, async () => {
  const waitsMs: number[] = [];
  for (let round = 0; round < tries; round += 1) {
    await page.goto('/wip');
    waitsMs.push(await paintedAfter(page, 'tbody tr[data-index="0"]'));
    const jobs = Number(
      (await page.locator('tfoot').innerText()).replaceAll(',', '').match(/\d+(?= jobs)/)?.[0],
    );
    assert.ok(jobs > listedJobs / 2, `${jobs} jobs`);
    await page.keyboard.press('j');
    await page.locator('tbody tr[data-current]').waitFor();
  }
  within('WIP manager, from the address to its rows', waitsMs, 1_000);
});

/** Pages and what shows on them once their rows are there. */
const places = [
  ['/timesheet', '[role="grid"]'],
  ['/clients', 'a[data-main][href^="/clients/"]'],
  ['/jobs', 'a[data-main][href^="/jobs/"]'],
  ['/invoices', 'a[data-main][href^="/invoices/"]'],
  ['/payments', 'a[data-main][href^="/payments/"]'],
  ['/staff', 'a[data-main][href^="/staff/"]'],
  ['/reports', 'a[href^="/reports/"]'],
  ['/wip', 'tbody tr[data-index="0"] a[href$="/ledger"]'],
] as const;

test('from one page to the next takes a tenth of a second, once both were seen', async () => {
  for (const [href, sight] of places) {
    await page.goto(href);
    await page.locator(`main ${sight}`).first().waitFor();
  }
  // Once around within the program, which then has the pages and what was on them.
  for (const place of places) await changeTo(place);
  const all: number[] = [];
  for (const place of places) {
    const waitsMs: number[] = [];
    for (let round = 0; round < tries; round += 1) {
      await changeTo(places[(places.indexOf(place) + 1 + round) % places.length]!);
      if (new URL(page.url()).pathname === place[0]) await changeTo(places[0]);
      waitsMs.push(await changeTo(place));
    }
    within(`Page change to ${place[0]}`, waitsMs, 100);
    all.push(...waitsMs);
  }
  within('Page change, all', all, 100);
});

test('on a slow network the timesheet comes, and comes back quickly', async () => {
  const state = await page.context().storageState();
  const context = await demo.browser.newContext({
    baseURL: demo.address,
    locale: 'en-NZ',
    viewport: { width: 390, height: 844 },
    storageState: state,
  });
  const first = await slowVisit(context);
  const back = await slowVisit(context);
  console.log(
    `3G (1.6 Mb/s, 300 ms): first ${first.ms.toFixed(0)} ms, ${first.kilobytes} kB; again ${back.ms.toFixed(0)} ms, ${back.kilobytes} kB`,
  );
  assert.ok(first.ms < 8_000 * patience);
  assert.ok(back.ms < 3_000 * patience);
  assert.ok(first.kilobytes < 400, 'what is sent is compressed');
  assert.ok(back.kilobytes < 60, 'what does not change is kept by the browser');
  await context.close();
});

async function slowVisit(context: BrowserContext): Promise<{ ms: number; kilobytes: number }> {
  const visit = await context.newPage();
  visit.setDefaultTimeout(60_000);
  const network = await context.newCDPSession(visit);
  await network.send('Network.enable');
  await network.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 300,
    downloadThroughput: 1_600_000 / 8,
    uploadThroughput: 750_000 / 8,
  });
  let bytes = 0;
  network.on('Network.dataReceived', ({ encodedDataLength }) => (bytes += encodedDataLength));
  await visit.goto('/timesheet');
  const ms = await paintedAfter(visit, 'nav[aria-label="Days of the week"]');
  await visit.close();
  return { ms, kilobytes: Math.round(bytes / 1_000) };
}

/** How long after its page was asked for something is painted. */
function paintedAfter(on: Page, selector: string): Promise<number> {
  return on.evaluate(
    (sight) =>
      new Promise<number>((resolve) => {
        const look = () => {
          if (document.querySelector(sight) === null) requestAnimationFrame(look);
          else requestAnimationFrame(() => setTimeout(() => resolve(performance.now())));
        };
        look();
      }),
    selector,
  );
}

/** From the click on a page in the list of pages until it is painted with its rows. */
function changeTo([href, sight]: (typeof places)[number]): Promise<number> {
  return page.evaluate(
    ({ to, seen }) =>
      new Promise<number>((resolve) => {
        const startedAt = performance.now();
        document.querySelector<HTMLElement>(`nav a[href="${to}"]`)?.click();
        const look = () => {
          const isThere = location.pathname === to && document.querySelector(`main ${seen}`) !== null;
          if (!isThere) requestAnimationFrame(look);
          else setTimeout(() => resolve(performance.now() - startedAt));
        };
        look();
      }),
    { to: href, seen: sight },
  );
}

function within(name: string, waitsMs: readonly number[], budgetMs: number): void {
  const sorted = waitsMs.toSorted((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? Infinity;
  const figures = `median ${median.toFixed(0)} ms, worst ${(sorted.at(-1) ?? 0).toFixed(0)} ms, budget ${budgetMs} ms`;
  console.log(`${name}: ${figures}`);
  assert.ok(median <= budgetMs * patience, `${name}: ${figures}`);
}
