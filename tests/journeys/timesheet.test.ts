// A staff member's week: by keyboard alone, with the server going away in the middle of it, on a phone, and with a timer.

import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { assertAccessible, assertAccessibleInBoth } from './axe.ts';
import { openDemo, signIn } from './demo.ts';

const pictures = join(import.meta.dirname, '..', '..', 'test-results', 'journeys');
await mkdir(pictures, { recursive: true });
const demo = await openDemo();

// Wednesday, 18 November 2026, when the demo firm stands.
const today = '2026-11-18T03:00:00Z';

async function visitor(options: BrowserContextOptions = {}): Promise<Page> {
  const page = await demo.visitor({ viewport: { width: 1440, height: 900 }, ...options });
  await page.clock.setSystemTime(today);
  await signIn(page, demo.staff);
  return page;
}

type Row = {
  jobTaskId: string;
  taskName: string;
  entries: { workedOn: string; minutes: number; note: string | null }[];
};

/** The week as the server has it. */
async function weekOf(page: Page, day: string): Promise<Row[]> {
  return page.evaluate(async (on) => {
    const session = await (await fetch('/api/v1/session')).json();
    const answer = await fetch(`/api/v1/timesheets/${session.firm.staffId}/${on}`);
    return (await answer.json()).rows;
  }, day);
}

async function allSaved(page: Page): Promise<void> {
  await page.getByText('All saved').waitFor();
}

const cell = (page: Page, row: number, day: number) =>
  page.locator(`input[data-row="${row}"][data-day="${day}"]`);

const noErrors = (page: Page): string[] => {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  return errors;
};

test('a week is recorded by keyboard alone', async () => {
  const page = await visitor();
  const errors = noErrors(page);
  // Where staff begin.
  await page.waitForURL('**/timesheet');
  await page.getByRole('grid').waitFor();
  await page.screenshot({ path: join(pictures, 'timesheet-first.png') });
  await page.goto('/timesheet?day=2026-11-04');
  await page.getByRole('grid').waitFor();
  await page.locator('body').press('a');
  await page.keyboard.type('design');
  await page.getByRole('option').first().waitFor();
  await page.screenshot({ path: join(pictures, 'timesheet-adding.png') });
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement?.matches('input[data-row]'));
  const row = Number(await page.evaluate(() => document.activeElement?.getAttribute('data-row')));
  await page.keyboard.press('Home');
  for (const typed of ['1.5', '1:30', '1h30', '90m']) {
    await page.keyboard.type(typed);
    await page.keyboard.press('Tab');
  }
  await page.keyboard.type('2');
  await page.keyboard.press('ArrowLeft');
  await allSaved(page);
  for (const day of [0, 1, 2, 3]) assert.equal(await cell(page, row, day).inputValue(), '1.5');
  assert.equal(await cell(page, row, 4).inputValue(), '2');

  // A note, without the mouse.
  await page.keyboard.press('n');
  await page.getByRole('textbox', { name: 'Note' }).waitFor();
  await page.keyboard.type('Second round of drawings');
  await page.screenshot({ path: join(pictures, 'timesheet-note.png') });
  await page.keyboard.press('Enter');
  await allSaved(page);
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('data-day')), '3');

  // Esc takes back what is being typed; Delete empties; Ctrl-Z brings it back.
  await page.keyboard.type('7');
  await page.keyboard.press('Escape');
  assert.equal(await cell(page, row, 3).inputValue(), '1.5');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Delete');
  await page.keyboard.press('ArrowRight');
  await allSaved(page);
  assert.equal(await cell(page, row, 4).inputValue(), '');
  await page.keyboard.press('Control+z');
  await allSaved(page);
  assert.equal(await cell(page, row, 4).inputValue(), '2');

  const saved = (await weekOf(page, '2026-11-04')).flatMap(({ entries }) => entries);
  assert.ok(saved.some(({ note, minutes }) => note === 'Second round of drawings' && minutes === 90));
  assert.deepEqual(errors, []);
  await page.context().close();
});

test('nothing that is typed is lost when the server goes away and the page is loaded again', async () => {
  const page = await visitor();
  await page.goto('/timesheet?day=2026-11-11');
  await page.getByRole('grid').waitFor();
  await page.getByRole('combobox', { name: 'Add a row' }).fill('e');
  await page.getByRole('option').filter({ hasNotText: 'in this week' }).first().click();
  await page.waitForFunction(() => document.activeElement?.matches('input[data-row]'));
  const row = Number(await page.evaluate(() => document.activeElement?.getAttribute('data-row')));
  await cell(page, row, 0).focus();
  await page.keyboard.type('1.25');
  await page.keyboard.press('Tab');
  await allSaved(page);
  await demo.stopServer();
  await page.keyboard.type('2.75');
  await page.keyboard.press('Tab');
  await page.getByText('kept on this device').waitFor();
  await page.screenshot({ path: join(pictures, 'timesheet-away.png') });
  await assertAccessible(page);
  // Still in the cell, not left yet.
  await page.keyboard.type('0:45');
  await demo.startServer();
  await page.reload();
  await page.getByRole('grid').waitFor();
  await allSaved(page);
  const entries = (await weekOf(page, '2026-11-11')).flatMap((each) => each.entries);
  const onDay = (day: string) =>
    entries.filter(({ workedOn }) => workedOn === day).map(({ minutes }) => minutes);
  assert.ok(onDay('2026-11-09').includes(75), JSON.stringify(entries));
  assert.ok(onDay('2026-11-10').includes(165), JSON.stringify(entries));
  assert.ok(onDay('2026-11-11').includes(45), JSON.stringify(entries));
  await page.context().close();
});

test('a week opens although what was kept is saved before the week has arrived', async () => {
  const page = await visitor();
  await page.goto('/timesheet?day=2026-11-11');
  await page.getByRole('grid').waitFor();
  await demo.stopServer();
  await cell(page, 0, 4).focus();
  await page.keyboard.type('3.25');
  await page.keyboard.press('Tab');
  await page.getByText('kept on this device').waitFor();
  await demo.startServer();
  let isSaved = () => {};
  const saved = new Promise<void>((resolve) => (isSaved = resolve));
  // Word of the change would have the week asked for once more.
  await page.route('**/api/v1/live', (route) => route.abort());
  await page.route('**/api/v1/timesheets/**', async (route) => {
    if (route.request().method() === 'GET') await saved;
    await route.continue().catch(() => {});
  });
  page.on('requestfinished', (request) => {
    if (request.method() !== 'GET' && request.url().includes('/timesheets/')) setTimeout(isSaved, 200);
  });
  await page.reload();
  await page.getByRole('grid').waitFor();
  await allSaved(page);
  assert.equal(await cell(page, 0, 4).inputValue(), '3.25');
  await page.context().close();
});

test('a week that is done says so, takes nothing, and is reopened', async () => {
  const page = await visitor();
  await page.goto('/timesheet?day=2026-10-14');
  await page.getByRole('button', { name: 'Week done' }).click();
  await page.getByText('Done since').waitFor();
  assert.equal(await cell(page, 0, 0).getAttribute('readonly'), '');
  await page.screenshot({ path: join(pictures, 'timesheet-done.png') });
  await assertAccessible(page);
  await page.getByRole('button', { name: 'Reopen the week' }).click();
  await page.getByRole('button', { name: 'Week done' }).waitFor();
  await page.context().close();
});

test('last week is taken over with its hours, and the timer records what it measured', async () => {
  const page = await visitor();
  await page.goto('/timesheet');
  await page.getByRole('grid').waitFor();
  const before = (await weekOf(page, '2026-11-18')).flatMap((each) => each.entries).length;
  await page.getByRole('button', { name: 'Week before' }).click();
  await page.getByRole('button', { name: 'Next week' }).click();
  await page.getByRole('button', { name: 'More for this week' }).click();
  await page.getByRole('button', { name: 'Take rows and hours of last week' }).click();
  await allSaved(page);
  await page.screenshot({ path: join(pictures, 'timesheet-copied.png') });
  const taken = (await weekOf(page, '2026-11-18')).flatMap((each) => each.entries);
  assert.ok(taken.length > before, `${before} entries before, ${taken.length} after`);
  assert.ok(taken.every(({ workedOn }) => workedOn <= '2026-11-18'));
  await cell(page, 1, 2).focus();
  await page.keyboard.press('s');
  const strip = page.getByRole('region', { name: 'Timer' });
  await strip.waitFor();
  await page.reload();
  await strip.waitFor();
  await page.screenshot({ path: join(pictures, 'timesheet-timer.png') });
  await assertAccessible(page);
  await strip.getByRole('button', { name: 'Note and start of the timer' }).click();
  await page.getByRole('textbox', { name: 'Note' }).fill('Call with the client');
  await page.keyboard.press('Tab');
  await page.getByRole('button', { name: 'Save' }).click();
  await strip.getByText('Call with the client').waitFor();
  await strip.getByRole('button', { name: 'Stop' }).click();
  await strip.waitFor({ state: 'detached' });
  const entries = (await weekOf(page, '2026-11-18')).flatMap((each) => each.entries);
  assert.ok(entries.some(({ note, minutes }) => note === 'Call with the client' && minutes === 1));
  await page.context().close();
});

for (const theme of ['light', 'dark'] as const) {
  test(`on a phone the day is in reach of the thumb, ${theme}`, async () => {
    const page = await visitor({ viewport: { width: 390, height: 844 }, colorScheme: theme, hasTouch: true });
    const errors = noErrors(page);
    await page.goto('/timesheet');
    await page.getByRole('navigation', { name: 'Days of the week' }).waitFor();
    await page.screenshot({ path: join(pictures, `timesheet-phone-${theme}.png`) });
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0);
    await page.getByRole('button', { name: 'Add time' }).tap();
    await page.getByLabel('Find a task').fill('a');
    await page.screenshot({ path: join(pictures, `timesheet-phone-choose-${theme}.png`) });
    await page.getByRole('dialog').getByRole('listitem').first().getByRole('button').tap();
    // Typing goes on where the next question is.
    await page.waitForFunction(() => document.activeElement?.closest('[role=group]') !== null);
    await page.getByLabel('Hours').fill(theme === 'light' ? '1:15' : '35m');
    await page.getByRole('textbox', { name: 'Note' }).fill(`On the phone, ${theme}`);
    await assertAccessible(page);
    await page.screenshot({ path: join(pictures, `timesheet-phone-entry-${theme}.png`) });
    await page.getByRole('button', { name: 'Done', exact: true }).tap();
    await page.getByText(`On the phone, ${theme}`).first().waitFor();
    await allSaved(page);
    assert.deepEqual(errors, []);
    await page.context().close();
  });
}

test('what one saves is not asked for once more when word of it comes back', async () => {
  const page = await visitor();
  await page.goto('/timesheet?day=2026-11-10');
  await page.getByRole('grid').waitFor();
  await cell(page, 0, 1).waitFor();
  // Word of changes is heard from here on.
  await page.waitForTimeout(1_000);
  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'GET') asked.push(new URL(request.url()).pathname);
  });
  await cell(page, 0, 1).click();
  await page.keyboard.type('0.25');
  const saved = page.waitForResponse((response) => response.request().method() !== 'GET');
  await page.keyboard.press('Tab');
  await saved;
  await allSaved(page);
  await page.waitForTimeout(2_500);
  assert.deepEqual(
    asked.filter((path) => path.includes('/timesheets/')),
    [],
  );
  await page.context().close();
});

test('what is recorded on the phone shows on the desk, and with it how far the week has come', async () => {
  const desk = await visitor();
  await desk.goto('/timesheet?day=2026-10-07');
  await desk.getByRole('grid').waitFor();
  const before = await desk.locator('tfoot td').last().innerText();
  assert.match(before, /of [\d.]+ · \d+ %/);
  const [row] = await weekOf(desk, '2026-10-05');
  await desk.evaluate(async (jobTaskId) => {
    const session = await (await fetch('/api/v1/session')).json();
    const week = `/api/v1/timesheets/${session.firm.staffId}/2026-10-05`;
    const sheet = await (await fetch(week)).json();
    const { jobId } = sheet.rows.find((each: { jobTaskId: string }) => each.jobTaskId === jobTaskId);
    const answer = await fetch('/api/v1/time-entries', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': 'from-the-phone-1' },
      body: JSON.stringify({
        entries: [{ staffId: session.firm.staffId, jobId, jobTaskId, workedOn: '2026-10-10', minutes: 75 }],
      }),
    });
    if (!answer.ok) throw new Error(await answer.text());
  }, row?.jobTaskId);
  await desk.waitForFunction(
    (text) => document.querySelector('tfoot td:last-child')?.textContent !== text,
    await desk.locator('tfoot td').last().textContent(),
  );
  await desk.context().close();
});

test('the details of a day are accessible', async () => {
  const page = await visitor({});
  await page.goto('/timesheet');
  await page.getByRole('grid').waitFor();
  await cell(page, 0, 1).focus();
  await page.keyboard.press('n');
  await page.getByRole('dialog').getByRole('button', { name: 'Done' }).waitFor();
  await assertAccessibleInBoth(page);
  await page.context().close();
});
