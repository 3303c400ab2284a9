// A run that somebody leaves and comes back to, a server that goes away, and a review by keyboard alone.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible } from './axe.ts';
import { openDemo, signIn } from './demo.ts';

const demo = await openDemo({ works: true });
const page = await demo.visitor({ viewport: { width: 1440, height: 900 } });
page.setDefaultTimeout(15_000);
await signIn(page, demo.owner);

test('a run goes on while nobody looks, and tells where it is to whoever comes back', async () => {
  await page.goto('/billing-runs');
  await page.getByRole('heading', { name: 'No billing runs yet' }).waitFor();
  await page.keyboard.press('n');
  const dialog = page.getByRole('dialog', { name: 'New billing run' });
  await dialog.getByLabel('Name', { exact: true }).fill('October');
  await dialog.getByRole('button', { name: 'Add a stage' }).click();
  await dialog.getByRole('button', { name: 'Add a stage' }).click();
  await page.keyboard.press('Control+Enter');
  await page.getByRole('heading', { name: 'October' }).waitFor();
  await page.locator('tbody tr[data-index="0"]').waitFor();
  await page.keyboard.press('s');
  await page.getByRole('dialog').getByText('Invoices', { exact: true }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('progressbar').waitFor();
  await page.goto('/wip');
  await page.getByRole('heading', { name: 'Estimated Billings' }).waitFor();
  await page.goto('/billing-runs');
  await page.getByRole('link', { name: 'October', exact: true }).click();
  await page.getByText('Invoices made').waitFor();
  await page.getByRole('link', { name: /Review and approve the drafts/ }).waitFor();
});

test('drafts are passed, sent back and held without a mouse', async () => {
  await page.goto(`${new URL(page.url()).pathname}?tab=review`);
  const drafts = page.getByRole('list', { name: 'Drafts' }).getByRole('button');
  await drafts.first().waitFor();
  await page.getByRole('article').waitFor();
  const names = await drafts.locator(':scope > span:first-child').allInnerTexts();
  const [first = '', second = '', third = ''] = names;
  assert.ok(names.length > 3);
  await page.keyboard.press('a');
  await page.getByText(`${first} passed on`).waitFor();
  await currentIs(second);
  await page.keyboard.press('h');
  await page.getByRole('dialog', { name: `Hold: ${second}` }).waitFor();
  await page.keyboard.type('Waiting for a receipt');
  await page.keyboard.press('Control+Enter');
  await page.getByText(`${second} held`).waitFor();
  await currentIs(third);
  await page.goto(`${new URL(page.url()).pathname}?tab=review&stage=2`);
  await currentIs(first);
  await page.keyboard.press('c');
  await page.getByRole('dialog', { name: `Send back: ${first}` }).waitFor();
  await page.keyboard.type('Too much travel');
  await page.keyboard.press('Control+Enter');
  await page.getByText(`${first} sent back`).waitFor();
  await page.goto(`${new URL(page.url()).pathname}?tab=review&stage=all`);
  await page.getByText('Sent back', { exact: true }).waitFor();
  await page.getByText('Held', { exact: true }).waitFor();
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keys' }).getByText('Pass this draft, on to the next').waitFor();
  await page.keyboard.press('Escape');
});

test('several drafts are ticked, and passed or sent back together', async () => {
  const { pathname } = new URL(page.url());
  await page.goto(`${pathname}?tab=review&stage=1`);
  const drafts = page.getByRole('list', { name: 'Drafts' });
  await drafts.getByRole('button').first().waitFor();
  const bar = page.getByRole('region', { name: 'Selected rows' });
  for (const key of ['x', 'j', 'x']) await page.keyboard.press(key);
  await bar.getByText('2 drafts selected').waitFor();
  await assertAccessible(page);
  await page.keyboard.press('a');
  await page.getByText('2 drafts passed on').waitFor();
  await bar.waitFor({ state: 'detached' });
  await page.goto(`${pathname}?tab=review&stage=2`);
  await page.getByRole('checkbox', { name: 'All 2' }).check();
  await page.keyboard.press('c');
  await page.getByRole('dialog', { name: 'Send back: 2 drafts' }).waitFor();
  await page.keyboard.type('Wrong address');
  await page.keyboard.press('Control+Enter');
  await page.getByText('2 drafts sent back').waitFor();
  await page.getByText('No drafts here').waitFor();
});

test('whoever comes back finds what awaits them at home, on the list of runs and among the invoices', async () => {
  const { pathname } = new URL(page.url());
  await page.goto('/home');
  const awaiting = page.getByRole('list', { name: 'What awaits you' });
  await awaiting.getByText(/drafts of October await your review/).waitFor();
  await page.goto('/invoices');
  await page.getByRole('link', { name: /^In review/ }).click();
  await page.locator('tbody tr[data-index="0"]').waitFor();
  await page.goto('/billing-runs');
  await awaiting.getByRole('link', { name: 'Review October' }).click();
  await page.getByRole('article').waitFor();
  assert.equal(new URL(page.url()).pathname, pathname);
});

test('what cannot be said to a server that is away is told, and said once it is back', async () => {
  const { pathname } = new URL(page.url());
  await page.goto(`${pathname}?tab=review`);
  await page.getByRole('article').waitFor();
  await demo.stopServer();
  await page.keyboard.press('a');
  await page.getByText('Workledger cannot be reached').first().waitFor();
  await demo.startServer();
  await page.getByRole('button', { name: 'Try again' }).last().click();
  await page.getByText(/passed on$/).waitFor();
});

test('on a phone the run is watched and read', async () => {
  const { pathname } = new URL(page.url());
  const phone = await demo.visitor({ viewport: { width: 390, height: 844 }, hasTouch: true });
  await signIn(phone, demo.owner);
  await phone.goto(pathname);
  await phone.getByText('Invoices made').waitFor();
  await assertAccessible(phone);
  await phone.goto(`${pathname}?tab=review`);
  await phone.getByRole('article').waitFor();
  await assertAccessible(phone);
  await phone.goto('/period-close');
  await phone.getByText('Recount now').waitFor();
  await assertAccessible(phone);
  await phone.context().close();
});

async function currentIs(name: string): Promise<void> {
  const current = page
    .getByRole('list', { name: 'Drafts' })
    .locator('button[aria-current]', { hasText: name });
  await current.waitFor();
}
