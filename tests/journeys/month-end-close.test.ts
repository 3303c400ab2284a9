// Closing a period, and what the accounts get of it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessibleInBoth } from './axe.ts';
import { openDemo, signIn } from './demo.ts';

const demo = await openDemo();
const page = await demo.visitor({ viewport: { width: 1440, height: 900 } });
page.setDefaultTimeout(15_000);
await signIn(page, demo.owner);
test('the period is closed once what was found is accepted, and opened again with a reason', async () => {
  await page.getByRole('link', { name: 'Period close' }).click();
  await page.getByText(/to 31 Oct 2026$/).waitFor();
  const close = page.getByRole('button', { name: 'Close the period' });
  assert.ok(await close.isDisabled());
  for (const box of await page.getByRole('checkbox', { name: /^Accept as it is/ }).all()) await box.check();
  await close.click();
  await page.getByRole('dialog').getByText('Closing WIP NZD').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Close the period' }).click();
  await page.getByText('The period to 31 Oct 2026 is closed').waitFor();
  await page.getByRole('heading', { name: 'Closed to 31 Oct 2026' }).waitFor();
  assert.equal(await close.count(), 0);
  await page.getByText('Frozen openings').waitFor();
  await page.getByText('Everything is locked: to 31 Oct 2026').waitFor();
  await assertAccessibleInBoth(page);
  await page.getByRole('button', { name: 'Open again' }).click();
  const opening = page.getByRole('dialog', { name: /again\?$/ });
  await opening.getByRole('button', { name: 'Open it again' }).click();
  await opening.getByText('This is needed.').waitFor();
  await opening.getByLabel('Why').fill('A cost came late');
  await page.keyboard.press('Control+Enter');
  await page.getByText(/Opened again by .*A cost came late/).waitFor();
});

test('the journal ties to the ledger, and its lines carry the codes of the accounts', async () => {
  await page.getByRole('link', { name: 'WIP journal' }).first().click();
  await page.getByText('Ties to the ledger').first().waitFor();
  await page.keyboard.press('e');
  const accounts = page.getByRole('form', { name: 'Accounts of time' });
  await accounts.getByLabel('Debit code').fill('640');
  await accounts.getByRole('button', { name: 'Save time' }).click();
  await page.getByText('Accounts of time saved').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'Lines to book' }).click();
  await page.getByRole('cell', { name: '640' }).first().waitFor();
});
