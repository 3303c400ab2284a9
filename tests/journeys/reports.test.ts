// Reports: found, narrowed, grouped, followed to their lines, exported and printed.

import assert from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { assertAccessible, assertAccessibleInBoth } from './axe.ts';
import { openDemo, signIn } from './demo.ts';

const pictures = join(import.meta.dirname, '..', '..', 'test-results', 'journeys');
await mkdir(pictures, { recursive: true });
const demo = await openDemo();
const page = await demo.visitor({ viewport: { width: 1440, height: 900 }, acceptDownloads: true });
await signIn(page, demo.owner);

test('a report is found by what it answers, and its rows are walked by keys', async () => {
  await page.waitForURL('**/home');
  await page.getByRole('heading', { name: 'Kea & Lantern', level: 1 }).waitFor();
  // Drawn to the end: while charts come, two keys may arrive too far apart to be one.
  await page.getByRole('img', { name: /^Realisation/ }).waitFor();
  await page.keyboard.press('g');
  await page.keyboard.press('r');
  await page.waitForURL('**/reports');
  await page.getByRole('link', { name: /What part of the work was billed/ }).press('Enter');
  await page.getByRole('heading', { name: 'Realisation', level: 1 }).waitFor();
  await rows();
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.waitForURL(/clientId=\d+.*groupBy=job|groupBy=job.*clientId=\d+/);
  await rows();
});

test('it is narrowed and grouped by choice, and the file says the same', async () => {
  await page.goto('/reports/write-offs');
  await rows();
  await page.getByRole('button', { name: 'By reason' }).click();
  await page.getByRole('option', { name: 'By staff member' }).click();
  await page.waitForURL(/groupBy=staff/);
  await page.getByRole('columnheader', { name: 'Staff member' }).waitFor();
  const net = await footAmount();
  await page.getByRole('button', { name: 'Export' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: /CSV/ }).click(),
  ]);
  const file = await readFile(await download.path(), 'utf8');
  const cents = file
    .split('\r\n')
    .map((line) => line.split(','))
    .filter((fields) => fields[3] === 'NZD')
    .reduce((sum, fields) => sum + BigInt((fields.at(-1) ?? '').replace('.', '')), 0n);
  assert.equal(String(cents), net.replace(/[,.]/g, ''));
});

test('a header is one stop of Tab, and the arrow keys lead from one question to the next', async () => {
  const questions = page.locator('thead').getByRole('button', { name: /^How is .* computed\?$/ });
  await questions.first().waitFor();
  assert.equal(await page.locator('thead [tabindex="0"]').count(), 1);
  await page.locator('thead [tabindex="0"]').focus();
  await page.keyboard.press('End');
  const last = page.locator('thead').locator('button, input').last();
  assert.ok(await last.evaluate((each) => each === document.activeElement));
  await page.keyboard.press('ArrowLeft');
  assert.ok(!(await last.evaluate((each) => each === document.activeElement)));
  assert.equal(await page.locator('thead [tabindex="0"]').count(), 1);
  await page.keyboard.press('Tab');
  assert.ok(await page.evaluate(() => document.activeElement?.closest('thead') === null));
});

test('a sum leads to lines that add up to it', async () => {
  const row = page.locator('tbody tr', { has: page.locator('td a') }).first();
  const cell = row.locator('td').last();
  const amount = (await cell.innerText()).trim();
  await cell.getByRole('link').click();
  await page.waitForURL(/\/reports\/write-off-lines\?.*staffId=/);
  await page.locator('tfoot', { hasText: amount }).waitFor();
  await page.getByRole('button', { name: 'No headings' }).click();
  await page.getByRole('option', { name: 'Client', exact: true }).click();
  await page.waitForURL(/under=clientName/);
  await page.locator('tbody tr[data-group]').first().waitFor();
  await assertAccessibleInBoth(page);
});

test('a view of it is kept under a name', async () => {
  await page.getByRole('button', { name: 'Views' }).click();
  const views = page.getByRole('dialog', { name: 'Views' });
  await views.getByLabel('Save what shows as').fill('Given away');
  await views.getByRole('button', { name: 'Save the view' }).click();
  await views.waitFor({ state: 'hidden' });
  const filters = page.getByRole('search', { name: 'Filters' });
  await filters.getByRole('button', { name: 'Given away' }).waitFor();
});

test('each movement of a job leads to the lines of the ledger that make it', async () => {
  await page.goto('/reports/wip-control?groupBy=job&from=2025-11-01&to=2026-11-18');
  await rows();
  const links = await page
    .locator('tbody tr td a[href*="account="]')
    .evaluateAll((all) =>
      all.map((link) => [link.getAttribute('href') ?? '', (link as HTMLElement).innerText.trim()] as const),
    );
  const seen = new Set<string>();
  for (const [href, words] of links) {
    const account = new URL(href, 'http://localhost').searchParams.get('account') ?? '';
    if (/^[−0.]+$/.test(words) || seen.has(account)) continue;
    seen.add(account);
    const { filtered } = await page.evaluate(async (path) => {
      const answer = await fetch(`/api/v1${path}`);
      return answer.json();
    }, href);
    assert.equal(filtered.netWipChange, words.replaceAll(',', '').replace('−', '-'), href);
  }
  assert.ok(seen.has('recordedTime') && seen.has('billed') && seen.has('writtenOff'), [...seen].join());
});

test('debts are followed from their age to the documents', async () => {
  await page.goto('/reports/debtors-aged');
  await rows();
  const figure = page.getByRole('figure', { name: /Outstanding/ });
  await figure.getByRole('button', { name: 'Show as table' }).click();
  const line = figure.locator('tbody tr', { hasText: 'Current' });
  const amount = (await line.getByRole('link').innerText()).trim();
  await line.getByRole('link').click();
  await page.waitForURL(/debtor-documents\?.*age=current/);
  await page.locator('tfoot', { hasText: amount }).waitFor();
});

test('all of a long report goes on paper', async () => {
  await page.goto('/reports/unbilled-detail');
  await rows();
  await page.locator('tfoot', { hasText: /^[\d,]+ rows/ }).waitFor();
  const words = await page.locator('tfoot').innerText();
  const count = Number(/([\d,]+) rows/.exec(words)?.[1]?.replaceAll(',', ''));
  await page.emulateMedia({ media: 'print' });
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
  assert.equal(await page.locator('table[class*="print"] tbody tr').count(), count);
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
  await page.emulateMedia({ media: 'screen' });
  assert.equal(await page.locator('table[class*="print"]').count(), 0);
});

test('a report says how it is computed, and one without a subject asks for it', async () => {
  await page.goto('/reports/debtor-documents');
  await rows();
  await page
    .getByRole('button', { name: /How is .* computed/ })
    .first()
    .click();
  await page.getByText(/of which something is outstanding/).waitFor();
  await page.goto('/reports/realisation');
  await rows();
  await page.getByRole('button', { name: 'How is Realisation % computed?' }).focus();
  await page.keyboard.press('Enter');
  const said = page.getByRole('dialog', { name: 'How is Realisation % computed?' });
  await said.locator('tfoot').first().waitFor();
  const [billed = '', worked = '', share] = await said
    .locator('table')
    .first()
    .locator('td:last-child')
    .allInnerTexts();
  const numberOf = (text: string) => Number(text.replaceAll(',', ''));
  assert.equal(((100 * numberOf(billed)) / numberOf(worked)).toFixed(2), share);
  await page.goto('/reports/receipt');
  await page.getByRole('heading', { name: 'Choose a job' }).waitFor();
  await page.goto('/reports/receipt?jobId=1');
  await page.getByText('Available to invoice', { exact: true }).waitFor();
  await page.goto('/reports/nothing-of-the-kind');
  await page.getByRole('heading', { name: 'There is no such page' }).waitFor();
});

test('a question that cannot be answered says why, and a phone shows what matters', async () => {
  await page.goto('/reports/debtors-aged?clientId=everybody');
  await page.getByRole('alert').waitFor({ timeout: 20_000 });
  const phone = await demo.visitor({ viewport: { width: 390, height: 844 } });
  await signIn(phone, demo.owner);
  await phone.goto('/reports/billing');
  await phone.locator('tbody tr a[data-main]').first().waitFor();
  await assertAccessible(phone);
  await phone.screenshot({ path: join(pictures, 'report-phone.png') });
  await phone.context().close();
});

async function rows(): Promise<void> {
  await page.locator('tbody tr [data-main]').first().waitFor();
}

/** The last figure of the first line at the foot. */
async function footAmount(): Promise<string> {
  await page.locator('tfoot td', { hasText: /\d/ }).first().waitFor();
  return (await page.locator('tfoot tr').first().locator('td').last().innerText()).trim();
}
