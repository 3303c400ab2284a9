// The end of a month: from the rehearsal to sent invoices, by what the pages themselves say.

import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { assertAccessible } from './axe.ts';
import { openDemo, signIn } from './demo.ts';

const pictures = join(import.meta.dirname, '..', '..', 'test-results', 'journeys');
await mkdir(pictures, { recursive: true });
const demo = await openDemo({ works: true, size: { jobs: 170, listedJobs: 150, entries: 4_500 } });
const page = await demo.visitor({ viewport: { width: 1440, height: 900 }, acceptDownloads: true });
page.setDefaultTimeout(15_000);
await signIn(page, demo.owner);
const parts = page.getByRole('navigation', { name: 'Parts of the run' });

test('rules are saved under a name and rehearsed with one press', async () => {
  await page.goto('/billing-runs');
  await page.getByRole('heading', { name: 'No billing runs yet' }).waitFor();
  await look('billing-runs-empty');
  await page.getByRole('link', { name: /Saved rules/ }).click();
  await page.keyboard.press('n');
  const rules = page.getByRole('dialog', { name: 'Save rules for billing runs' });
  await rules.getByLabel('Name', { exact: true }).fill('Month end');
  await rules.getByRole('combobox', { name: 'One', exact: true }).click();
  await page.getByRole('option', { name: 'For each client' }).click();
  await rules.getByRole('button', { name: 'Add a stage' }).click();
  await look('billing-rules');
  await page.keyboard.press('Control+Enter');
  await page.getByText('An invoice for each client, with all its jobs.').waitFor();
  await page.getByText(/^Due: work up to 31 Oct 2026/).waitFor();
  await page.getByRole('button', { name: 'Rehearse Month end now' }).click();
  await page.getByRole('heading', { name: 'Month end, October 2026' }).waitFor();
});

test('jobs are decided by keys, with Undo, and the totals follow', async () => {
  await firstRow().waitFor();
  await look('rehearsal');
  const before = await billedJobs();
  await page.getByRole('button', { name: 'Decision', exact: true }).click();
  await page.getByRole('option', { name: 'Bill' }).click();
  await page.waitForURL(/decision=bill/);
  await page.locator('tfoot', { hasText: `${before} jobs` }).waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('h');
  await page.getByText(/ held$/).waitFor();
  await waitForBilled(before - 1);
  await page.getByRole('button', { name: 'Undo' }).click();
  await waitForBilled(before);
  await page.keyboard.press(' ');
  await page.getByRole('dialog').getByText('What it does to WIP').waitFor();
  await page.getByRole('dialog').getByRole('article').getByText('How to pay').waitFor();
  await look('rehearsal-peek');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.keyboard.press('x');
  await page.getByRole('region', { name: 'Selected rows' }).getByRole('button', { name: 'Carry' }).click();
  await page.getByText(/ carried$/).waitFor();
});

test('on a phone, a job is decided under the button of its card', async () => {
  const phone = await demo.visitor({ viewport: { width: 390, height: 844 }, hasTouch: true });
  await signIn(phone, demo.owner);
  await phone.goto(`${new URL(page.url()).pathname}?decision=bill`);
  const menu = phone.getByRole('button', { name: /^What to do with/ }).first();
  await menu.click();
  await assertAccessible(phone);
  await phone.getByRole('button', { name: 'Hold', exact: true }).click();
  await phone.getByText(/ held$/).waitFor();
  await phone.getByRole('button', { name: 'Undo' }).click();
  await phone.getByText(/ held$/).waitFor({ state: 'detached' });
  await menu.click();
  await phone.getByRole('button', { name: 'See the invoice' }).click();
  await phone.getByRole('dialog').getByText('What it does to WIP').waitFor();
  await assertAccessible(phone);
  await phone.context().close();
});

test('the run is started after one question, and tells how far it is', async () => {
  await page.getByRole('button', { name: 'Start…' }).click();
  const asked = page.getByRole('dialog', { name: /^Start/ });
  await asked.getByText('Total NZD').waitFor();
  await look('run-start');
  await asked.getByRole('button', { name: /^Make \d+ invoices/ }).click();
  await page.getByText('Invoices made').waitFor();
  await page.getByRole('link', { name: /Review and approve the drafts/ }).waitFor();
  await look('run-progress');
});

test('drafts are read as printed, passed, approved and numbered', async () => {
  // The next step of a run is always under the same key.
  await page.getByRole('button', { name: /^Review and approve the drafts/ }).waitFor();
  await page.keyboard.press('s');
  await page.getByRole('article').getByText('How to pay').waitFor();
  await look('run-review');
  await page.getByRole('button', { name: /^Pass all/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: /^Pass/ }).click();
  await page.getByRole('button', { name: /^Approve and number/ }).click();
  const asked = page.getByRole('dialog', { name: /^Approve/ });
  await asked.getByText(/^INV-/).waitFor();
  await asked.getByRole('button', { name: /^Approve/ }).click();
  await page.getByText('Invoices approved').waitFor();
  await page.getByRole('link', { name: /Send the invoices/ }).click();
});

test('all are sent, each with its outcome, and kept as one file', async () => {
  await page.getByRole('button', { name: /^Send \d+ invoices/ }).click();
  const asked = page.getByRole('dialog', { name: /^Send/ });
  await asked.getByText('cannot be taken back').waitFor();
  await asked.getByRole('button', { name: /^Send/ }).click();
  await page.getByText(/on their way/).waitFor();
  // Each is drawn up first, one or two at a time: as long as that takes here.
  await page.getByText(/^\d+ sent$/).waitFor({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Close October 2026' }).waitFor();
  await look('run-sending');
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'One PDF' }).click(),
  ]);
  assert.match(file.suggestedFilename(), /\.pdf$/);
});

test('the whole run is undone, with its reason', async () => {
  await page.goto('/billing-runs');
  await firstRow().click();
  await parts.waitFor();
  await page.getByRole('button', { name: 'More to do' }).click();
  await page.getByRole('button', { name: 'Undo the whole run…' }).click();
  const asked = page.getByRole('dialog', { name: /^Undo/ });
  await asked.getByLabel('Why').fill('Wrong cut-off');
  await look('run-undo');
  await page.keyboard.press('Control+Enter');
  await page.getByText('Run undone').waitFor();
});

function firstRow() {
  return page.locator('tbody tr[data-index="0"] a[data-main]');
}

/** How many jobs the rehearsal bills, over all currencies. */
async function billedJobs(): Promise<number> {
  const figures = page.getByRole('region', { name: 'What the run comes to' });
  const counts = await figures.locator('tbody td:nth-child(2)').allInnerTexts();
  return counts.reduce((sum, count) => sum + Number(count), 0);
}

async function waitForBilled(count: number): Promise<void> {
  for (let tries = 0; tries < 50; tries += 1) {
    if ((await billedJobs()) === count) return;
    await page.waitForTimeout(100);
  }
  assert.equal(await billedJobs(), count);
}

/** What is on the screen is accessible in both themes, and leaves a picture of each. */
async function look(name: string): Promise<void> {
  for (const theme of ['dark', 'light'] as const) {
    await page.evaluate((scheme) => {
      document.documentElement.dataset['mantineColorScheme'] = scheme;
    }, theme);
    await page.waitForTimeout(200);
    await assertAccessible(page);
    await page.screenshot({ path: join(pictures, `${name}-${theme}.png`) });
  }
}
