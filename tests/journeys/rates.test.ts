// Rates: what an hour of somebody is worth from a day on, which rate applies and why, and unbilled time brought to it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessibleInBoth } from './axe.ts';
import { openDemo, signIn } from './demo.ts';

const demo = await openDemo();
const page = await demo.visitor({ viewport: { width: 1280, height: 860 } });
page.setDefaultTimeout(8_000);
await signIn(page, demo.owner);

const person = 'Aroha Pennifold';
const dialog = (name: string | RegExp) => page.getByRole('dialog', { name });

test('a rate is set from a day on, in the place of the card where it belongs', async () => {
  await page.goto('/rates');
  const card = page.getByRole('table', { name: 'Rate card' });
  await card.waitFor();
  await assertAccessibleInBoth(page);
  await card.getByRole('button', { name: `${person}, Design: no rate` }).press('Enter');
  const drawer = dialog(`${person} · Design`);
  await drawer.getByLabel('An hour').fill('abc');
  await page.keyboard.press('Control+Enter');
  await drawer.getByText('The first day that it applies.').waitFor();
  await drawer.getByLabel('An hour').fill('199.50');
  await drawer.getByLabel('From', { exact: true }).fill('2026-01-01');
  await assertAccessibleInBoth(page);
  await page.keyboard.press('Control+Enter');
  await page.getByText('199.50 NZD an hour from 1 Jan 2026').waitFor();
  await drawer.getByRole('table', { name: 'Rates from day to day' }).getByText('199.50').waitFor();
  await page.keyboard.press('Escape');
  await card.getByRole('button', { name: `${person}, Design: 199.50` }).waitFor();
});

test('which rate applies is answered with the reason, and with what was passed over', async () => {
  const { items } = await askApi<{ items: Record<'jobId' | 'jobTaskId' | 'staffId', string>[] }>(
    '/time-entries?open=true&limit=100',
  );
  const work = items[0];
  assert.ok(work);
  await page.goto(
    `/rates?tab=applies&job=${work.jobId}&jobTask=${work.jobTaskId}&staff=${work.staffId}&on=2026-11-18`,
  );
  const { jobId, jobTaskId, staffId } = work;
  const said = await askApi<{ ratePerHour: string; reason: string; passedOver: { reason: string }[] }>(
    `/rates/resolution?jobId=${jobId}&jobTaskId=${jobTaskId}&staffId=${staffId}&on=2026-11-18`,
  );
  const answer = page.locator('section', { hasText: 'The rate that applies' });
  await answer.getByText(said.reason).waitFor();
  await answer.getByText(said.ratePerHour).waitFor();
  for (const { reason } of said.passedOver) await page.getByText(reason).first().waitFor();
  await assertAccessibleInBoth(page);
});

test('unbilled time is revalued after a look at what would change, and goes back by Undo', async () => {
  await page.goto('/rates');
  const staff = await askApi<{ items: { id: string; name: string }[] }>('/staff?limit=50');
  const staffId = staff.items.find(({ name }) => name === person)?.id;
  const before = await netWipOf(staffId);
  await page.getByRole('table', { name: 'Rate card' }).waitFor();
  await page.keyboard.press('v');
  const drawer = dialog('Revalue unbilled time');
  await drawer.getByRole('textbox', { name: 'Who', exact: true }).fill('Aroha');
  await page.getByRole('option', { name: new RegExp(person) }).click();
  await drawer.getByRole('table', { name: 'What would change' }).waitFor();
  await assertAccessibleInBoth(page);
  await drawer.getByRole('button', { name: /^Revalue \d+ entr/ }).click();
  await page.getByText(/entr(y|ies) revalued/).waitFor();
  assert.notEqual(await netWipOf(staffId), before);
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await page.getByText('What was revalued is worth what it was').waitFor();
  assert.equal(await netWipOf(staffId), before);
});

test('a staff member shows their rates, and a task is opened by keys', async () => {
  await page.goto('/staff');
  await page.locator('tbody tr[data-index="0"] a[data-main]').waitFor();
  await page.getByRole('link', { name: person }).click();
  await page.getByRole('table', { name: 'Rates', exact: true }).getByText('199.50').waitFor();
  await page.goto('/tasks');
  await page.locator('tbody tr[data-index="0"] a[data-main]').waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').getByLabel('Name', { exact: true }).waitFor();
  await assertAccessibleInBoth(page);
  await page.keyboard.press('Escape');
});

test('a server that fails is said, and the card comes back with it', async () => {
  await page.route('**/api/v1/rates?**', (route) => route.abort());
  await page.goto('/rates');
  const again = page.getByRole('button', { name: 'Try again' });
  await again.waitFor();
  await page.unroute('**/api/v1/rates?**');
  await again.click();
  await page.getByRole('table', { name: 'Rate card' }).waitFor();
});

test('a chart is accessible as a table too, in both themes', async () => {
  await page.goto('/');
  await page.getByRole('button', { name: 'Show as table' }).first().click();
  await page.getByRole('button', { name: 'Show as chart' }).first().waitFor();
  await assertAccessibleInBoth(page);
});

/** What the unbilled time of somebody is worth, as the server has it. */
async function netWipOf(staffId: string | undefined): Promise<number> {
  const { items } = await askApi<{ items: { open: string }[] }>(
    `/time-entries?open=true&limit=500&staffId=${staffId}`,
  );
  return items.reduce((sum, { open }) => sum + Math.round(Number(open) * 100), 0);
}

function askApi<Answer>(path: string): Promise<Answer> {
  return page.evaluate(async (asked) => (await fetch(`/api/v1${asked}`)).json(), path) as Promise<Answer>;
}
