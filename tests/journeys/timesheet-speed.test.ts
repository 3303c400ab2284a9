// How fast the grid is under the fingers, with more rows than a week ever has.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openBrowser } from './browser.ts';
import { buildPages, servePages } from './pages.ts';
import { standIn, standInSession } from './stand-in.ts';

const [browser, folder] = await Promise.all([openBrowser(), buildPages()]);
const address = await servePages(folder);
after(() => browser.close());

const keystrokeMsMax = 50;
const rowCount = 30;

const days = Array.from({ length: 7 }, (_, place) => `2026-11-${16 + place}`);
const sheet = {
  staff: { id: '1', name: 'Mere Tahana', active: true },
  weekStart: days[0],
  weekEnd: days[6],
  today: '2026-11-22',
  latestOn: '2026-11-22',
  editable: true,
  reason: null,
  days: days.map((on) => ({ on, minutes: 0, targetMinutes: 450, reason: null })),
  minutes: 0,
  targetMinutes: 2250,
  submissionExpected: false,
  submission: null,
  rows: Array.from({ length: rowCount }, (_, row) => ({
    jobId: String(row),
    jobNumber: `J${row}`,
    jobName: 'Fit-out drawings and consent documentation for the second and third floors of the east wing',
    clientName: 'The Society for the Preservation of Unusually Long Names Incorporated',
    jobTaskId: String(row),
    taskName: `Task ${row}`,
    taskIsBillable: true,
    reason: null,
    entries: days.slice(0, 5).map((workedOn, day) => ({
      id: String(row * 10 + day + 1),
      version: 1,
      workedOn,
      minutes: 15,
      billable: true,
      note: null,
      state: 'open',
      reason: null,
    })),
  })),
  lastWeek: [],
};

test(`with ${rowCount} rows, a keystroke is painted within ${keystrokeMsMax} ms`, async () => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await standIn(context, {
    '/session': () => standInSession,
    '/timesheets/*/*': () => sheet,
    '/timesheets/*/*/cells': () => ({ outcomes: [] }),
    '/timesheet-rows': () => ({ items: [] }),
    '/timers': () => ({ items: [], nextCursor: null }),
    '/staff': () => ({ items: [], nextCursor: null }),
  });
  const page = await context.newPage();
  await page.goto(`${address}/timesheet?day=2026-11-18`);
  await page.locator('input[data-row="29"]').first().waitFor();
  await page.evaluate(() => {
    const here = window as unknown as { paintedMs: number[] };
    here.paintedMs = [];
    document.addEventListener(
      'keydown',
      () => {
        const pressedAt = performance.now();
        requestAnimationFrame(() => {
          const channel = new MessageChannel();
          // After the frame in which it is drawn.
          channel.port1.onmessage = () => here.paintedMs.push(performance.now() - pressedAt);
          channel.port2.postMessage(null);
        });
      },
      { capture: true },
    );
  });
  await page.locator('input[data-row="3"][data-day="0"]').focus();
  for (let row = 0; row < 8; row += 1) {
    await page.keyboard.type('1:4', { delay: 25 });
    await page.keyboard.press('Tab');
    await page.keyboard.type('2.25', { delay: 25 });
    await page.keyboard.press('Enter');
  }
  const paintedMs = await page.evaluate(() => (window as unknown as { paintedMs: number[] }).paintedMs);
  const sorted = paintedMs.toSorted((a, b) => a - b);
  const [median, slow] = [sorted[Math.floor(sorted.length / 2)]!, sorted[Math.floor(sorted.length * 0.9)]!];
  assert.ok(paintedMs.length >= 64, `${paintedMs.length} keystrokes`);
  assert.ok(
    median <= keystrokeMsMax,
    `median ${median.toFixed(1)} ms, nine of ten within ${slow.toFixed(1)} ms`,
  );
  await context.close();
});
