// What opens over the pages, by the keys that a person presses: forms, previews, the palette. Each is accessible in both themes,
// and goes by Escape.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessibleInBoth } from './axe.ts';
import { openDemo, signIn } from './demo.ts';
import { follow, furnish } from './every-page-addresses.ts';
import { watch } from './watch.ts';

const demo = await openDemo({ works: true });
const page = await demo.visitor({ viewport: { width: 1280, height: 860 } });
page.setDefaultTimeout(10_000);
const seen = watch(page);
await signIn(page, demo.owner);
const { draft, invoice, quote, run } = await furnish(page);
await seen.settled();
seen.faults();

/** Which keys open something, by the address of the page. Nothing: the address opens it. */
const opens: Readonly<Record<string, readonly string[]>> = {
  '/home': ['?', 'Control+k'],
  '/clients': ['n'],
  '/clients/1': ['e', 'n'],
  '/clients/1/account': ['s'],
  '/jobs': ['n'],
  '/jobs/1': ['t', 'n', 'w', 'm', 'e'],
  '/costs': ['n'],
  '/staff': ['n'],
  '/staff/1': ['e'],
  '/tasks': ['n'],
  '/rates': ['v'],
  '/payments?add=payment': [''],
  [`/invoices/${draft}`]: ['a'],
  [`/invoices/${invoice}`]: ['p', 's'],
  [`/quotes/${quote}`]: ['s', 'd', 'a'],
  '/billing-runs': ['n'],
  [`/billing-runs/${run}`]: ['e', 's'],
  '/reports/wip-journal': ['e'],
  '/settings/people': ['n'],
  '/settings/job-states': ['n'],
  '/settings/reasons': ['n'],
  '/settings/taxes': ['n'],
  '/settings/numbering': ['n'],
  '/settings/api-keys': ['n'],
};

for (const [address, keys] of Object.entries(opens))
  test(`what opens over ${address} is accessible`, async () => {
    await follow(page, address);
    await seen.settled();
    for (const key of keys) {
      if (key !== '') await page.keyboard.press(key);
      const dialog = page.getByRole('dialog').or(page.getByRole('alertdialog')).first();
      await dialog.waitFor().catch(() => assert.fail(`nothing opens by ${key}`));
      await seen.settled();
      await assertAccessibleInBoth(page, '[role=dialog], [role=alertdialog]');
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' }).catch(() => assert.fail(`what opened by ${key} stays`));
    }
    assert.deepEqual(seen.faults(), []);
  });
