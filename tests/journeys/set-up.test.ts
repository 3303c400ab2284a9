// From nothing to the first time: an installation that nobody has set up, its first owner, and whoever they invite.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { assertAccessible } from './axe.ts';
import { openDemo, signIn } from './demo.ts';

const empty = await openDemo({ seeded: false });
const hana = { email: 'hana@practice.example', password: 'a long enough password' };
const firstHourMs = 120_000;
const page = await empty.visitor({ locale: 'en-NZ', timezoneId: 'Pacific/Auckland' });
page.setDefaultTimeout(10_000);

test('an empty installation is set up by its first owner, who is led on from there', async () => {
  await page.goto('/');
  await page.waitForURL('**/set-up');
  await page.getByRole('button', { name: 'Set up' }).click();
  await page.getByText('Your name, as colleagues know it.').waitFor();
  await page.getByLabel('Your name').fill('Hana Brightwater');
  await page.getByLabel('E-mail').fill(hana.email);
  await page.getByLabel('Password', { exact: true }).fill('short');
  await page.getByLabel('Name of the firm').fill('Brightwater & Moss');
  await page.getByText('At least 12 characters.', { exact: true }).waitFor();
  await page.reload();
  assert.equal(await page.getByLabel('Name of the firm').inputValue(), 'Brightwater & Moss');
  assert.match(await page.getByRole('combobox', { name: 'Currency' }).inputValue(), /^NZD/);
  assert.equal(await page.getByRole('combobox', { name: 'Time zone' }).inputValue(), 'Pacific/Auckland');
  await assertAccessible(page);
  await page.getByLabel('Password', { exact: true }).fill(hana.password);
  await page.getByRole('button', { name: 'Set up' }).click();
  await page.waitForURL('**/welcome');
  await page.getByRole('heading', { name: 'Welcome, Hana' }).waitFor();
  await page.getByText('0 of 4 done').waitFor();
  await page.getByText('GST on invoices').waitFor();
  await assertAccessible(page);
});

test('one form makes the first client, job and rate, and the first hours are in within two minutes', async () => {
  const from = performance.now();
  await page.getByRole('button', { name: 'Start with this' }).click();
  await page.getByText('Whom you work for.').waitFor();
  await page.getByLabel('Client', { exact: true }).fill('Harbour Trust');
  await page.getByLabel('Job', { exact: true }).fill('Annual accounts');
  await page.getByLabel('Your rate per hour').fill('180');
  await page.getByRole('button', { name: 'Start with this' }).click();
  await page.waitForURL('**/timesheet**');
  await page.getByText('Annual accounts is there').waitFor();
  await recordFirst(page);
  assert.ok(performance.now() - from < firstHourMs);
  await page.goto('/welcome');
  await page.getByText('2 of 4 done').waitFor();
  await page.getByRole('button', { name: 'It is right' }).click();
  await page.getByText('3 of 4 done').waitFor();
  await page.reload();
  await page.getByText('3 of 4 done').waitFor();
  await page.getByRole('button', { name: 'I know my way' }).click();
  await page.waitForURL(({ pathname }) => pathname !== '/welcome');
  await page.goto('/set-up');
  await page.waitForURL('**/sign-in');
});

/** 1.5 hours on the only job there is, on a day that the server's clock has reached. */
async function recordFirst(on: Page): Promise<void> {
  await on.goto('/timesheet?day=2026-11-18');
  await on.getByLabel('Add a row').fill('annual');
  await on
    .getByRole('option', { name: /Annual accounts/ })
    .first()
    .click();
  await on.waitForFunction(() => document.activeElement?.matches('input[data-row]'));
  const saved = on.waitForResponse(
    (answer) => answer.request().method() !== 'GET' && answer.url().includes('/time') && answer.ok(),
  );
  await on.keyboard.type('1.5');
  await on.keyboard.press('Enter');
  await saved;
  await on.getByText('All saved').waitFor();
}

test('somebody invited chooses a password, and is told what they may do', async () => {
  const owner = await empty.visitor();
  await signIn(owner, hana);
  await owner.goto('/settings/people?open=new');
  const drawer = owner.getByRole('dialog', { name: 'Invite somebody' });
  await drawer.getByLabel('Name', { exact: true }).fill('Ben Otis');
  await drawer.getByLabel('E-mail').fill('ben@practice.example');
  await drawer.getByRole('combobox', { name: 'Role' }).click();
  await owner.getByRole('option', { name: 'Bookkeeper' }).click();
  await drawer.getByText('A bookkeeper may draw up, accept and send quotes.').waitFor();
  await drawer.getByRole('button', { name: 'Add Ben Otis to the staff' }).click();
  await owner.getByText('Ben Otis is on the staff').waitFor();
  await drawer.getByRole('button', { name: 'Add Ben Otis to the staff' }).waitFor({ state: 'detached' });
  await drawer.getByRole('button', { name: 'Invite', exact: true }).click();
  const link = await owner.getByRole('dialog', { name: 'Hand over the link' }).locator('code').innerText();
  await assertAccessible(owner);
  await owner.keyboard.press('Escape');
  await owner.getByRole('list', { name: 'People' }).getByText('Invited').waitFor();

  const invited = await empty.visitor();
  await invited.goto(link);
  await assertAccessible(invited);
  await invited.getByRole('button', { name: 'Join', exact: true }).click();
  await invited.getByText('At least 12 characters.', { exact: true }).waitFor();
  await invited.getByLabel('Password', { exact: true }).fill('another long password');
  await invited.getByRole('button', { name: 'Join', exact: true }).click();
  await invited.waitForURL('**/welcome');
  await invited.getByText('A bookkeeper may draw up, accept and send quotes.').waitFor();
  await assertAccessible(invited);
  await invited.getByRole('link', { name: 'See what can be billed' }).click();
  await invited.waitForURL(({ pathname }) => pathname !== '/welcome');

  const late = await empty.visitor();
  await late.goto(link);
  await late.getByLabel('Password', { exact: true }).fill('yet another password');
  await late.getByRole('button', { name: 'Join', exact: true }).click();
  await late.getByRole('alert').waitFor();
});

test('whoever forgot their password is told how to get in where no mail is sent', async () => {
  const visitor = await empty.visitor();
  await visitor.goto('/sign-in');
  await visitor.getByRole('link', { name: 'Forgotten your password?' }).click();
  await visitor.getByRole('heading', { name: 'Forgotten password' }).waitFor();
  await visitor.getByLabel('E-mail').fill(hana.email);
  await assertAccessible(visitor);
  await visitor.getByRole('button', { name: 'Send the link' }).click();
  await visitor.getByText('This installation sends no mail.').waitFor();
  await visitor.goto('/reset-password#mistyped');
  await visitor.getByLabel('New password', { exact: true }).fill('a password to come in with');
  await visitor.getByRole('button', { name: 'Change the password' }).click();
  await visitor.getByText('The link has been used, has expired or is mistyped.').waitFor();
  await assertAccessible(visitor);
});
