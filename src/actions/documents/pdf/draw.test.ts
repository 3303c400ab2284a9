import assert from 'node:assert/strict';
import { performance } from 'node:perf_hooks';
import { test } from 'node:test';
import { layoutDocument } from '#core/documents/layout.ts';
import { invoiceOf, lineOf, template } from '#core/documents/testing.ts';
import { drawPdf } from './draw.ts';
import { renderPdf, type Drawing } from './render.ts';
import { pngOf } from './testing/png.ts';

const drawnAt = '2026-03-31T02:00:00Z';
const look = { pageSize: 'A4', accentColour: '#1f4e5f', logo: null, logoType: null } as const;
const texts = { ...template, introduction: 'With our thanks', terms: 'Within 20 days', footer: null };

function drawing(lines = 1): Drawing {
  const all = Array.from({ length: lines }, () => lineOf({ amountMinor: 1_000n }));
  return { document: layoutDocument(invoiceOf(all), texts), look, drawnAt };
}

test('a PDF is the same wherever it is drawn', async () => {
  const content = await drawPdf(drawing(3));
  assert.ok(Buffer.isBuffer(content));
  assert.deepEqual(content, Buffer.from(await renderPdf(drawing(3))));
});

test('while long PDFs are drawn, this thread has its hands free', async () => {
  const before = performance.eventLoopUtilization();
  await Promise.all([drawPdf(drawing(300)), drawPdf(drawing(300)), drawPdf(drawing(300))]);
  const { utilization } = performance.eventLoopUtilization(before);
  assert.ok(utilization < 0.5, `busy for ${Math.round(utilization * 100)} %`);
});

test('what somebody waits for comes before what is drawn in bulk', async () => {
  const order: string[] = [];
  const bulk = Array.from({ length: 12 }, async () => {
    await drawPdf(drawing(), 'bulk');
    order.push('bulk');
  });
  const awaited = drawPdf(drawing()).then(() => order.push('awaited'));
  await Promise.all([...bulk, awaited]);
  assert.ok(order.indexOf('awaited') < 6, order.join(' '));
});

test('one that cannot be drawn fails alone', async () => {
  const broken = { ...drawing(), document: null } as unknown as Drawing;
  const unsendable = { ...drawing(), document: () => null } as unknown as Drawing;
  const [first, second, third] = await Promise.allSettled([
    drawPdf(broken),
    drawPdf(unsendable),
    drawPdf(drawing()),
  ]);
  assert.deepEqual([first.status, second.status, third.status], ['rejected', 'rejected', 'fulfilled']);
});

test('a logo that ends its thread is left out', async () => {
  const logo = brokenPicture();
  const content = await drawPdf({ ...drawing(), look: { ...look, logo, logoType: 'image/png' } });
  assert.deepEqual(content, await drawPdf(drawing()));
});

/** It is noticed only when its rows are unpacked, of which pdfmake does not say anything to whoever waits. */
function brokenPicture(): Uint8Array {
  return pngOf(Buffer.from([0, 0, 0, 40, 0, 0, 0, 20, 8, 6, 0, 0, 0]), Buffer.alloc(20 * (40 * 4 + 1), 90));
}
