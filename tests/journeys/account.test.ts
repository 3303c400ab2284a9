// What is one's own: a name, a second factor and the sessions it guards; and a firm that asks for one of everybody.

import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { codeOf } from '../api/account.ts';
import { assertAccessible } from './axe.ts';
import { openDemo, signIn, type SignIn } from './demo.ts';

const demo = await openDemo();
const page = await demo.visitor({ viewport: { width: 1280, height: 860 } });
page.setDefaultTimeout(10_000);
await signIn(page, demo.owner);

let secret = '';
let recoveryCodes: string[] = [];

async function assertAccessibleInBoth(on: Page): Promise<void> {
  await on.emulateMedia({ colorScheme: 'dark' });
  await assertAccessible(on);
  await on.emulateMedia({ colorScheme: 'light' });
  await assertAccessible(on);
}

/** As signIn, of somebody who is asked for more. */
async function givePassword(on: Page, { email, password }: SignIn): Promise<void> {
  await on.goto('/sign-in');
  await on.getByLabel('E-mail').fill(email);
  await on.getByLabel('Password', { exact: true }).fill(password);
  await on.getByRole('button', { name: 'Sign in' }).click();
}

test('somebody changes their own name, which shows at once beside the pages', async () => {
  await page.goto('/profile');
  await page.getByRole('list', { name: 'Where you are signed in' }).getByText('This device').waitFor();
  await assertAccessibleInBoth(page);
  await page.getByRole('button', { name: 'Change the name' }).click();
  const drawer = page.getByRole('dialog', { name: 'Change your name' });
  await drawer.getByLabel('Name').fill('Ana Lee-Ito');
  await page.keyboard.press('Control+Enter');
  await page.getByText('Name changed').waitFor();
  await page.getByRole('navigation').getByText('Ana Lee-Ito').waitFor();
});

test('a second factor is set up by keyboard alone, after a code that is wrong and one that is right', async () => {
  await page.getByRole('button', { name: 'Set up', exact: true }).focus();
  await page.keyboard.press('Enter');
  const drawer = page.getByRole('dialog', { name: 'Set up a second factor' });
  await drawer.locator('input[name=password]:focus').waitFor();
  await page.keyboard.type(demo.owner.password);
  await page.keyboard.press('Enter');
  await drawer.getByRole('img', { name: 'QR code for an authenticator app' }).waitFor();
  await drawer.locator('input[name=code]:focus').waitFor();
  await assertAccessibleInBoth(page);
  secret = (await drawer.locator('code').innerText()).replaceAll(' ', '');
  const right = codeOf(secret);
  await page.keyboard.type(right === '000000' ? '000001' : '000000');
  await page.keyboard.press('Enter');
  await drawer.getByText('The code is not right.').waitFor();
  await drawer.locator('input[name=code]:focus').waitFor();
  await page.keyboard.press('Control+a');
  await page.keyboard.type(codeOf(secret));
  await page.keyboard.press('Enter');
  const codes = drawer.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem');
  await codes.nth(9).waitFor();
  recoveryCodes = await codes.allInnerTexts();
  await assertAccessibleInBoth(page);
  await drawer.getByRole('button', { name: 'Done' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Turn off' }).waitFor();
});

test('on a phone, signing in asks for the code, or takes a recovery code, and the laptop signs the phone out', async () => {
  const phone = await demo.visitor({ viewport: { width: 390, height: 844 } });
  phone.setDefaultTimeout(10_000);
  await givePassword(phone, demo.owner);
  await phone.getByRole('heading', { name: 'Your code' }).waitFor();
  await assertAccessibleInBoth(phone);
  await phone.getByLabel('Code', { exact: true }).fill('12');
  await phone.getByRole('button', { name: 'Sign in' }).click();
  await phone.getByText('A code has six digits.').waitFor();
  await phone.getByRole('button', { name: 'Use a recovery code' }).click();
  await phone.getByLabel('Recovery code', { exact: true }).fill(recoveryCodes[0]!);
  await phone.getByRole('button', { name: 'Sign in' }).click();
  await phone.waitForURL(({ pathname }) => pathname !== '/sign-in');
  await phone.goto('/profile');
  await phone.getByRole('button', { name: 'New recovery codes' }).waitFor();
  await assertAccessible(phone);
  await page.reload();
  const sessions = page.getByRole('list', { name: 'Where you are signed in' });
  await sessions.getByRole('listitem').nth(1).waitFor();
  await page.getByRole('button', { name: 'Sign out everywhere else…' }).click();
  await page
    .getByRole('dialog', { name: 'Sign out everywhere else?' })
    .getByRole('button', { name: 'Sign out everywhere else' })
    .click();
  await page.getByText('You are signed out everywhere else').waitFor();
  await phone.goto('/profile');
  await phone.waitForURL('**/sign-in**');
});

test('a firm asks everybody for a second factor: who has none is led to it and nowhere else', async () => {
  const staff = await demo.visitor({ viewport: { width: 390, height: 844 } });
  staff.setDefaultTimeout(10_000);
  await signIn(staff, demo.staff);
  await page.goto('/settings/people');
  await page.getByLabel('Everybody signs in with a second factor').check();
  await page
    .locator('form', { has: page.getByLabel('Everybody signs in with a second factor') })
    .getByRole('button', { name: 'Save' })
    .click();
  await page.getByRole('dialog').getByRole('button', { name: 'Require it' }).click();
  await page.getByText('Saved', { exact: true }).waitFor();
  await assertAccessibleInBoth(page);
  await staff.goto('/jobs');
  await staff.waitForURL('**/two-factor**');
  await staff.getByLabel('Your password', { exact: true }).waitFor();
  await assertAccessibleInBoth(staff);
  await staff.getByLabel('Your password', { exact: true }).fill(demo.staff.password);
  await staff.getByRole('button', { name: 'Go on' }).click();
  const own = (await staff.locator('code').innerText()).replaceAll(' ', '');
  await staff.getByLabel('Code', { exact: true }).fill(codeOf(own));
  await staff.getByRole('button', { name: 'Turn on' }).click();
  await staff.getByRole('list', { name: 'Recovery codes' }).waitFor();
  await assertAccessible(staff);
  await staff.getByRole('button', { name: 'Go on' }).click();
  await staff.waitForURL('**/jobs');
});

test('an owner resets the second factor of somebody who has lost their phone', async () => {
  await page.reload();
  const people = page.getByRole('list', { name: 'People' });
  const row = people.getByRole('listitem').filter({ hasText: demo.staff.email });
  await row.getByText('Second factor').waitFor();
  await row.getByRole('button').first().click();
  await page.getByRole('button', { name: 'Reset second factor…' }).click();
  const question = page.getByRole('dialog', { name: /^Reset the second factor of/ });
  await question.getByRole('button', { name: 'Reset it' }).click();
  await page.getByText('signs in with the password alone from now on').waitFor();
  await row.getByText('Password only').waitFor();
  const again = await demo.visitor();
  again.setDefaultTimeout(10_000);
  await givePassword(again, demo.staff);
  await again.getByRole('heading', { name: 'Set up a second factor' }).waitFor();
});
