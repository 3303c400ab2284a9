// Composing an invoice in a real browser: deciding by keyboard with the effect on WIP beside it, questions, reloads, colleagues
// who were faster, a server that goes away, and a phone.

import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { assertAccessible, assertAccessibleInBoth } from './axe.ts';
import { openDemo, signIn } from './demo.ts';

const pictures = join(import.meta.dirname, '..', '..', 'test-results', 'journeys');
await mkdir(pictures, { recursive: true });
const demo = await openDemo();
const page = await visitor();

async function visitor(options = {}): Promise<Page> {
  const opened = await demo.visitor({ viewport: { width: 1440, height: 900 }, ...options });
  await opened.clock.setSystemTime('2026-11-18T03:00:00Z');
  await signIn(opened, demo.owner);
  return opened;
}

test('the invoice of a month: every entry decided on by keyboard, with what it does to WIP beside it', async () => {
  const { clientId, jobId } = await jobToBill(0);
  await page.goto(`/invoices/new?clientId=${clientId}&jobIds=${jobId}`);
  const rows = page.locator('[data-treatment="bill"]');
  await rows.first().waitFor();
  await page.getByText('Not saved yet').waitFor();
  await effect('Net WIP after');
  const before = await effect('Net WIP before');
  assert.equal(await effect('Net WIP after'), '0.00');
  await assertAccessibleInBoth(page);

  // One entry carried, one written off, of one an hour only; nothing but keys.
  const [first, second, third] = await Promise.all([0, 1, 2].map((place) => openOf(rows.nth(place))));
  await rows.first().focus();
  await page.keyboard.press('c');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('w');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.keyboard.type('0:15');
  await page.keyboard.press('Escape');
  await page.getByText('Draft saved').waitFor();
  await page.waitForURL(/draft=\d+/);
  await page.waitForFunction(() => document.querySelector('[aria-busy="true"]') === null);
  assert.equal(await effect('Net WIP before'), before);
  assert.equal(cents(await effect('Net WIP after')), cents(first!), 'what is carried stays');
  const off = -cents(await effect('Written off'));
  assert.ok(off > cents(second!) && off < cents(second!) + cents(third!), `${off} is written off`);
  assert.equal(-cents(await effect('Billed')), cents(before) - cents(first!) - off);
});

test('what was typed survives a reload, and the preview shows the paper', async () => {
  await page.getByRole('button', { name: 'Type a line' }).click();
  await page.getByLabel('What it is for').fill('Extra workshop');
  await page.getByLabel('Amount of Extra workshop').fill('500');
  await page.getByLabel('Reference').fill('PO 7781');
  await page.reload();
  await page.locator('[data-item]').first().waitFor();
  assert.equal(await page.getByLabel('Reference').inputValue(), 'PO 7781');
  await page.getByText('Draft saved').waitFor();
  await page.getByRole('button', { name: 'Preview' }).click();
  const paper = page.getByRole('dialog', { name: 'As it will be printed' });
  await paper.getByText('Extra workshop').waitFor();
  await paper.getByText('PO 7781').waitFor();
  await assertAccessibleInBoth(page);
  await page.keyboard.press('Escape');
  await paper.waitFor({ state: 'detached' });
});

test('a colleague who was faster is named, and the author chooses which stands', async () => {
  const id = /draft=(\d+)/.exec(page.url())?.[1] ?? '';
  await page.evaluate(async (draftId) => {
    const { version, content } = await (await fetch(`/api/v1/invoices/${draftId}`)).json();
    await fetch(`/api/v1/invoices/${draftId}`, {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json', 'If-Match': `"${version}"` },
      body: JSON.stringify({ ...content, note: 'From a colleague' }),
    });
  }, id);
  await page.getByLabel('Reference').fill('PO 7782');
  await page.getByText('changed this draft meanwhile').waitFor();
  await assertAccessibleInBoth(page);
  await page.getByRole('button', { name: 'Keep mine' }).click();
  await page.getByText('Draft saved').waitFor();
  const kept = await page.evaluate(
    async (draftId) => (await (await fetch(`/api/v1/invoices/${draftId}`)).json()).reference,
    id,
  );
  assert.equal(kept, 'PO 7782');
});

test('a typed line asks which entries it stands for, and is not approved before the answer', async () => {
  const { clientId, jobId } = await jobToBill(1);
  await page.goto(`/invoices/new?clientId=${clientId}&jobIds=${jobId}`);
  const group = page
    .getByRole('rowgroup')
    .filter({ has: page.locator('[data-treatment="bill"]') })
    .first();
  await group.waitFor();
  const task = await group.getAttribute('aria-label');
  await page.getByRole('button', { name: /^What to do with/ }).click();
  await page.getByRole('button', { name: 'Bill only what I choose' }).click();
  const job = page.getByRole('region', { name: /^KL\d+/ });
  await job.getByRole('button', { name: 'Type a line' }).click();
  await page.getByLabel('What it is for').fill('Agreed price');
  await page.getByLabel('Task of Agreed price').selectOption({ label: task ?? '' });
  await page.getByLabel('Amount of Agreed price').fill('500');
  await page.getByRole('button', { name: 'Answer the question' }).click();
  await page.getByRole('group', { name: /say which of them/ }).waitFor();
  await assertAccessibleInBoth(page);
  await page.getByRole('button', { name: 'All of them' }).click();
  await page.getByRole('button', { name: 'Approve', exact: true }).waitFor();
  assert.equal(await effect('Billed'), '−500.00');
});

test('while the server is away nothing typed is lost, and it is saved when the server is back', async () => {
  const { clientId, jobId } = await jobToBill(2);
  await page.goto(`/invoices/new?clientId=${clientId}&jobIds=${jobId}`);
  await page.locator('[data-treatment="bill"]').first().waitFor();
  await demo.stopServer();
  await page.getByLabel('Reference').fill('typed while it was away');
  await page.getByText('Kept on this device; the server is away').waitFor();
  await demo.startServer();
  await page.getByText('Draft saved').waitFor({ timeout: 15_000 });
  assert.match(page.url(), /draft=\d+/);
});

test('on a phone a draft is looked through and decided on', async () => {
  const phone = await visitor({ viewport: { width: 390, height: 844 }, hasTouch: true });
  const address = new URL(page.url());
  await phone.goto(address.pathname + address.search);
  const row = phone.locator('[data-treatment="bill"]').first();
  await row.waitFor();
  await row.getByRole('button', { name: 'Carry' }).click();
  await phone.getByText('Draft saved').waitFor();
  await phone.waitForTimeout(250);
  await assertAccessible(phone);
  await phone.screenshot({ path: join(pictures, 'composer-phone.png') });
  const isWide = await phone.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  assert.equal(isWide, false, 'nothing sticks out at the side');
  await phone.context().close();
});

/** A job with plenty of billable work of more than an hour, in the firm's currency. */
async function jobToBill(place: number): Promise<{ clientId: string; jobId: string }> {
  return page.evaluate(async (nth) => {
    const answer = await fetch('/api/v1/reports/estimated-billings?sort=netWip&order=descending&limit=20');
    const { items } = await answer.json();
    type Row = {
      jobId: string;
      clientId: string;
      currency: string;
      interims: string;
      uninvoicedQuote: string | null;
    };
    const fits = (row: Row) =>
      row.currency === 'NZD' && Number(row.interims) === 0 && Number(row.uninvoicedQuote ?? 0) === 0;
    const { clientId, jobId } = items.filter(fits)[nth];
    return { clientId, jobId };
  }, place);
}

async function effect(label: string): Promise<string> {
  const step = page.getByRole('region', { name: /^Effect on/ }).locator('dl > div', { hasText: label });
  return (await step.locator('dd').first().innerText()).trim();
}

async function openOf(row: ReturnType<Page['locator']>): Promise<string> {
  return (await row.locator('[role="gridcell"]').nth(4).innerText()).trim();
}

function cents(amount: string): number {
  return Math.round(Number(amount.replaceAll(',', '').replace('−', '-')) * 100);
}
