// How the pages that matter most look, in both themes. The browser is the one among the packages and the firm
// stands on one day, so that another machine draws the same.
// `UPDATE_PICTURES=1 node --test tests/journeys/pictures.test.ts` takes the pictures anew.

import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { show } from './axe.ts';
import { now, openDemo, signIn } from './demo.ts';
import { follow, furnish } from './every-page-addresses.ts';
import { comparePicture } from './pictures-compare.ts';
import { watch } from './watch.ts';

const laptop = { width: 1280, height: 860 };
const phone = { width: 390, height: 844 };
const demo = await openDemo({ works: true, browser: 'packaged' });
const page = await visitor();
const seen = watch(page);
await signIn(page, demo.owner);
const { draft, invoice, quote, run } = await furnish(page);

const pages = {
  home: '/home',
  timesheet: '/timesheet',
  wip: '/wip',
  job: '/jobs/1',
  client: '/clients/1',
  composer: `/invoices/new?draft=${draft}`,
  invoice: `/invoices/${invoice}`,
  quote: `/quotes/${quote}`,
  'billing-run': `/billing-runs/${run}`,
  report: '/reports/realisation',
  settings: '/settings/firm',
};

for (const [name, address] of Object.entries(pages))
  test(`${name} looks as before`, async () => {
    await page.setViewportSize(laptop);
    await follow(page, address);
    await seen.settled();
    await compareInBoth(page, name);
    if (name !== 'timesheet' && name !== 'wip') return;
    await page.setViewportSize(phone);
    await seen.settled();
    await compareInBoth(page, `${name}-phone`);
  });

test('signing in looks as before', async () => {
  const stranger = await visitor();
  const seenByStranger = watch(stranger);
  await stranger.goto('/sign-in');
  await seenByStranger.settled();
  await compareInBoth(stranger, 'sign-in');
  await stranger.context().close();
});

async function compareInBoth(on: Page, name: string): Promise<void> {
  await on.mouse.move(0, 0);
  for (const theme of ['light', 'dark'] as const) {
    await show(on, theme);
    await on.evaluate(() => document.fonts.ready);
    await comparePicture(on, `${name}-${theme}`);
  }
  await show(on, 'light');
}

async function visitor(): Promise<Page> {
  const opened = await demo.visitor({
    viewport: laptop,
    timezoneId: 'Pacific/Auckland',
    reducedMotion: 'reduce',
  });
  await opened.clock.setFixedTime(now);
  return opened;
}
