// Costs: on a phone with the receipt, on a desk one by one and many at once.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { assertAccessible } from './axe.ts';
import { openDemo, signIn } from './demo.ts';

const demo = await openDemo();
const phone = await demo.visitor({
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
});
await signIn(phone, demo.staff);
const desk = await demo.visitor({ viewport: { width: 1280, height: 800 } });
await signIn(desk, demo.owner);

test('a staff member takes a photo of a receipt and records what they paid', async () => {
  await phone.goto('/costs');
  await phone.getByText('No costs yet').waitFor();
  await assertAccessible(phone);
  await phone.getByRole('button', { name: 'Record a cost' }).first().click();
  const form = phone.getByRole('dialog', { name: 'Record a cost' });
  await form.getByLabel('Photo of the receipt').setInputFiles(await photo(phone, 4000, 3000));
  await form.getByText('Sent when you record').waitFor();
  await form.getByLabel('Job').click();
  await phone.getByRole('option').first().click();
  await form.getByLabel('Description').fill('Taxi to the printer');
  await form.getByLabel('Amount paid').fill('42.5');
  await form.getByLabel('Day', { exact: true }).fill('2026-11-17');
  await assertAccessible(phone);
  await form.getByRole('button', { name: 'Record', exact: true }).click();
  await phone.getByText('Taxi to the printer: 42.50 NZD recorded').waitFor();
  await form.waitFor({ state: 'detached' });
  await phone.getByRole('link', { name: 'Taxi to the printer' }).click();
  const thumbnail = phone.getByRole('button', { name: /^Show / });
  await thumbnail.click();
  const picture = phone.getByRole('img', { name: /^Receipt / });
  await picture.waitFor();
  const width = await picture.evaluate((image: HTMLImageElement) => image.naturalWidth);
  assert.equal(width, 2000, 'the photo was made smaller before it was sent');
  await assertAccessible(phone);
});

test('a photo that does not arrive survives a reload, before the cost is recorded and after, and is sent by itself', async () => {
  await phone.goto('/costs?add=cost');
  const form = phone.getByRole('dialog', { name: 'Record a cost' });
  await form.getByLabel('Photo of the receipt').setInputFiles(await photo(phone, 300, 200));
  await form.getByText('Sent when you record').waitFor();
  await phone.reload();
  await form.getByText('Sent when you record').waitFor();
  await form.getByLabel('Job').click();
  await phone.getByRole('option').first().click();
  await form.getByLabel('Description').fill('Parking');
  await form.getByLabel('Amount paid').fill('8');
  await form.getByLabel('Day', { exact: true }).fill('2026-11-17');
  await phone.route('**/api/v1/attachments?*', (route) =>
    route.request().method() === 'POST' ? route.abort() : route.fallback(),
  );
  await form.getByRole('button', { name: 'Record', exact: true }).click();
  const receipt = phone.getByRole('dialog', { name: 'The receipt' });
  await receipt.getByRole('button', { name: 'Try again' }).waitFor();
  await receipt.getByText('sent when the server is back').waitFor();
  await phone.unroute('**/api/v1/attachments?*');
  await phone.goto('/timesheet');
  await phone.getByText('A receipt that waited is sent').waitFor();
  await phone.goto('/costs');
  await phone.locator('tbody tr', { hasText: 'Parking' }).getByText('receipt').waitFor();
});

test('the bookkeeper finds it with its receipt and who recorded it; staff see no costs of others', async () => {
  const mine = (await (await phone.request.get('/api/v1/cost-entries')).json()) as { items: unknown[] };
  assert.equal(mine.items.length, 2);
  await desk.goto('/costs?text=taxi');
  await desk.getByRole('link', { name: 'Taxi to the printer' }).waitFor();
  assert.equal(await desk.locator('tbody tr[data-index]').count(), 1);
});

test('a markup prices a cost, and a removed cost comes back with Undo', async () => {
  await desk.goto('/costs?text=taxi');
  await desk.getByRole('link', { name: 'Taxi to the printer' }).click();
  const form = desk.getByRole('dialog', { name: 'Taxi to the printer' });
  await form.getByLabel('Cost to the firm').waitFor();
  assert.equal(await form.getByLabel('Cost to the firm').inputValue(), '42.50');
  await form.getByLabel('Markup').fill('20');
  assert.equal(await form.getByLabel('Price for the client').inputValue(), '51.00');
  await assertAccessible(desk);
  await desk.keyboard.press('Control+Enter');
  await desk.getByText('Cost changed').waitFor();
  await desk.getByRole('link', { name: 'Taxi to the printer' }).click();
  await form.getByRole('button', { name: 'Remove', exact: true }).click();
  await desk.getByText('Taxi to the printer removed').waitFor();
  await desk.getByRole('button', { name: 'Undo' }).click();
  await desk.locator('tbody tr', { hasText: '51.00' }).waitFor();
});

test('a billed cost says why it stays as it is', async () => {
  await desk.goto('/costs?open=false&billable=true&actual=true');
  await desk.locator('tbody tr', { hasText: 'Settled' }).first().getByRole('link').first().click();
  const form = desk.getByRole('dialog');
  await form.getByText(/is invoiced, written off or on, so it stays as it is/).waitFor();
  assert.equal(await form.getByLabel('Description').isDisabled(), true);
});

test('many costs are typed like a sheet, by keyboard, and recorded together', async () => {
  await desk.goto('/costs/many');
  for (const [row, what, price] of [
    [1, 'Prints', '120'],
    [2, 'Courier', '15.5'],
  ] as const) {
    await desk.getByRole('textbox', { name: `Job, row ${row}` }).focus();
    await desk.keyboard.type('KL000001');
    await desk.getByRole('option', { name: /KL000001/ }).waitFor();
    await desk.keyboard.press('Enter');
    await desk.getByLabel(`Day, row ${row}`, { exact: true }).fill('2026-11-16');
    await desk.getByLabel(`Description, row ${row}`).fill(what);
    await desk.getByLabel(`Price for the client, row ${row}`).fill(price);
  }
  await desk.getByRole('button', { name: 'Record 2 costs' }).waitFor();
  await desk.keyboard.press('Control+Enter');
  await desk.getByText('2 costs recorded').waitFor();
  await desk.waitForURL(/\/costs(\?|$)/);
});

/** A photo as a camera takes it. */
async function photo(page: Page, width: number, height: number) {
  const content = await page.evaluate(
    async ([across, down]) => {
      const canvas = document.createElement('canvas');
      canvas.width = across;
      canvas.height = down;
      const drawing = canvas.getContext('2d');
      if (drawing === null) throw new Error('no canvas');
      for (let line = 0; line < down; line += 4) {
        drawing.fillStyle = `rgb(${(line * 7) % 256} ${(line * 13) % 256} ${(line * 29) % 256})`;
        drawing.fillRect((line * 3) % across, line, across, 4);
      }
      const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
      return [...new Uint8Array((await blob?.arrayBuffer()) ?? new ArrayBuffer(0))];
    },
    [width, height] as const,
  );
  return { name: 'IMG_0042.png', mimeType: 'image/png', buffer: Buffer.from(content) };
}
