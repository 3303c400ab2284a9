// How the pages look and behave with what a real firm seldom shows: thousands of rows, names without end, enormous
// amounts, nothing at all, a slow server, a failing one. Each is checked with axe in both themes, and leaves a picture
// in test-results/journeys for whoever wants to look.

import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { assertAccessible } from './axe.ts';
import { openBrowser } from './browser.ts';
import { buildPages, servePages } from './pages.ts';
import type { Answers } from './stand-in.ts';
import {
  Failure,
  billingsOf,
  journalOf,
  ledgerOf,
  receiptOf,
  standIn,
  standInRows,
  standInSession,
} from './stand-in.ts';

const pictures = join(import.meta.dirname, '..', '..', 'test-results', 'journeys');
await mkdir(pictures, { recursive: true });
const [browser, folder] = await Promise.all([openBrowser(), buildPages()]);
const address = await servePages(folder);
after(() => browser.close());

const sizes = {
  phone: { width: 390, height: 844 },
  laptop: { width: 1440, height: 900 },
  wide: { width: 2200, height: 1200 },
};
type Size = keyof typeof sizes;
const themes = ['light', 'dark'] as const;

const fewRows = standInRows(14);
const manyRows = standInRows(10_000);
const usual: Answers = {
  '/session': () => standInSession,
  '/set-up': () => ({ needed: false }),
  '/reports/estimated-billings': (query) => billingsOf(fewRows, query),
  '/reports/receipt': receiptOf,
  '/jobs/*/ledger': (query) => ledgerOf(query),
  '/journals/*': journalOf,
};

const withManyRows: Answers = {
  ...usual,
  '/reports/estimated-billings': (query) => billingsOf(manyRows, query),
};

for (const theme of themes) {
  for (const size of Object.keys(sizes) as Size[]) {
    test(`every page is accessible and settled, ${theme}, on a ${size}`, async () => {
      const page = await visitor(usual, { colorScheme: theme, viewport: sizes[size] });
      const look = async (name: string) => {
        // A wide screen shows more of the same, and a dark phone has the colours of a dark laptop.
        if (size === 'laptop' || (size === 'phone' && theme === 'light')) await assertAccessible(page);
        assert.equal(await overflow(page), 0, `${name} scrolls sideways`);
        await page.screenshot({ path: join(pictures, `${name}-${theme}-${size}.png`) });
      };
      await open(page, '/wip');
      await look('estimated-billings');
      await open(page, '/wip?group=client&sort=-netWip');
      await look('grouped');
      await page.goto(`${address}/wip?receipt=3`);
      await page.getByRole('dialog').getByRole('rowheader', { name: 'Available to invoice' }).waitFor();
      await look('receipt');
      await open(page, '/jobs/3/ledger');
      await look('ledger');
      await open(page, '/jobs/3/ledger?journal=7');
      await page.getByRole('dialog').getByText('What happened').waitFor();
      await look('journal');
      await page.context().clearCookies();
      await page.goto(`${address}/sign-in`);
      await page.getByRole('button', { name: 'Sign in' }).waitFor();
      await look('sign-in');
      await page.context().close();
    });
  }

  test(`what opens over a page is accessible, ${theme}`, async () => {
    const page = await visitor(usual, { colorScheme: theme, viewport: sizes.laptop });
    await open(page, '/wip');
    for (const [button, sight, name] of [
      ['As at today', page.getByRole('button', { name: '31 Aug 2026' }), 'as-at'],
      ['Client', page.getByRole('option', { name: /Tidewater Freight/ }), 'client-filter'],
      ['Columns', page.getByRole('checkbox', { name: 'Partner' }), 'columns'],
      ['Minimum', page.getByLabel('Net WIP of at least'), 'minimum'],
      ['Export', page.getByRole('button', { name: /CSV/ }), 'export'],
      [/appearance, keys/, page.getByText('Compact'), 'person'],
      [/Change firm/, page.getByRole('button', { name: 'Harbour Structures' }), 'firms'],
    ] as const) {
      await page
        .getByRole('button', typeof button === 'string' ? { name: button, exact: true } : { name: button })
        .first()
        .click();
      await sight.waitFor();
      if (name === 'as-at') await page.getByRole('button', { name: 'Next month' }).waitFor();
      await page.waitForTimeout(150);
      await assertAccessible(page);
      await page.screenshot({ path: join(pictures, `${name}-${theme}.png`) });
      await page.keyboard.press('Escape');
      await sight
        .waitFor({ state: 'detached', timeout: 3_000 })
        .catch(() => assert.fail(`${name} stays open`));
    }
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await assertAccessible(page);
    await page.screenshot({ path: join(pictures, `keys-${theme}.png`) });
    await page.context().close();
  });
}

test('of ten thousand rows only those in view exist, and the last can be reached', async () => {
  const page = await visitor(withManyRows, { viewport: sizes.laptop });
  await open(page, '/wip');
  await page.waitForFunction(() => document.querySelector('table')!.closest('div')!.scrollHeight > 300_000);
  await page.locator('table').evaluate((table) => table.closest('div')!.scrollTo(0, 1e9));
  await page.getByRole('link', { name: 'J010000' }).waitFor();
  assert.ok((await page.locator('tbody tr').count()) < 80);
  await page.context().close();
});

test('coming back from a job finds the list with its filters, scrolled to where it was left', async () => {
  const page = await visitor(withManyRows, { viewport: sizes.laptop });
  await open(page, '/wip?sort=-netWip');
  await page.waitForFunction(() => document.querySelector('table')!.closest('div')!.scrollHeight > 300_000);
  await page.locator('table').evaluate((table) => table.closest('div')!.scrollTo(0, 200_000));
  const link = page.locator('tbody tr[data-index="5270"] a[data-main]');
  await link.click();
  await page.getByRole('link', { name: 'Back to Estimated Billings' }).click();
  await page.waitForURL('**/wip?sort=-netWip');
  await link.waitFor();
  await page.context().close();
});

test('the first page brings less than 250 kB of script', async () => {
  const page = await visitor(usual, { viewport: sizes.laptop });
  const sizesOfScripts: number[] = [];
  page.on('response', async (response) => {
    if (response.url().endsWith('.js')) sizesOfScripts.push(gzipSync(await response.body()).length);
  });
  await open(page, '/wip');
  await page.waitForLoadState('networkidle');
  const whole = sizesOfScripts.reduce((sum, size) => sum + size, 0);
  assert.ok(whole > 0 && whole < 250_000, `${whole} bytes`);
  await page.context().close();
});

test('money is never cut off, however long', async () => {
  const page = await visitor(usual, { viewport: sizes.wide });
  for (const path of ['/wip', '/jobs/3/ledger']) {
    await open(page, path);
    const cut = await page
      .locator('td[data-align="end"]')
      .evaluateAll((cells) =>
        cells.filter((cell) => cell.scrollWidth > cell.clientWidth).map((cell) => cell.textContent),
      );
    assert.deepEqual(cut, []);
  }
  await page.context().close();
});

test('while the figures are on their way, the page stands in outline and then does not move', async () => {
  let let_go = () => {};
  const wait = new Promise<void>((resolve) => (let_go = resolve));
  const slow = {
    ...usual,
    '/reports/estimated-billings': async (query: URLSearchParams) => (
      await wait,
      billingsOf(manyRows.slice(0, 40), query)
    ),
  };
  const page = await visitor(slow, { viewport: sizes.laptop });
  await page.goto(`${address}/wip`);
  await page.locator('tbody tr').first().waitFor();
  const before = await page.locator('thead').boundingBox();
  await page.screenshot({ path: join(pictures, 'loading.png') });
  let_go();
  await page.locator('tbody tr[data-index="0"]').waitFor();
  assert.deepEqual((await page.locator('thead').boundingBox())?.y, before?.y);
  await page.context().close();
});

test('a failing server is named, and trying again works once it is back', async () => {
  let fails = true;
  const failing = {
    ...usual,
    '/reports/estimated-billings': (query: URLSearchParams) =>
      fails
        ? new Failure(500, 'internalError', 'Something went wrong here')
        : billingsOf(manyRows.slice(0, 5), query),
  };
  const page = await visitor(failing, { viewport: sizes.laptop });
  await page.goto(`${address}/wip`);
  await page.getByRole('alert').getByText('Request req-17').waitFor();
  await assertAccessible(page);
  await page.screenshot({ path: join(pictures, 'failure.png') });
  fails = false;
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.locator('tbody tr[data-index="0"]').waitFor();
  await page.context().close();
});

test('an empty list says why it is empty and offers the next step', async () => {
  const page = await visitor(
    { ...usual, '/reports/estimated-billings': (query) => billingsOf([], query) },
    { viewport: sizes.laptop },
  );
  await page.goto(`${address}/wip`);
  await page.getByRole('heading', { name: 'Nothing to bill yet' }).waitFor();
  await page.screenshot({ path: join(pictures, 'empty.png') });
  await page.goto(`${address}/wip?sign=negative&text=nobody`);
  await page.getByRole('button', { name: 'Clear the filters' }).click();
  await page.waitForURL('**/wip');
  await page.goto(`${address}/nowhere`);
  await page.getByText('There is no such page').waitFor();
  await assertAccessible(page);
  await page.context().close();
});

test('who belongs to two firms changes between them, and every question says which firm it is about', async () => {
  const asked: (string | undefined)[] = [];
  const other = { ...standInSession.firm, id: '2', name: 'Harbour Structures', role: 'auditor' };
  const page = await visitor(
    {
      ...usual,
      '/session': (_query, headers) => ({
        ...standInSession,
        firm: headers['workledger-firm'] === '2' ? other : standInSession.firm,
      }),
      '/reports/estimated-billings': (query, headers) => {
        asked.push(headers['workledger-firm']);
        return billingsOf(fewRows, query);
      },
      '/home': (_query, headers) => {
        asked.push(headers['workledger-firm']);
        return new Failure(403, 'notPermitted', 'Not allowed');
      },
    },
    { viewport: sizes.laptop },
  );
  await open(page, '/wip?sign=positive');
  assert.deepEqual([...new Set(asked.splice(0))], ['1']);
  await page.getByRole('button', { name: /Change firm/ }).click();
  await page.getByRole('button', { name: 'Harbour Structures' }).click();
  await page.waitForURL('**/home');
  await page.getByRole('button', { name: /Harbour Structures.*Change firm/ }).waitFor();
  await page.goto(`${address}/wip`);
  await page.locator('tbody tr[data-index="0"]').waitFor();
  assert.deepEqual([...new Set(asked)], ['2']);
  await page.context().close();
});

test('the theme and the height of rows are chosen once and stay', async () => {
  const page = await visitor(usual, { colorScheme: 'light', viewport: sizes.laptop });
  await open(page, '/wip');
  await page.getByRole('button', { name: /appearance/ }).click();
  await page.getByText('Dark', { exact: true }).click();
  await page.getByText('Compact', { exact: true }).click();
  await page.reload();
  await page.locator('tbody tr[data-index="0"]').waitFor();
  assert.equal(await page.locator('html').getAttribute('data-mantine-color-scheme'), 'dark');
  assert.ok(((await page.locator('tbody tr[data-index="0"]').boundingBox())?.height ?? 99) < 32);
  await page.screenshot({ path: join(pictures, 'compact-dark.png') });
  await page.context().close();
});

async function visitor(answers: Answers, options: BrowserContextOptions): Promise<Page> {
  const context = await browser.newContext({ locale: 'en-NZ', ...options });
  await standIn(context, answers);
  return context.newPage();
}

async function open(page: Page, path: string): Promise<void> {
  await page.goto(`${address}${path}`);
  await page.locator('tbody tr[data-index="0"]').waitFor();
}

/** How far the page itself is wider than the screen; tables scroll inside their box. */
async function overflow(page: Page): Promise<number> {
  return page.evaluate(() =>
    Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth),
  );
}
