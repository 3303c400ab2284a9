// Bringing work over from another system: what was understood, what is refused, the decision, and what came of it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible } from './axe.ts';
import { openDemo } from './demo.ts';

const demo = await openDemo({ seeded: false });
const page = await demo.visitor({ locale: 'en-NZ', timezoneId: 'Pacific/Auckland' });
page.setDefaultTimeout(10_000);
await page.goto('/set-up');
await page.getByLabel('Your name').fill('Hana Brightwater');
await page.getByLabel('E-mail').fill('hana@practice.example');
await page.getByLabel('Password', { exact: true }).fill('a long enough password');
await page.getByLabel('Name of the firm').fill('Brightwater & Moss');
await page.getByRole('button', { name: 'Set up' }).click();
await page.waitForURL('**/welcome');

const header =
  'User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags,Amount (NZD)';
const row = (date: string) =>
  `Mere Walker,mere@harbour.example,Kauri Developments,Showroom,Design,,Yes,${date},09:00:00,${date},10:00:00,02:00:00,,300.00`;

const file = (name: string, lines: readonly string[]) => ({
  name,
  mimeType: 'text/csv',
  buffer: Buffer.from(lines.join('\n')),
});

test('nothing was imported yet, and the page says what to bring', async () => {
  await page.goto('/imports');
  await page.getByRole('heading', { name: 'Nothing was imported yet' }).waitFor();
  await assertAccessible(page);
  await page.keyboard.press('n');
  await page.waitForURL('**/imports/new');
  await page.getByText('Drop files here').waitFor();
  await assertAccessible(page);
});

test('a bad row is shown with its line, field and value; the rest is imported once somebody says so', async () => {
  await page
    .getByLabel('Files to import')
    .setInputFiles(file('toggl.csv', [header, row('2026-02-31'), row('2026-08-03')]));
  await page.waitForURL(/\/imports\/\d+$/);
  const problems = page.getByRole('list', { name: 'Problems' });
  await problems.getByText('toggl.csv · line 2 · Start date').waitFor();
  await problems.getByText('2026-02-31').first().waitFor();
  const act = page.getByRole('button', { name: 'Import', exact: true });
  assert.ok(await act.isDisabled());
  await assertAccessible(page);
  await page.getByLabel('Leave out the one that is refused, and import the rest').check();
  await act.click();
  const dialog = page.getByRole('dialog', { name: 'Import this into the firm?' });
  await dialog.getByText('It makes 1 time entry.').waitFor();
  await dialog.getByRole('button', { name: 'Import' }).click();
  await page.getByRole('heading', { name: 'What was made' }).waitFor();
  const made = page.getByRole('region', { name: 'Records by kind' });
  await made
    .getByRole('row', { name: /Time entries/ })
    .getByText('1')
    .first()
    .waitFor();
  await page.getByText('The files held no figure of WIP to hold against.').waitFor();
  await assertAccessible(page);
  await page.goto('/clients');
  await page.getByText('Kauri Developments').first().waitFor();
});

test('a file that is no export is said to be none, and the list remembers both', async () => {
  await page.goto('/imports/new');
  await page.getByLabel('Files to import').setInputFiles(file('photo.csv', ['a,b,c', '1,2,3']));
  await page.waitForURL(/\/imports\/\d+$/);
  await page.getByRole('list', { name: 'Problems' }).getByText('photo.csv').first().waitFor();
  await page.goto('/imports');
  await page.getByText('2 imports').waitFor();
  await page.emulateMedia({ colorScheme: 'dark' });
  await assertAccessible(page);
  await page.goto('/imports/unmatched');
  await page.getByRole('heading', { name: 'None waits' }).waitFor();
  await assertAccessible(page);
});
