// The operator's page over a year of real rows, and the status page that anybody may see.

import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { grantOperator } from '#store/monitoring/operators.ts';
import { assertAccessible } from './axe.ts';
import { openDemo, signIn } from './demo.ts';
import { furnishMonitoring } from './monitoring-history.ts';

const pictures = join(import.meta.dirname, '..', '..', 'test-results', 'journeys');
await mkdir(pictures, { recursive: true });
const demo = await openDemo({ statusPage: 'public' });
await furnishMonitoring(demo.database);
await demo.database.asInstallation((tx) => grantOperator(tx, demo.owner.email));
const page = await demo.visitor({ viewport: { width: 1280, height: 900 } });
await signIn(page, demo.owner);

test('an operator sees at once what to look at and what to act upon', async () => {
  await page.getByRole('link', { name: 'Operator' }).waitFor();
  await page.keyboard.press('g');
  await page.keyboard.press('o');
  await page.waitForURL('**/operator');
  const tiles = page.getByRole('list', { name: 'Checks' });
  await tiles
    .locator('li', { hasText: 'web2' })
    .filter({ hasText: 'Disk' })
    .getByText('Act', { exact: true })
    .waitFor();
  await tiles.getByText('Make room now').waitFor();
  await tiles.locator('li', { hasText: 'Ledger' }).getByText('OK', { exact: true }).waitFor();
  await tiles.locator('li', { hasText: 'there is no backup' }).getByText('Act', { exact: true }).waitFor();
  const programs = page.getByRole('table', { name: 'Servers and workers' });
  await programs.getByText('Draining').waitFor();
  await programs.getByText('just now').first().waitFor();
  assert.equal(await programs.getByText('At work').count(), 2);
  await look('operator');
});

test('the history goes from the last hour to the last year, for one server too, by the keyboard', async () => {
  await tab('Utilisation', 'utilisation');
  await page.getByRole('img', { name: /Processors busy: 14\d points/ }).waitFor();
  await page.getByRole('slider', { name: 'Points of Disk in use' }).focus();
  await page.keyboard.press('Home');
  await page.getByText('web1').first().waitFor();
  await page.getByRole('table', { name: 'What grows, and when it is full' }).getByText('8 days').waitFor();
  await look('operator-utilisation');
  await page.keyboard.press('6');
  await page.waitForURL(/span=year/);
  await page.getByRole('img', { name: /Requests per second: 36\d points/ }).waitFor();
  await page.getByRole('button', { name: 'Server', exact: true }).click();
  await page.getByRole('option', { name: 'web2' }).click();
  await page.waitForURL(/server=web2/);
  await page.getByRole('figure', { name: 'Size of the database' }).waitFor({ state: 'detached' });
  const requests = page.getByRole('figure', { name: 'Requests per second', exact: true });
  await requests.getByRole('button', { name: 'Show as table' }).click();
  await requests.getByRole('columnheader', { name: 'web2' }).waitFor();
  await page.goBack();
  await page.getByRole('figure', { name: 'Size of the database' }).waitFor();
});

test('endpoints, routines, the database and firms are told in figures', async () => {
  await tab('Requests', 'requests');
  await page.getByRole('row', { name: /POST \/time-entries/ }).waitFor();
  await look('operator-requests');
  await tab('Queue and routines', 'queue');
  await page.getByText('Nobody works.').waitFor();
  const failed = page.getByRole('table', { name: 'What failed' });
  await failed.getByRole('row', { name: /Send mail .*ECONNREFUSED.* 2 5 h ago 8 × in 20 min/ }).waitFor();
  await failed.getByRole('row', { name: /Authentication credentials invalid.* given up/ }).waitFor();
  await look('operator-queue');
  await page.setViewportSize({ width: 390, height: 844 });
  await look('operator-queue-phone');
  await page.setViewportSize({ width: 1280, height: 900 });
  await tab('Database', 'database');
  await page.getByText('does not count its statements').waitFor();
  await page.locator('dl > div', { hasText: 'Size' }).first().waitFor();
  await tab('Firms', 'firms');
  await page.getByRole('row', { name: /\(demo\)/ }).waitFor();
  await look('operator-firms');
});

test('the ledgers are recounted when somebody asks for it', async () => {
  await tab('Ledger', 'ledger');
  await page
    .getByRole('row', { name: /Agrees/ })
    .first()
    .waitFor();
  await page.getByRole('button', { name: 'Check now' }).click();
  await page.getByRole('status').filter({ hasText: 'Asked for' }).waitFor();
  await look('operator-ledger');
  await tab('Backups', 'backups');
  await page.getByText('set BACKUP_TARGET.').first().waitFor();
  await page.getByRole('row', { name: /Broken off .*Last heard of on/ }).waitFor();
  await look('operator-backups');
});

test('an incident that is told stands on the status page, which needs nobody to sign in', async () => {
  await tab('Availability', 'availability');
  await page.getByRole('button', { name: 'Tell of an incident' }).click();
  const drawer = page.getByRole('dialog', { name: 'Tell of an incident' });
  await drawer.getByLabel('What is wrong').fill('Mail is late');
  await drawer.getByLabel('From', { exact: true }).fill('2026-11-18T14:00');
  await drawer.getByLabel('What people should know').fill('The mail server was away. Nothing is lost.');
  await drawer.getByRole('button', { name: 'Save' }).click();
  await drawer.waitFor({ state: 'detached' });
  await page.getByRole('row', { name: /Mail is late/ }).waitFor();
  await look('operator-availability');
  const phone = await demo.visitor({ viewport: { width: 390, height: 844 } });
  await phone.goto('/status');
  await phone.getByRole('heading', { name: 'There is an incident' }).waitFor();
  await phone.getByText('Nothing is lost.').waitFor();
  await look('status', phone);
  await page.getByRole('button', { name: 'Acts on Mail is late' }).click();
  await page.getByRole('button', { name: 'It is over' }).click();
  await page.getByText('Mail is late is over').waitFor();
  await phone.reload();
  await phone.getByRole('heading', { name: 'Everything works' }).waitFor();
  await phone.context().close();
});

test('nobody else is shown the page, and a server that fails is said', async () => {
  const staff = await demo.visitor();
  await signIn(staff, demo.staff);
  await staff.getByRole('link', { name: 'Timesheet' }).waitFor();
  assert.equal(await staff.getByRole('link', { name: 'Operator' }).count(), 0);
  await staff.goto('/operator');
  await staff.getByText('This page is for operators').waitFor();
  await staff.context().close();
  await page.route('**/api/v1/operator/checks*', (route) => route.abort());
  await page.goto('/operator');
  await page.getByRole('button', { name: 'Try again' }).waitFor({ timeout: 20_000 });
  await page.unroute('**/api/v1/operator/checks*');
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('list', { name: 'Checks' }).waitFor();
});

async function tab(name: string, value: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Operator' }).getByRole('link', { name, exact: true }).click();
  await page.waitForURL(new RegExp(`tab=${value}`));
}

/** What is on the screen is accessible in both themes, and leaves a picture of each. */
async function look(picture: string, on: Page = page): Promise<void> {
  for (const theme of ['light', 'dark'] as const) {
    await on.evaluate((scheme) => {
      document.documentElement.dataset['mantineColorScheme'] = scheme;
    }, theme);
    await on.waitForTimeout(200);
    await assertAccessible(on);
    await on.screenshot({ path: join(pictures, `${picture}-${theme}.png`) });
  }
  await on.evaluate(() => {
    document.documentElement.dataset['mantineColorScheme'] = 'light';
  });
}
