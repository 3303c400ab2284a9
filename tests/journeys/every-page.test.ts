// Every page that the router knows, in a firm that has one of everything: accessible in both themes, with a name, no wider than
// its window, and without a fault behind it. That a page was forgotten is a failure too.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { grantOperator } from '#store/monitoring/operators.ts';
import { assertAccessibleInBoth } from './axe.ts';
import { openDemo, signIn } from './demo.ts';
import { addresses, entryAddresses, follow, furnish, linksWithin, routesOf } from './every-page-addresses.ts';
import { watch, type Watch } from './watch.ts';

const laptop = { width: 1280, height: 860 };
const widths = [390, 1920, laptop.width];
const demo = await openDemo({ works: true, statusPage: 'public' });
await demo.database.asInstallation((tx) => grantOperator(tx, demo.owner.email));
const page = await demo.visitor({ viewport: laptop });
const seen = watch(page);
await signIn(page, demo.owner);
const ids = await furnish(page);
await seen.settled();

const titles = new Map<string, string>();
const found = Object.values(addresses).flatMap((of) => of(ids));
for (const [from, prefix] of [
  ['/reports', '/reports/'],
  ['/settings/firm', '/settings/'],
] as const) {
  await follow(page, from);
  await seen.settled();
  found.push(...(await linksWithin(page, prefix)));
}

seen.faults();

test('no page of the router is left out', async () => {
  const visited = { ...addresses, ...entryAddresses };
  assert.deepEqual((await routesOf(page)).toSorted(), Object.keys(visited).toSorted());
});

for (const address of new Set(found))
  test(`${address} is as a page should be`, async () => {
    await follow(page, address);
    await lookAt(page, seen, address);
  });

test('so are the pages before one has signed in', async () => {
  const stranger = await demo.visitor({ viewport: laptop });
  const seenByStranger = watch(stranger);
  const setUp = '**/api/v1/set-up';
  for (const address of Object.values(entryAddresses).flatMap((of) => of(ids))) {
    const isNew = address === '/set-up';
    if (isNew) await stranger.route(setUp, (route) => route.fulfill({ json: { needed: true } }));
    await stranger.goto(address);
    await lookAt(stranger, seenByStranger, address);
    if (isNew) await stranger.unroute(setUp);
  }
  await stranger.context().close();
});

test('what staff open on a phone is readable there, and at the lower rows of the compact look', async () => {
  const phone = await demo.visitor({ viewport: { width: 390, height: 844 }, hasTouch: true });
  const seenByStaff = watch(phone);
  await signIn(phone, demo.staff);
  for (const address of ['/timesheet', '/costs', '/jobs', '/jobs/1', '/profile', '/help']) {
    await follow(phone, address);
    await seenByStaff.settled();
    await assertAccessibleInBoth(phone);
    assert.deepEqual(seenByStaff.faults(), []);
  }
  await phone.context().close();
  await page.evaluate(() => {
    document.documentElement.dataset['density'] = 'compact';
  });
  for (const address of ['/wip', '/timesheet', '/jobs']) {
    await follow(page, address);
    await seen.settled();
    await assertAccessibleInBoth(page);
  }
});

/** Once the page has all that it asked for. */
async function lookAt(on: Page, behind: Watch, address: string): Promise<void> {
  for (const width of widths) {
    await on.setViewportSize({ ...laptop, width });
    await behind.settled();
    const wider = await on.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(wider <= 0, `${wider} px wider than a window of ${width} px`);
  }
  assert.equal(await on.locator('h1').count(), 1, 'one heading of the first level');
  const title = await on.title();
  assert.match(title, /^.+ · Workledger$/);
  const namesake = titles.get(title);
  assert.ok(namesake === undefined || isSamePage(namesake, address), `${title} is also that of ${namesake}`);
  titles.set(title, address);
  await assertAccessibleInBoth(on);
  assert.deepEqual(behind.faults(), []);
}

/** Parts of one page, told apart by what is behind the question mark. */
function isSamePage(one: string, other: string): boolean {
  return one.split('?')[0] === other.split('?')[0];
}
