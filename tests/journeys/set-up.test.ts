import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible } from './axe.ts';
import { openDemo } from './demo.ts';

const empty = await openDemo({ seeded: false });

test('an empty installation is set up by its first owner, who lands in an empty Estimated Billings', async () => {
  const page = await empty.visitor({ locale: 'en-NZ', timezoneId: 'Pacific/Auckland' });
  await page.goto('/');
  await page.waitForURL('**/set-up');
  await page.getByRole('button', { name: 'Set up' }).click();
  await page.getByText('Your name, as colleagues know it.').waitFor();
  await page.getByLabel('Your name').fill('Hana Brightwater');
  await page.getByLabel('E-mail').fill('hana@practice.example');
  await page.getByLabel('Password', { exact: true }).fill('short');
  await page.getByLabel('Name of the firm').fill('Brightwater & Moss');
  await page.getByText('At least 12 characters.', { exact: true }).waitFor();
  assert.equal(await page.getByRole('combobox', { name: 'Currency' }).inputValue(), 'NZD');
  assert.equal(await page.getByRole('combobox', { name: 'Time zone' }).inputValue(), 'Pacific/Auckland');
  await assertAccessible(page);
  await page.getByLabel('Password', { exact: true }).fill('a long enough password');
  await page.getByRole('button', { name: 'Set up' }).click();
  await page.waitForURL('**/wip');
  await page.getByRole('heading', { name: 'Nothing to bill yet' }).waitFor();
  await page.getByText('Brightwater & Moss').waitFor();
  await assertAccessible(page);

  await page.goto('/set-up');
  await page.waitForURL('**/sign-in');
});

test('somebody invited opens the link, chooses a password and is in', async () => {
  const owner = await empty.visitor();
  await owner.goto('/sign-in');
  await owner.getByLabel('E-mail').fill('hana@practice.example');
  await owner.getByLabel('Password', { exact: true }).fill('a long enough password');
  await owner.getByRole('button', { name: 'Sign in' }).click();
  await owner.waitForURL('**/wip');
  const link = await owner.evaluate(async () => {
    const response = await fetch('/api/v1/members', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': 'invite-ben' },
      body: JSON.stringify({ name: 'Ben Otis', email: 'ben@practice.example', role: 'bookkeeper' }),
    });
    return ((await response.json()) as { link: string }).link;
  });

  const invited = await empty.visitor();
  await invited.goto(link);
  await assertAccessible(invited);
  await invited.getByRole('button', { name: 'Join', exact: true }).click();
  await invited.getByText('At least 12 characters.', { exact: true }).waitFor();
  await invited.getByLabel('Password', { exact: true }).fill('another long password');
  await invited.getByRole('button', { name: 'Join', exact: true }).click();
  await invited.waitForURL('**/wip');
  await invited.getByText('Ben Otis').first().waitFor();

  const late = await empty.visitor();
  await late.goto(link);
  await late.getByLabel('Password', { exact: true }).fill('yet another password');
  await late.getByRole('button', { name: 'Join', exact: true }).click();
  await late.getByRole('alert').waitFor();
});
