// What somebody does on a page before its picture is taken.

import type { Page } from 'playwright-core';

export type Step = (page: Page) => Promise<void>;

export const standOnBilledCell: Step = async (page) => {
  await page.locator('td[data-fixed] input[title*="INV-"]').first().focus();
};

export const openReceipt: Step = async (page) => {
  await page.locator('tbody tr[data-index="0"]').waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('r');
  await page.getByRole('dialog').waitFor();
};

export const tickThree: Step = async (page) => {
  await page.locator('tbody tr[data-index="0"]').waitFor();
  for (const key of ['j', 'x', 'j', 'x', 'j', 'x']) await page.keyboard.press(key);
};

export const typeIntoPalette: Step = async (page) => {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Find or do anything' }).fill('member p');
  await page
    .getByRole('option', { name: /Member portal/ })
    .first()
    .waitFor();
};

export const fillPayment: Step = async (page) => {
  await page.getByRole('textbox', { name: 'Client' }).fill('Rookstead');
  await page
    .getByRole('option', { name: /Rookstead/ })
    .first()
    .click();
  await page
    .getByLabel(/^What INV-.* gets$/)
    .first()
    .waitFor();
  await page.getByRole('textbox', { name: 'Amount', exact: true }).fill('5000');
  await page.getByRole('textbox', { name: 'Method' }).fill('Bank transfer');
};

export const fillInvitation: Step = async (page) => {
  await page.getByLabel('Name', { exact: true }).fill('Ben Otis');
  await page.getByLabel('E-mail').fill('ben@kea-lantern.example');
};

export const fillCost: Step = async (page) => {
  const form = page.getByRole('dialog', { name: 'Record a cost' });
  const photo = { name: 'receipt.png', mimeType: 'image/png', buffer: await drawnReceipt(page) };
  await form.getByLabel('Photo of the receipt').setInputFiles(photo);
  await form.getByText('Sent when you record').waitFor();
  await form.getByLabel('Job').fill('Member portal');
  await page.getByRole('option').first().click();
  await form.getByLabel('Description').fill('Taxi to the printer');
  await form.getByLabel('Amount paid').fill('42.50');
};

/** Paper with lines on it, as of a till. */
async function drawnReceipt(page: Page): Promise<Buffer> {
  const address = await page.evaluate(() => {
    const canvas = document.createElement('canvas');
    canvas.width = 300;
    canvas.height = 420;
    const pen = canvas.getContext('2d')!;
    pen.fillStyle = '#8a7a66';
    pen.fillRect(0, 0, 300, 420);
    pen.fillStyle = '#fdfcf8';
    pen.fillRect(50, 24, 200, 372);
    pen.fillStyle = '#333333';
    pen.font = '20px sans-serif';
    pen.fillText('Harbour Taxis', 70, 66);
    pen.font = '14px monospace';
    for (const [place, line] of [
      '17 Nov 2026',
      '',
      'Fare     36.96',
      'GST 15%   5.54',
      '',
      'Total    42.50',
    ].entries())
      pen.fillText(line, 70, 110 + place * 34);
    return canvas.toDataURL('image/png');
  });
  return Buffer.from(address.slice(address.indexOf(',') + 1), 'base64');
}
