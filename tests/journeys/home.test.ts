// The page where owners and project managers begin: its figures lead to lines that add up to them.

import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { assertAccessible, assertAccessibleInBoth } from './axe.ts';
import { openDemo, signIn } from './demo.ts';

const pictures = join(import.meta.dirname, '..', '..', 'test-results', 'journeys');
await mkdir(pictures, { recursive: true });
const demo = await openDemo();
const page = await demo.visitor({ viewport: { width: 1280, height: 900 } });
await signIn(page, demo.owner);

test('an owner begins here, and net WIP is what Estimated Billings adds up to', async () => {
  await page.waitForURL('**/home');
  const figure = page.locator('dl > div', { hasText: 'Net WIP' }).first();
  const amount = (await figure.getByRole('link').innerText()).trim();
  await page.getByRole('img', { name: /WIP by age/ }).waitFor();
  await figure.getByRole('link').click();
  await page.waitForURL('**/wip');
  await foot(amount);
});

test('a client with unbilled work leads to its jobs', async () => {
  await page.keyboard.press('g');
  await page.keyboard.press('h');
  await page.waitForURL('**/home');
  const row = page.locator('table tbody tr', { has: page.locator('a[href^="/clients/"]') }).first();
  const link = row.getByRole('link').last();
  const amount = (await link.innerText()).trim();
  await link.click();
  await page.waitForURL(/\/wip\?client=\d+/);
  await foot(amount);
});

test('each point of a chart leads to the report of its day', async () => {
  const amount = await followPoint('WIP by age', -1, 5);
  await page.waitForURL(/\/wip\?asAt=/);
  await foot(amount);
  const net = await followPoint('Written off by reason', 0, 0);
  await page.waitForURL(/\/reports\/write-off/);
  await foot(net);
  const realised = await followPoint('Realisation', 0, 0);
  await page.waitForURL(/\/reports\/realisation\?/);
  await foot(realised.replace(' %', ''));
});

test('each figure says how it is computed, and the points of a chart are walked by keys', async () => {
  await page.goto('/home');
  const question = page.getByRole('button', { name: 'How is Lock-up days computed?' });
  await question.focus();
  await page.keyboard.press('Enter');
  const said = page.getByRole('dialog', { name: 'How is Lock-up days computed?' });
  await said.getByRole('row', { name: /WIP days/ }).waitFor();
  const amounts = await said.locator('td:last-child').allInnerTexts();
  const [wip = 0, debtors = 0, both] = amounts.map((text) => Number(text.replace('−', '-')));
  assert.equal((wip + debtors).toFixed(1), both?.toFixed(1));
  await assertAccessible(page);
  await page.keyboard.press('Escape');
  await said.waitFor({ state: 'detached' });
  const points = page.getByRole('slider', { name: /Points of Realisation/ });
  await points.focus();
  assert.match((await points.getAttribute('aria-valuetext')) ?? '', /^Nov 2026 so far: Realisation/);
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/reports\/realisation\?/);
});

test('a firm without anything is told what will be here, and one of a month has no gaps', async () => {
  const home = await (await page.request.get('/api/v1/home', { headers: await firmHeader() })).json();
  const none = { wip: [], lockUp: [], realisation: [], writeOffs: [], unbilledClients: [] };
  const zero = { from: home.asAt, to: home.asAt, billed: '0.00', links: {} };
  const empty = { ...home, ...none, billing: [{ currency: 'NZD', thisMonth: zero, lastMonth: zero }] };
  await answerWith(empty);
  await page.getByRole('heading', { name: 'Nothing has been recorded yet' }).waitFor();
  await assertAccessibleInBoth(page);
  const [point] = home.wip;
  const negative = {
    ...point,
    asAt: home.asAt,
    currency: 'NZD',
    netWip: '-98765432.10',
    interims: '-98765432.10',
  };
  await answerWith({ ...empty, wip: [negative] });
  await page.getByText('Without billing there are no days to count.').waitFor();
  await page.locator('dl > div', { hasText: '98,765,432.10' }).first().waitFor();
  await assertAccessibleInBoth(page);
  await page.unroute('**/api/v1/home');
});

test('a failing server is said, and the page comes with it', async () => {
  await page.route('**/api/v1/home', (route) => route.abort());
  await page.goto('/home');
  await page.getByRole('button', { name: 'Try again' }).waitFor({ timeout: 20_000 });
  await page.unroute('**/api/v1/home');
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.locator('dl > div', { hasText: 'Net WIP' }).first().waitFor();
});

test('a project manager begins with the jobs they answer for', async () => {
  const manager = await demo.visitor({ viewport: { width: 390, height: 844 } });
  await signIn(manager, demo.manager);
  await manager.waitForURL('**/home');
  await manager.getByRole('heading', { name: 'My jobs' }).waitFor();
  await assertAccessible(manager);
  await manager.screenshot({ path: join(pictures, 'home-my-jobs.png') });
  const [first] = await manager.locator('table', { hasText: 'Net WIP' }).last().locator('tbody tr').all();
  const amount = (await first?.getByRole('link').last().innerText())?.trim() ?? '';
  await first?.getByRole('link').last().click();
  await manager.waitForURL(/\/reports\/unbilled-detail\?jobId=\d+/);
  await manager.locator('tbody tr a[data-main]').first().waitFor();
  await manager.goto(manager.url().replace(/.*jobId=/, '/jobs/'));
  await manager.locator('dl > div', { hasText: amount }).first().waitFor();
  await manager.getByRole('link', { name: 'Home' }).waitFor({ state: 'detached' });
  await manager.context().close();
});

test('staff begin with their timesheet', async () => {
  const staff = await demo.visitor();
  await signIn(staff, demo.staff);
  await staff.waitForURL('**/timesheet');
  assert.equal(await staff.getByRole('link', { name: 'Home' }).count(), 0);
  await staff.context().close();
});

/** Follows a figure of a chart by its table: a row from the top or, below zero, from the end. */
async function followPoint(title: string, row: number, series: number): Promise<string> {
  await page.goto('/home');
  const figure = page.getByRole('figure', { name: new RegExp(title) });
  await figure.getByRole('button', { name: 'Show as table' }).click();
  const link = figure.locator('tbody tr').nth(row).locator('td').nth(series).getByRole('link');
  const words = (await link.innerText()).trim();
  await link.click();
  return words;
}

async function foot(amount: string): Promise<void> {
  await page.locator('tfoot', { hasText: amount }).waitFor();
}

async function firmHeader(): Promise<Record<string, string>> {
  const firmId = await page.evaluate(() => localStorage.getItem('workledger.firm'));
  return { 'Workledger-Firm': firmId ?? '' };
}

async function answerWith(home: object): Promise<void> {
  await page.unroute('**/api/v1/home');
  await page.route('**/api/v1/home', (route) => route.fulfill({ json: home }));
  await page.goto('/home');
}
