// A quote in a real browser, from nothing to an accepted job: written line by line on the keyboard, issued, accepted with an
// option, taken back, and declined.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible } from './axe.ts';
import { openDemo, signIn } from './demo.ts';

const demo = await openDemo();
const page = await visitor();

async function visitor(options = {}) {
  const opened = await demo.visitor({ viewport: { width: 1440, height: 900 }, ...options });
  await opened.clock.setSystemTime('2026-11-18T03:00:00Z');
  await signIn(opened, demo.owner);
  return opened;
}

test('a quote is written on the keyboard, and what it comes to stands beside it', async () => {
  await page.goto('/quotes');
  await page.locator('tbody tr a').first().waitFor();
  await page.keyboard.press('n');
  await page.waitForURL('**/quotes/new');
  await page.getByRole('textbox', { name: 'Client' }).fill('Brackenholt');
  await page.getByRole('option', { name: /Brackenholt/ }).click();
  await page.getByLabel('Name', { exact: true }).fill('Cellar door site');
  await page.getByLabel('What it is for').focus();
  for (const text of ['Design', '10', '200']) {
    await page.keyboard.type(text);
    await page.keyboard.press('Tab');
  }
  await page.getByLabel('Rate of Design').focus();
  await page.keyboard.press('Enter');
  await page.locator('tr[data-row]').nth(1).waitFor();
  assert.equal(await page.locator('tr[data-row]').count(), 2);
  await page.getByLabel('What it is for').nth(1).fill('A second round');
  await page.getByLabel('Time of A second round').fill('5');
  await page.getByLabel('Rate of A second round').fill('200');
  await page.getByLabel('Whether A second round is an option').selectOption('option');
  await page.getByRole('complementary', { name: 'What it comes to' }).getByText('2,000.00').first().waitFor();
});

test('a line moves by Alt and an arrow, a removed one comes back, and a reload loses nothing', async () => {
  const first = () => page.locator('tr[data-row]').first().getByLabel('What it is for').inputValue();
  await page.getByLabel('What it is for').nth(1).focus();
  await page.keyboard.press('Alt+ArrowUp');
  assert.equal(await first(), 'A second round');
  await page.keyboard.press('Alt+ArrowDown');
  assert.equal(await first(), 'Design');
  await page.getByRole('button', { name: 'Remove Design' }).click();
  assert.equal(await first(), 'A second round');
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.waitForTimeout(400);
  await page.reload();
  await page.getByText('Restored what you typed').waitFor();
  assert.equal(await first(), 'Design');
});

test('it is saved, issued with its number, and accepted with the option for a new job', async () => {
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Save the draft' }).click();
  await page.waitForURL(/\/quotes\/\d+$/);
  await page.getByRole('button', { name: 'Issue' }).click();
  const sure = page.getByRole('dialog', { name: /Issue “Cellar door site”/ });
  await sure.getByText('2,000.00').first().waitFor();
  await sure.getByRole('button', { name: 'Issue' }).click();
  await page.getByRole('button', { name: 'Accept', exact: true }).click();
  const drawer = page.getByRole('dialog', { name: /^Accept Q-/ });
  await drawer.getByRole('checkbox', { name: /A second round/ }).check();
  await drawer.getByText(/3,000.00 NZD stand as its uninvoiced quote/).waitFor();
  await assertAccessible(page);
  await drawer.getByRole('button', { name: 'Accept', exact: true }).click();
  await page.getByRole('heading', { name: 'Quoted against actual' }).waitFor();
  await page
    .getByRole('row', { name: /A second round.*1,000\.00/ })
    .first()
    .waitFor();
});

test('the acceptance is taken back, and the offer declined with its reason', async () => {
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('button', { name: 'Decline', exact: true }).click();
  const drawer = page.getByRole('dialog', { name: /^Decline Q-/ });
  await drawer.getByLabel('Reason').fill('Too dear this year');
  await drawer.getByRole('button', { name: 'Decline', exact: true }).click();
  await page.getByText('Too dear this year').first().waitFor();
});

test('what the API objects to stands at its line', async () => {
  await page.goto('/quotes/new');
  await page.getByRole('textbox', { name: 'Client' }).fill('Brackenholt');
  await page.getByRole('option', { name: /Brackenholt/ }).click();
  await page.getByLabel('What it is for').fill('Work');
  await page.getByLabel('Time of Work').fill('soon');
  await page.getByRole('button', { name: 'Save the draft' }).click();
  await page.locator('tr[data-row] [role="alert"]').waitFor();
});
