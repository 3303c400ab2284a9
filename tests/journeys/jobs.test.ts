// Jobs: from the list to a job, its work and costs, and what is done to its WIP.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { assertAccessibleInBoth } from './axe.ts';
import { openDemo, signIn } from './demo.ts';

const demo = await openDemo();
const page = await demo.visitor({ viewport: { width: 1280, height: 860 } });
page.setDefaultTimeout(5_000);
await signIn(page, demo.owner);
await page.goto('/jobs');
await page.locator('tbody tr a[data-main]').first().waitFor();

const name = 'Harbour signage';

test('a job is added from any page by keys, and its page opens', async () => {
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog', { name: 'Find or do anything' }).waitFor();
  await page.keyboard.type('add a job');
  await page.getByRole('option', { name: /Add a job/, selected: true }).waitFor();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Add a job' });
  await dialog.getByRole('textbox', { name: 'Client', exact: true }).waitFor();
  await page.keyboard.press('Control+Enter');
  await dialog.getByText('A job belongs to a client.').waitFor();
  await assertAccessibleInBoth(page);
  await dialog.getByRole('textbox', { name: 'Client', exact: true }).fill('Brackenholt');
  await page
    .getByRole('option', { name: /Brackenholt/ })
    .first()
    .waitFor();
  await page.keyboard.press('Enter');
  await dialog.getByLabel('Name', { exact: true }).fill(name);
  await dialog.getByRole('textbox', { name: 'Add a task' }).fill('Design');
  await page.getByRole('option', { name: 'Design' }).waitFor();
  await page.keyboard.press('Enter');
  await dialog.getByRole('list', { name: 'Tasks of the job' }).getByText('Design').waitFor();
  await page.keyboard.press('Control+Enter');
  await page.getByRole('heading', { name: new RegExp(name), level: 1 }).waitFor();
  await page.waitForURL(/\/jobs\/\d+$/);
  await page
    .getByRole('table', { name: /Time on each task/ })
    .getByText('Design')
    .waitFor();
});

test('time and a cost are recorded on it, and its figures follow', async () => {
  await page.keyboard.press('t');
  const time = page.getByRole('dialog', { name: /Record time/ });
  await time.getByLabel('Day', { exact: true }).fill('2026-11-16');
  await time.getByLabel('Duration').fill('2');
  await page.keyboard.press('Control+Enter');
  await page.getByText('Time recorded').waitFor();
  await time.waitFor({ state: 'detached' });
  await page.keyboard.press('n');
  const cost = page.getByRole('dialog', { name: /Record a cost/ });
  await cost.getByLabel('Description').fill('Vinyl lettering');
  await cost.getByLabel('Day', { exact: true }).fill('2026-11-16');
  await cost.getByLabel('Price for the client').fill('250');
  await page.keyboard.press('Control+Enter');
  await cost.waitFor({ state: 'detached' });
  await figure('WIP cost', '250.00');
  await part('Costs');
  await page.getByRole('link', { name: 'Vinyl lettering' }).waitFor();
});

test('what is ticked is written off, and comes back by Undo', async () => {
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await page.getByRole('region', { name: 'Selected rows' }).waitFor();
  await page.keyboard.press('w');
  const dialog = page.getByRole('dialog', { name: 'Write off' });
  const amount = dialog.getByLabel('Write off', { exact: true });
  await amount.fill('999');
  await page.keyboard.press('Control+Enter');
  await dialog.locator('[aria-invalid="true"]').waitFor();
  await amount.fill('100');
  await dialog.getByRole('button', { name: 'Write off 100.00 NZD' }).click();
  await page.getByText('100.00 NZD written off').waitFor();
  await figure('WIP cost', '150.00');
  await page.getByRole('cell', { name: 'Partly settled' }).waitFor();
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await figure('WIP cost', '250.00');
});

test('time is moved to another job after a look at what it is worth there', async () => {
  await part('Time');
  await page.locator('tbody tr[data-index="0"] a[data-main]').waitFor();
  await page.getByRole('checkbox', { name: 'Select all rows' }).check();
  await page.keyboard.press('m');
  const dialog = page.getByRole('dialog', { name: 'Move 1 entry' });
  await pick(dialog, 'To the job', 'Site care');
  await dialog.getByRole('textbox', { name: 'Task', exact: true }).click();
  await page.getByRole('option').first().click();
  await dialog.getByRole('table', { name: 'What it will do' }).waitFor();
  await dialog.getByRole('button', { name: 'Move', exact: true }).click();
  await page.getByText('1 entry moved').waitFor();
  await page.getByRole('heading', { name: 'No time on this job yet' }).waitFor();
  await figure('WIP time', '0.00');
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await page.locator('tbody tr[data-index="0"] a[data-main]').waitFor();
});

test('the ledger is a part of the job, and each line leads to its cause', async () => {
  await part('Ledger');
  await page.waitForURL(/\/ledger$/);
  await page
    .getByRole('link', { name: /Vinyl lettering/ })
    .first()
    .click();
  const journal = page.getByRole('dialog', { name: /Journal/ });
  await journal.getByRole('link', { name: /Vinyl lettering/ }).click();
  await page.getByRole('dialog', { name: 'Vinyl lettering' }).waitFor();
  await page.keyboard.press('Escape');
  await part('Tasks');
  await part('History');
  await page.getByRole('list', { name: /History of/ }).waitFor();
});

test('a wash-up shows what it does, settles the job, and is undone', async () => {
  await page.getByRole('button', { name: 'More to do' }).click();
  await page.getByRole('button', { name: 'Wash up…' }).click();
  const dialog = page.getByRole('dialog', { name: /Wash up/ });
  await dialog.getByRole('table', { name: 'What it will do' }).waitFor();
  await assertAccessibleInBoth(page);
  await dialog.getByRole('button', { name: 'Wash up', exact: true }).click();
  await page.getByText('washed up').waitFor();
  await figure('WIP cost', '0.00');
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await figure('WIP cost', '250.00');
});

test('the state is changed where it stands, and back', async () => {
  await page.goto(`/jobs?text=${encodeURIComponent(name)}`);
  await page.locator('tbody tr[data-index="0"] a[data-main]').waitFor();
  await page.getByRole('button', { name: /change the state/ }).click();
  await page.getByRole('button', { name: 'Completed', exact: true }).click();
  await page.getByText(/is Completed/).waitFor();
  await page.getByRole('button', { name: /Completed: change the state/ }).waitFor();
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await page.getByRole('button', { name: /Completed: change the state/ }).waitFor({ state: 'detached' });
});

test('jobs are found by a category that jobs have, and sorted by net WIP', async () => {
  const address = page.url();
  await page.goto('/jobs');
  await page.locator('tbody tr[data-index="0"] a[data-main]').waitFor();
  await page.getByRole('button', { name: 'Category', exact: true }).click();
  await page.getByRole('option', { name: 'Web', exact: true }).click();
  await page.waitForURL(/category=Web/);
  await page.getByRole('button', { name: 'Category: Web' }).waitFor();
  await page.getByRole('button', { name: 'Net WIP' }).click();
  await page.waitForURL(/sort=netWip/);
  await page.locator('th[aria-sort="ascending"]', { hasText: 'Net WIP' }).waitFor();
  await page.goto(address);
  await page.locator('tbody tr[data-index="0"] a[data-main]').waitFor();
});

test('a failing server is said, and the page comes back with it', async () => {
  const address = page.url();
  await page.locator('tbody tr[data-index="0"] a[data-main]').click();
  await page.getByRole('heading', { name: new RegExp(name), level: 1 }).waitFor();
  await page.route('**/api/v1/quotes**', (route) => route.abort());
  await part('Quotes');
  await page.getByRole('button', { name: 'Try again' }).waitFor();
  await page.unroute('**/api/v1/quotes**');
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('heading', { name: 'No quotes for this job' }).waitFor();
  await page.getByRole('link', { name: 'Back to Jobs' }).click();
  await page.waitForURL((url) => url.href === address || url.searchParams.get('text') === name);
});

async function part(label: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Parts of the job' }).getByRole('link', { name: label }).click();
}

async function figure(label: string, amount: string): Promise<void> {
  await page.locator('dl > div', { hasText: label }).filter({ hasText: amount }).first().waitFor();
}

type Scope = ReturnType<Page['getByRole']>;

async function pick(dialog: Scope, label: string, typed: string): Promise<void> {
  await dialog.getByRole('textbox', { name: label }).fill(typed);
  await page
    .getByRole('option', { name: new RegExp(typed) })
    .first()
    .click();
}

test('nobody is told of WIP who may not see it', async () => {
  const staff = await demo.visitor();
  staff.setDefaultTimeout(5_000);
  await signIn(staff, demo.staff);
  await staff.goto(`/jobs?text=${encodeURIComponent(name)}`);
  await staff.locator('tbody tr[data-index="0"] a[data-main]').click();
  await staff.getByRole('heading', { name: new RegExp(name), level: 1 }).waitFor();
  assert.equal(await staff.getByText('Net WIP').count(), 0);
  assert.equal(await staff.getByRole('link', { name: 'Ledger' }).count(), 0);
  await staff.context().close();
});
