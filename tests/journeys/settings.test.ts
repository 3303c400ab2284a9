// How the firm and each person work: every section of the settings, keys for programs, and preferences that follow.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { assertAccessible } from './axe.ts';
import { openDemo, signIn } from './demo.ts';

const demo = await openDemo();
const page = await demo.visitor({ viewport: { width: 1280, height: 860 } });
await signIn(page, demo.owner);

page.setDefaultTimeout(10_000);

/** Nothing is on its way any more, and no skeleton stands for something. */
async function settled(on: Page): Promise<void> {
  await on.waitForFunction(() => document.querySelector('.mantine-Skeleton-root') === null);
}

const sections = [
  ['firm', 'The firm'],
  ['time', 'Time'],
  ['people', 'People and roles'],
  ['locks', 'Lock dates'],
  ['job-states', 'Job states'],
  ['reasons', 'Adjustment reasons'],
  ['billing', 'Letterhead and terms'],
  ['taxes', 'Taxes'],
  ['numbering', 'Numbering'],
  ['templates', 'Document templates'],
  ['mail-texts', 'Mail texts'],
  ['api-keys', 'API keys'],
  ['history', 'History'],
] as const;

test('each section has an address and is found from the list of sections', async () => {
  await page.goto('/settings');
  for (const [key, title] of sections) {
    await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: title }).click();
    await page.waitForURL(`**/settings/${key}`);
    await page.getByRole('heading', { name: title, level: 2 }).first().waitFor();
    await settled(page);
  }
});

test('a setting is changed by keyboard alone, stands in the history, and is not lost while the server is away', async () => {
  await page.goto('/settings');
  await page.getByRole('heading', { name: 'The firm', level: 2 }).waitFor();
  await page.keyboard.press('Control+k');
  await page.waitForFunction(() => document.activeElement?.getAttribute('role') === 'combobox');
  await page.keyboard.type('rounding working');
  await page.locator('[role=option][aria-selected=true]', { hasText: 'Settings: Time' }).waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL('**/settings/time');
  const day = page.getByLabel('Hours of a working day');
  await day.focus();
  await page.keyboard.type('8');
  await demo.stopServer();
  await page.keyboard.press('Control+Enter');
  await page.getByText('The server does not answer.').waitFor();
  assert.equal(await day.inputValue(), '8');
  await demo.startServer();
  await page.keyboard.press('Control+Enter');
  await page.getByText('Saved', { exact: true }).waitFor();
  await page.goto('/settings/history');
  await page.getByRole('list', { name: 'History of the settings' }).getByText('480').first().waitFor();
});

test('days are locked at once; to open them again is asked first', async () => {
  await page.goto('/settings/locks');
  const lock = page.getByLabel('Period lock', { exact: true });
  await lock.fill('2026-09-30');
  await lock.press('Control+Enter');
  await page.getByText('Lock dates set').waitFor();
  await lock.fill('2026-08-31');
  await lock.press('Control+Enter');
  const question = page.getByRole('dialog', { name: 'Open days again that were locked?' });
  await question.getByRole('button', { name: 'Cancel' }).click();
  await page.reload();
  assert.match(await lock.inputValue(), /31 Aug 2026/, 'what was typed is there still');
  await lock.press('Control+Enter');
  await question.getByRole('button', { name: 'Open them again' }).click();
  await page.getByText('Lock dates set').last().waitFor();
});

test('a job state is added, moved and removed', async () => {
  await page.goto('/settings/job-states');
  await page.getByRole('list', { name: 'Job states' }).waitFor();
  await page.keyboard.press('n');
  const drawer = page.getByRole('dialog', { name: 'Add a job state' });
  await drawer.getByLabel('Name', { exact: true }).fill('With the client');
  await page.keyboard.press('Control+Enter');
  await page.getByText('With the client added').waitFor();
  const last = page.getByRole('listitem').filter({ hasText: 'With the client' });
  const moved = page.waitForResponse((answer) => answer.request().method() === 'PATCH' && answer.ok());
  await last.getByRole('button', { name: 'Move With the client up' }).click();
  await moved;
  await page.reload();
  const names = page.getByRole('list', { name: 'Job states' }).getByRole('listitem');
  await names.nth(4).getByText('With the client').waitFor();
  await names.nth(4).getByRole('button').first().click();
  await page.getByRole('button', { name: 'Remove…' }).click();
  await page
    .getByRole('dialog', { name: 'Remove With the client?' })
    .getByRole('button', { name: 'Remove' })
    .click();
  await page.getByText('With the client removed').waitFor();
});

test('a program gets a key that may do what was ticked, shown once and dead when revoked', async () => {
  await page.goto('/settings/api-keys?open=new');
  const drawer = page.getByRole('dialog', { name: 'Make an API key' });
  await drawer.getByLabel('Name', { exact: true }).fill('Payroll');
  await drawer.getByRole('combobox', { name: 'It may' }).click();
  await page.getByRole('option', { name: 'Only what is ticked' }).click();
  await drawer.getByRole('button', { name: 'Make the key' }).click();
  await drawer.getByText('Tick what the key may do.').waitFor();
  await drawer.getByLabel('see clients and their contacts').check();
  await assertAccessible(page);
  await drawer.getByRole('button', { name: 'Make the key' }).click();
  const secret = await page.getByRole('dialog', { name: 'The key, shown once' }).locator('code').innerText();
  await page.keyboard.press('Escape');
  const asks = (path: string) =>
    fetch(`${demo.address}/api/v1${path}`, { headers: { authorization: `Bearer ${secret}` } });
  assert.equal((await asks('/clients')).status, 200);
  assert.equal((await asks('/invoices')).status, 403);
  await page.getByRole('button', { name: 'Revoke…' }).click();
  await page
    .getByRole('dialog', { name: 'Revoke the key Payroll?' })
    .getByRole('button', { name: 'Revoke' })
    .click();
  await page.getByText('Payroll revoked').waitFor();
  assert.equal((await asks('/clients')).status, 401);
});

test('a template shows what it prints, and takes a logo', async () => {
  await page.goto('/settings/templates');
  await page.getByRole('list', { name: 'Document templates' }).getByRole('button').first().click();
  await page.getByRole('heading', { name: 'How it prints' }).waitFor();
  await page.getByLabel('Below the totals').fill('Please pay within a fortnight.');
  await page.getByRole('button', { name: 'Save and see' }).click();
  await page.getByRole('article').getByText('Please pay within a fortnight.').waitFor();
  const buffer = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
    'base64',
  );
  await page
    .getByLabel('Logo', { exact: true })
    .setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer });
  await page.getByText('Logo saved').waitFor();
  await page.getByRole('img', { name: /Logo of/ }).waitFor();
  await assertAccessible(page);
});

test('how somebody likes durations and themes follows them to another device', async () => {
  await page.goto('/profile');
  await page.getByRole('radiogroup', { name: 'Durations' }).getByText('1:30').click();
  const kept = page.waitForResponse((answer) => answer.request().postData()?.includes('"dark"') === true);
  await page.getByRole('radiogroup', { name: 'Theme' }).getByText('Dark').click();
  await kept;
  const elsewhere = await demo.visitor();
  await signIn(elsewhere, demo.owner);
  await elsewhere.goto('/settings/time');
  await elsewhere.getByLabel('Most per person a day').waitFor();
  assert.equal(await elsewhere.getByLabel('Most per person a day').inputValue(), '24:00');
  assert.equal(
    await elsewhere.evaluate(() => document.documentElement.dataset['mantineColorScheme']),
    'dark',
  );
  await elsewhere.goto('/help');
  await elsewhere.getByLabel('Find a word').fill('wash');
  await elsewhere.getByText('Settles what a job has open without an invoice').waitFor();
});

test('staff see their profile and no settings', async () => {
  const staff = await demo.visitor({ viewport: { width: 390, height: 844 } });
  staff.setDefaultTimeout(10_000);
  await signIn(staff, demo.staff);
  await staff.goto('/settings');
  await staff.getByRole('heading', { name: 'There is no such section' }).waitFor();
  await staff.goto('/welcome');
  await staff.getByText('A staff member may record their own time.').waitFor();
  await assertAccessible(staff);
});
