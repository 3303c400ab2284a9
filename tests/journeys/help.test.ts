// Help is found from the page that one is on, in words and in pictures.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible, assertAccessibleInBoth, show } from './axe.ts';
import { openDemo, signIn } from './demo.ts';

const demo = await openDemo();
const page = await demo.visitor();
await signIn(page, demo.staff);

test('two keys lead from a page to the part of a guide that tells of it, with its picture', async () => {
  await page.getByRole('grid').waitFor();
  await page.locator('body').press('g');
  await page.keyboard.press('Shift+?');
  await page.waitForURL('**/help/for-staff#record-a-week-in-a-minute');
  await page.getByRole('heading', { name: 'For staff', level: 1 }).waitFor();
  await page.getByRole('heading', { name: 'Record a week in a minute' }).waitFor();
  const picture = page.getByRole('img', { name: /^The timesheet: a row for each task/ });
  await picture.waitFor();
  assert.match(await loaded(), /\/week-[^/]*\.webp$/);
  await assertAccessibleInBoth(page);
  await show(page, 'dark');
  assert.match(await loaded(), /\/week-dark-[^/]*\.webp$/);
  await show(page, 'light');

  async function loaded(): Promise<string> {
    await page.waitForFunction(() =>
      [...document.querySelectorAll('figure img')].some(
        (each) => each.checkVisibility() && (each as HTMLImageElement).naturalWidth > 400,
      ),
    );
    return (await picture.first().getAttribute('src')) ?? '';
  }
});

test('a guide leads on inside the product, and Back comes back', async () => {
  await page.getByRole('link', { name: 'Recording time' }).click();
  await page.waitForURL('**/help/recording-time');
  await page.getByRole('heading', { name: 'Recording time', level: 1 }).waitFor();
  await page
    .getByRole('navigation', { name: 'In this guide' })
    .getByRole('link', { name: 'The timer' })
    .click();
  await page.waitForURL('**/help/recording-time#the-timer');
  const top = await page
    .getByRole('heading', { name: 'The timer' })
    .evaluate((heading) => heading.getBoundingClientRect().top);
  assert.ok(top >= 0 && top < 300, `The heading stands ${top} px below the upper edge`);
  await page.goBack();
  await page.goBack();
  await page.waitForURL('**/help/for-staff#**');
});

test('what is looked for is found in the own guide first', async () => {
  await page.keyboard.press('/');
  await page.waitForURL('**/help');
  await page.getByRole('searchbox', { name: 'Find in the guides' }).fill('photo');
  const found = page
    .getByRole('region', { name: 'Found in the guides' })
    .or(page.locator('ol'))
    .getByRole('link');
  await found.first().waitFor();
  assert.equal(await found.first().innerText(), 'Record a cost with a photo');
  await assertAccessible(page);
  await found.first().click();
  await page.waitForURL('**/help/for-staff#record-a-cost-with-a-photo');
  await page.goBack();
  await page.getByRole('searchbox', { name: 'Find in the guides' }).fill('xyzzy');
  await page.getByRole('heading', { name: 'Nothing of that kind in the guides' }).waitFor();
});

test('an owner finds their guide first, and the help with a setting from the keys', async () => {
  const owner = await demo.visitor({ viewport: { width: 390, height: 844 } });
  await signIn(owner, demo.owner);
  await owner.goto('/help');
  await owner.getByRole('heading', { name: 'Your guide: For owners' }).waitFor();
  await owner.goto('/settings/taxes');
  await owner.getByRole('heading', { name: 'Taxes' }).waitFor();
  await owner.keyboard.press('?');
  await owner
    .getByRole('dialog', { name: 'Keys' })
    .getByRole('button', { name: 'Help with this page' })
    .click();
  await owner.waitForURL('**/help/for-bookkeepers#set-up-taxes-and-numbers');
  await owner.getByRole('heading', { name: 'Set up taxes and numbers' }).waitFor();
  await owner.goto('/help/for-nobody');
  await owner.getByRole('heading', { name: 'There is no such page' }).waitFor();
});
