import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import type { EstimatedBillings } from '#contract/reports/estimated-billings.ts';
import { openDemo, signIn } from './demo.ts';

const demo = await openDemo();
const page = await demo.visitor({ viewport: { width: 1440, height: 900 }, acceptDownloads: true });
await signIn(page, demo.owner);

test('a wrong password is refused in words, and the page stays', async () => {
  const stranger = await demo.visitor();
  await stranger.goto('/wip?sign=negative');
  await stranger.getByLabel('E-mail').fill(demo.owner.email);
  await stranger.getByLabel('Password', { exact: true }).fill('not the password');
  await stranger.getByRole('button', { name: 'Sign in' }).click();
  assert.match(await stranger.getByRole('alert').innerText(), /do not belong together/);
  await stranger.getByLabel('Password', { exact: true }).fill(demo.owner.password);
  await stranger.getByRole('button', { name: 'Sign in' }).click();
  await stranger.waitForURL('**/wip?sign=negative');
  await stranger.context().close();
});

test('the totals at the foot are those of the API, and each listed job has a row', async () => {
  await open('/wip');
  const { totals } = await asked('');
  for (const total of totals) {
    const row = page.locator('tfoot tr', { hasText: total.currency });
    assert.ok((await row.innerText()).includes(inWords(total.netWip)), `${total.currency} ${total.netWip}`);
  }
  assert.equal(
    await rowCount(),
    totals.reduce((sum, { jobs }) => sum + jobs, 0),
  );
});

test('filters narrow the rows and the totals, stand in the address, and Back takes them off', async () => {
  await open('/wip');
  await page.getByRole('button', { name: 'Net WIP', exact: true }).first().click();
  await page.getByRole('option', { name: 'Below zero' }).click();
  await page.waitForURL('**/wip?sign=negative');
  await footSays(await asked('sign=negative'));
  const manager = await pick('Manager');
  await footSays(await asked(`sign=negative&managerId=${manager}`));
  await page.goBack();
  await page.waitForURL('**/wip?sign=negative');
  await page.goBack();
  await page.waitForURL('**/wip');
  await footSays(await asked(''));
});

test('typing finds jobs and clients without a button', async () => {
  await open('/wip');
  const { items } = await asked('');
  const [row] = items;
  assert.ok(row);
  await page.keyboard.press('/');
  await page.keyboard.type(row.jobNumber);
  await page.waitForURL(`**/wip?text=${row.jobNumber}`);
  await footSays(await asked(`text=${row.jobNumber}`));
});

test('grouping puts a subtotal over each group, and a group folds', async () => {
  await open('/wip');
  await page.getByRole('button', { name: 'Group' }).click();
  await page.getByRole('option', { name: 'Client' }).click();
  const answer = await asked('groupBy=client');
  const [group] = answer.groups ?? [];
  assert.ok(group?.name);
  const heading = page.locator('tr[data-group]', { hasText: group.name }).first();
  await heading.waitFor();
  const [total] = group.totals;
  assert.ok(total && (await heading.innerText()).includes(inWords(total.netWip)));
  const jobLink = page.getByRole('link', { name: answer.items[0]?.jobNumber ?? '' }).first();
  await jobLink.waitFor();
  await heading.getByRole('button').click();
  await jobLink.waitFor({ state: 'detached' });
});

test('sorting by net WIP puts the largest on top, then the smallest', async () => {
  await open('/wip');
  const header = page.getByRole('columnheader', { name: 'Net WIP' });
  await header.getByRole('button', { name: 'Net WIP', exact: true }).click();
  await page.waitForURL('**/wip?sort=-netWip');
  await firstRowIs((await asked('sort=netWip&order=descending')).items[0]?.jobNumber);
  await header.getByRole('button', { name: 'Net WIP', exact: true }).click();
  await page.waitForURL('**/wip?sort=netWip');
  await firstRowIs((await asked('sort=netWip&order=ascending')).items[0]?.jobNumber);
  assert.equal(await header.getAttribute('aria-sort'), 'ascending');
});

test('as at the end of a month, the figures are those of that day', async () => {
  await open('/wip');
  await page.getByRole('button', { name: 'As at today' }).click();
  await page.getByRole('button', { name: '31 Oct 2026' }).click();
  await page.waitForURL('**/wip?asAt=2026-10-31');
  await footSays(await asked('asAt=2026-10-31'));
});

test('as known at a moment, what was recorded later is left out', async () => {
  const knownAt = '2026-10-31T11:00:00.000Z';
  await open(`/wip?asAt=2026-10-31&knownAt=${encodeURIComponent(knownAt)}`);
  await footSays(await asked(`asAt=2026-10-31&knownAt=${encodeURIComponent(knownAt)}`));
  await page.getByRole('button', { name: /as known then/ }).click();
  const field = page.getByLabel('Leave out what was recorded after');
  // Midnight in Auckland is eleven in the morning in UTC.
  assert.equal(await field.inputValue(), '2026-11-01T00:00');
  await field.fill('2026-10-15T12:00');
  await page.waitForURL(/knownAt=2026-10-14T23%3A00%3A00\.000Z/);
  await footSays(await asked('asAt=2026-10-31&knownAt=2026-10-14T23:00:00Z'));
  await page.getByRole('button', { name: 'As known now' }).click();
  await page.waitForURL('**/wip?asAt=2026-10-31');
});

test('columns hide, and the address remembers which', async () => {
  await open('/wip');
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('checkbox', { name: 'Interims' }).uncheck();
  await page.getByRole('columnheader', { name: 'Interims' }).waitFor({ state: 'detached' });
  await page.reload();
  await page.getByRole('columnheader', { name: 'WIP cost' }).waitFor();
  assert.equal(await page.getByRole('columnheader', { name: 'Interims' }).count(), 0);
});

test('a job of which nothing is left says why, for those who ask', async () => {
  const { items } = await asked('');
  const held = items.find(({ emptyReason }) => emptyReason === 'onDraft');
  assert.ok(held, 'the demo firm has a job whose work is all on drafts');
  await open(`/wip?hide=none&text=${held.jobNumber}`);
  assert.match(await page.locator('tbody tr', { hasText: held.jobNumber }).innerText(), /On drafts/);
});

test('the export holds every row of what is shown', async () => {
  await open('/wip?sign=positive');
  const { items } = await asked('sign=positive&limit=1000');
  for (const [choice, name] of [
    ['Plain table (CSV)', 'estimated-billings.csv'],
    ['Excel workbook (XLSX)', 'estimated-billings.xlsx'],
  ] as const) {
    await page.getByRole('button', { name: 'Export' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: choice }).click(),
    ]);
    assert.equal(download.suggestedFilename(), name);
    const content = await readFile(await download.path());
    if (name.endsWith('.csv')) {
      const text = content.toString();
      assert.deepEqual(
        items.filter(({ jobNumber }) => !text.includes(jobNumber)),
        [],
      );
    } else assert.equal(content.subarray(0, 2).toString(), 'PK');
  }
});

test('the totals of what is ticked stay in view', async () => {
  await open('/wip?sort=-netWip');
  const { items } = await asked('sort=netWip&order=descending');
  const [first, second] = items.filter(({ currency }) => currency === 'NZD');
  assert.ok(first && second);
  for (const { jobNumber } of [first, second]) await page.getByRole('checkbox', { name: jobNumber }).click();
  const sum = (
    (BigInt(first.netWip.replace('.', '')) + BigInt(second.netWip.replace('.', ''))) *
    1n
  ).toString();
  const foot = page.locator('tfoot tr').first();
  assert.match(await foot.innerText(), /2 jobs selected/);
  assert.ok((await foot.innerText()).includes(inWords(`${sum.slice(0, -2)}.${sum.slice(-2)}`)));
  await foot.getByRole('button', { name: 'Clear' }).click();
});

test('net WIP opens its receipt, whose figures lead to ledger lines that add up to them', async () => {
  await open('/wip?sort=-netWip');
  const [row] = (await asked('sort=netWip&order=descending')).items;
  assert.ok(row);
  await page.getByRole('button', { name: `of ${row.jobNumber}` }).click();
  const receipt = page.getByRole('dialog');
  const time = receipt.getByRole('row', { name: /^Time / }).getByRole('link');
  const [amount = ''] = /[−\d,.]+/.exec(await time.innerText()) ?? [];
  await time.click();
  await page.waitForURL('**/ledger?account=recordedTime');
  const foot = page.locator('tfoot tr', { hasText: / lines?/ });
  await foot.waitFor();
  assert.ok((await foot.innerText()).includes(amount), `${await foot.innerText()} should say ${amount}`);
});

test('the lines of a job add up to its net WIP, and each line explains itself', async () => {
  const row = (await asked('sort=netWip&order=ascending')).items[0];
  assert.ok(row);
  await open('/wip?sort=netWip');
  await page.getByRole('link', { name: row.jobNumber }).click();
  await page.waitForURL(`**/jobs/${row.jobId}/ledger`);
  await page.locator('tfoot', { hasText: 'All lines' }).waitFor();
  assert.ok((await page.locator('tfoot tr').innerText()).includes(inWords(row.netWip)));
  // The newest line stands on top, and the balance after it is the balance now.
  assert.ok(
    (await page.locator('tbody tr[data-index="0"] td').last().innerText()).includes(inWords(row.netWip)),
  );
  await page.locator('tbody tr[data-index="0"] a').click();
  const drawer = page.getByRole('dialog');
  await drawer.getByText('What happened').waitFor();
  assert.match(await drawer.innerText(), /Counts for[\s\S]*Recorded[\s\S]*Debit/);
  await page.goBack();
  await drawer.waitFor({ state: 'detached' });
  await page.goBack();
  await page.waitForURL('**/wip?sort=netWip');
});

test('everything on the way from the list to an explanation works from the keyboard', async () => {
  await open('/wip');
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await page.locator('tfoot', { hasText: '1 job selected' }).waitFor();
  await page.keyboard.press('Space');
  await page.getByRole('dialog').getByRole('rowheader', { name: 'Open', exact: true }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.keyboard.press('r');
  await page.getByRole('dialog').getByRole('rowheader', { name: 'Available to invoice' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keys' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.keyboard.press('j');
  await page.keyboard.press('k');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/ledger');
  await page.locator('tfoot', { hasText: 'All lines' }).waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').getByText('What happened').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.keyboard.press('g');
  await page.keyboard.press('w');
  await page.waitForURL('**/wip');
});

test('whoever may not read WIP is told so, and signs out', async () => {
  const person = await demo.visitor();
  await signIn(person, demo.staff);
  await person.goto('/wip');
  await person.getByRole('heading', { name: 'This page is not part of your role' }).waitFor();
  await person.getByRole('button', { name: /sign out/ }).click();
  await person.getByRole('button', { name: 'Sign out', exact: true }).click();
  await person.waitForURL('**/sign-in');
  await person.goto('/wip');
  await person.waitForURL('**/sign-in?next=%2Fwip');
  await person.context().close();
});

async function open(path: string): Promise<void> {
  await page.goto(path);
  await page.locator('tbody tr[data-index="0"]').waitFor();
}

/** The same question, asked of the API by the same person. */
async function asked(query: string): Promise<EstimatedBillings> {
  const response = await page.request.get(`/api/v1/reports/estimated-billings?${query}`);
  assert.equal(response.status(), 200, await response.text());
  return (await response.json()) as EstimatedBillings;
}

async function footSays({ totals }: EstimatedBillings): Promise<void> {
  const [total] = totals;
  assert.ok(total, 'the question finds something');
  await page.locator('tfoot', { hasText: inWords(total.netWip) }).waitFor();
}

async function firstRowIs(jobNumber: string | undefined): Promise<void> {
  await page.locator('tbody tr[data-index="0"]', { hasText: jobNumber ?? '' }).waitFor();
}

async function rowCount(): Promise<number> {
  return Number(await page.getByRole('table').getAttribute('aria-rowcount')) - 1;
}

/** Chooses the first of a filter's choices and says which it was. */
async function pick(name: 'Manager'): Promise<string> {
  await page.getByRole('button', { name, exact: true }).first().click();
  await page.getByRole('option').nth(1).click();
  await page.waitForURL(/manager=\d+/);
  return new URL(page.url()).searchParams.get('manager') ?? '';
}

/** '-1234.50' as the page of a New Zealand firm shows it. */
function inWords(amount: string): string {
  const [whole = '', decimals] = amount.replace('-', '').split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return `${amount.startsWith('-') ? '−' : ''}${grouped}.${decimals ?? ''}`;
}
