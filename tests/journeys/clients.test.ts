// Clients and their contacts: also the example of what every list, record and form of the app does.

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
const page = await demo.visitor({ viewport: { width: 1440, height: 900 }, acceptDownloads: true });
await signIn(page, demo.owner);

test('the list is reached by keys, narrowed by typing, and its row opened by Enter', async () => {
  await page.waitForURL('**/home');
  await page.getByRole('heading', { name: 'Kea & Lantern', level: 1 }).waitFor();
  await page.keyboard.press('g');
  await page.keyboard.press('l');
  await page.waitForURL('**/clients');
  await firstRow(page).waitFor();
  const name = (await page.locator('tbody tr a[data-main]').nth(2).innerText()).trim();
  await page.keyboard.press('/');
  await page.keyboard.type(name);
  await page.waitForURL(/text=/);
  await page.locator('tfoot', { hasText: '1 client' }).waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name, level: 1 }).waitFor();
  await page.getByRole('link', { name: 'Back to Clients' }).click();
  await page.waitForURL(/clients\?text=/);
});

test('what was typed into a form survives a reload, and is gone once it is saved', async () => {
  await page.goto('/clients');
  await firstRow(page).waitFor();
  await page.keyboard.press('n');
  const dialog = page.getByRole('dialog', { name: 'Add a client' });
  await dialog.getByLabel('Name', { exact: true }).fill('Nikau Timber');
  await dialog.getByLabel('E-mail', { exact: true }).fill('office at nikau');
  await dialog.getByLabel('Phone').focus();
  await dialog.getByText('An e-mail address has an @; this has none.').waitFor();
  await page.reload();
  await firstRow(page).waitFor();
  await page.keyboard.press('n');
  await dialog.getByText('Restored what you typed').waitFor();
  assert.equal(await dialog.getByLabel('Name', { exact: true }).inputValue(), 'Nikau Timber');
  await dialog.getByLabel('E-mail', { exact: true }).fill('office@nikau.example');
  await dialog.getByRole('combobox', { name: 'Billed' }).click();
  await page.getByRole('option', { name: 'Fortnightly' }).click();
  await page.keyboard.press('Control+Enter');
  await dialog.getByText('The last day of any fortnight; the others follow from it.').waitFor();
  await dialog.getByLabel('A last day of the period', { exact: true }).fill('13 nov 2026');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('heading', { name: 'Nikau Timber', level: 1 }).waitFor();
  await page.getByText('Fortnightly, counted from 13 Nov 2026').waitFor();
  await page.getByText('Nikau Timber added').waitFor();
  await page.goto('/clients');
  await firstRow(page).waitFor();
  await page.keyboard.press('n');
  assert.equal(await dialog.getByLabel('Name', { exact: true }).inputValue(), '');
});

test('a colleague is picked by typing a few letters', async () => {
  await openClient('Nikau Timber');
  await page.keyboard.press('e');
  const dialog = page.getByRole('dialog', { name: 'Change Nikau Timber' });
  const manager = dialog.getByRole('textbox', { name: 'Account manager' });
  await manager.click();
  const first = page.getByRole('option').first();
  const name = (await first.locator('span span').first().innerText()).trim();
  await manager.fill(name.slice(0, 4));
  await page.getByRole('option', { name }).first().waitFor();
  await page.keyboard.press('Enter');
  assert.equal(await manager.inputValue(), name);
  await page.keyboard.press('Control+Enter');
  await dialog.waitFor({ state: 'detached' });
  await page.locator('dl', { hasText: 'Account manager' }).getByText(name).waitFor();
});

test('what the server refuses stands at its field', async () => {
  await page.keyboard.press('e');
  const dialog = page.getByRole('dialog', { name: 'Change Nikau Timber' });
  await dialog.getByLabel('Name', { exact: true }).fill('');
  await page.keyboard.press('Control+Enter');
  await dialog.getByText('This is needed.').waitFor();
  assert.equal(await page.evaluate(() => (document.activeElement as HTMLInputElement).name), 'name');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await page.getByText('What you typed is kept').waitFor();
  await page.getByRole('button', { name: 'Discard' }).click();
});

test('a contact is added, made primary, removed, and back by Undo', async () => {
  await openClient('Nikau Timber');
  await page.getByText('Nobody yet.').waitFor();
  await page.keyboard.press('n');
  const dialog = page.getByRole('dialog', { name: 'Add a contact' });
  await dialog.getByLabel('Name').fill('Tui Rangihau');
  await dialog.getByLabel('Primary contact').check();
  await page.keyboard.press('Control+Enter');
  const contact = page.getByRole('button', { name: /Tui Rangihau.*Primary/ });
  await contact.waitFor();
  await contact.click();
  await page.getByRole('dialog', { name: 'Tui Rangihau' }).getByRole('button', { name: 'Remove' }).click();
  await page.getByText('Nobody yet.').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await contact.waitFor();
});

test('archiving is undone with one press, and removing asks first', async () => {
  await page.getByRole('button', { name: 'More to do' }).click();
  await page.getByRole('button', { name: 'Archive', exact: true }).click();
  await page.getByText('Nikau Timber archived').waitFor();
  await page.locator('header').getByText('Archived').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.locator('header').getByText('Archived').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'More to do' }).click();
  await page.getByRole('button', { name: 'Remove…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Remove Nikau Timber?' });
  await assertAccessibleInBoth(page);
  await dialog.getByRole('button', { name: 'Remove the client' }).click();
  await page.waitForURL(/\/clients(\?|$)/);
  await page.getByText('Nikau Timber removed').waitFor();
});

test('the palette finds pages, what can be done here, and says when there is nothing', async () => {
  await page.goto('/clients');
  await firstRow(page).waitFor();
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog', { name: 'Find or do anything' });
  await palette.getByRole('option', { name: /Add a client/ }).waitFor();
  await palette.getByText('Opened lately').waitFor();
  await page.keyboard.type('estim');
  await palette.getByRole('option', { name: /Estimated Billings/, selected: true }).waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL('**/wip');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('qqqqqq');
  await palette.getByText('Nothing of that name').waitFor();
  await page.keyboard.press('Escape');
  await palette.waitFor({ state: 'detached' });
});

test('the keys of a page are listed with those that work anywhere', async () => {
  await page.goto('/clients');
  await firstRow(page).waitFor();
  await page.keyboard.press('?');
  const keys = page.getByRole('dialog', { name: 'Keys' });
  await keys.getByText('Add a client').waitFor();
  await keys.getByText('Estimated Billings').waitFor();
  await page.keyboard.press('Escape');
});

test('filters and the list as a file', async () => {
  await page.goto('/clients');
  await firstRow(page).waitFor();
  const manager = (await page.locator('tbody tr[data-index="0"] td').nth(2).innerText()).trim();
  await page.getByRole('button', { name: 'Account manager', exact: true }).click();
  await page.getByRole('textbox', { name: 'Find an account manager' }).fill(manager.slice(0, 5));
  await page.getByRole('option', { name: manager }).click();
  await page.waitForURL(/accountManagerId=/);
  await page.getByRole('button', { name: `Account manager: ${manager}` }).waitFor();
  await page.getByRole('button', { name: 'Export' }).click();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: /CSV/ }).click(),
  ]);
  assert.match(file.suggestedFilename(), /\.csv$/);
  await page.goto('/clients?text=no-such-client');
  await page.getByRole('heading', { name: 'No clients fit these filters' }).waitFor();
  await page.getByRole('button', { name: 'Clear the filters' }).click();
  await firstRow(page).waitFor();
});

test('what a colleague changes shows without a reload', async () => {
  const colleague = await demo.visitor();
  await signIn(colleague, demo.owner);
  await colleague.goto('/clients');
  await firstRow(colleague).waitFor();
  await page.goto('/clients');
  await firstRow(page).click();
  await page.getByRole('button', { name: 'Change', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name', { exact: true }).fill('Aardvark & Sons');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('heading', { name: 'Aardvark & Sons', level: 1 }).waitFor();
  await colleague.locator('tbody a', { hasText: 'Aardvark & Sons' }).waitFor({ timeout: 5_000 });
  await colleague.context().close();
});

test('on a phone a client is found and its contact added with the thumb', async () => {
  const phone = await demo.visitor({ viewport: { width: 390, height: 844 }, hasTouch: true });
  await signIn(phone, demo.owner);
  await phone.getByRole('button', { name: 'More' }).click();
  await phone.waitForTimeout(250);
  await assertAccessible(phone);
  await phone.screenshot({ path: join(pictures, 'more-phone.png') });
  await phone.getByRole('dialog').getByRole('link', { name: 'Clients' }).click();
  await firstRow(phone).click();
  await phone.getByRole('button', { name: 'Add a contact' }).click();
  await phone.getByRole('dialog', { name: 'Add a contact' }).getByLabel('Name').waitFor();
  await phone.waitForTimeout(250);
  await assertAccessible(phone);
  await phone.screenshot({ path: join(pictures, 'contact-form-phone.png') });
  await phone.context().close();
});

async function openClient(name: string): Promise<void> {
  await page.goto(`/clients?text=${encodeURIComponent(name)}`);
  await page.locator('tbody tr a[data-main]', { hasText: name }).click();
  await page.getByRole('heading', { name, level: 1 }).waitFor();
}

function firstRow(on: Page) {
  return on.locator('tbody tr[data-index="0"] a[data-main]');
}
