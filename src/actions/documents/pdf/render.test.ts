import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { layoutDocument } from '#core/documents/layout.ts';
import { invoiceOf, letterhead, lineOf, template } from '#core/documents/testing.ts';
import { definitionOf, type Look } from './definition.ts';
import { renderPdf } from './render.ts';
import { pngOf } from './testing/png.ts';

const plain: Look = { pageSize: 'A4', accentColour: '#1f4e5f', logo: null, logoType: null };
const drawnAt = '2026-03-31T02:00:00Z';
const texts = {
  ...template,
  introduction: 'With our thanks',
  terms: 'Within 20 days',
  footer: 'Company 123',
};

function printed(lines = 1) {
  const all = Array.from({ length: lines }, () => lineOf({ amountMinor: 1_000n }));
  return layoutDocument(invoiceOf(all), texts);
}

/** The size of each page, in points. */
function pagesOf(content: Uint8Array): string[] {
  const text = Buffer.from(content).toString('latin1');
  return [...text.matchAll(/\/Type \/Page\b[^s][^]*?\/MediaBox \[([\d. ]+)\]/g)].map(([, box]) => box!);
}

/** A picture of one colour. */
function png(width: number, height: number): Uint8Array {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const rows = Buffer.alloc(height * (width * 3 + 1), 90);
  return pngOf(head, rows);
}

describe('a PDF', () => {
  test('is one, on the paper of its template, with its title and author', async () => {
    const content = await renderPdf({ document: printed(), look: plain, drawnAt });
    const text = Buffer.from(content).toString('latin1');
    assert.ok(text.startsWith('%PDF-'));
    assert.deepEqual(pagesOf(content), ['0 0 595.28 841.89']);
    assert.ok(text.includes('(Invoice INV-0007)'));
    assert.ok(text.includes(`(${letterhead.name})`));
    const letter = await renderPdf({ document: printed(), look: { ...plain, pageSize: 'LETTER' }, drawnAt });
    assert.deepEqual(pagesOf(letter), ['0 0 612 792']);
  });

  test('of three hundred lines goes on over as many pages as it needs', async () => {
    const pages = pagesOf(await renderPdf({ document: printed(300), look: plain, drawnAt }));
    assert.ok(pages.length >= 6 && pages.length <= 12, `${pages.length} pages`);
  });

  test('drawn twice at the same moment is the same file', async () => {
    const look = { ...plain, logo: png(40, 20), logoType: 'image/png' as const };
    const draw = () => renderPdf({ document: printed(3), look, drawnAt });
    assert.deepEqual(await draw(), await draw());
  });

  test('has the logo in it, and does without one that is no picture', async () => {
    const isDrawn = async (logo: Uint8Array) => {
      const look = { ...plain, logo, logoType: 'image/png' as const };
      const content = await renderPdf({ document: printed(), look, drawnAt });
      return Buffer.from(content).toString('latin1').includes('/Subtype /Image');
    };
    assert.equal(await isDrawn(png(40, 20)), true);
    assert.equal(await isDrawn(Buffer.from('89504e470d0a1a0a0000', 'hex')), false);
  });

  test('is drawn of a logo too large to unpack without it', async () => {
    const huge = Buffer.from(png(8, 8));
    huge.writeUInt32BE(60_000, 16);
    huge.writeUInt32BE(60_000, 20);
    const look = { ...plain, logo: huge, logoType: 'image/png' as const };
    const content = await renderPdf({ document: printed(), look, drawnAt });
    assert.ok(!Buffer.from(content).toString('latin1').includes('/Subtype /Image'));
  });

  test('takes any text: control characters, markup, words without end', async () => {
    const description = `\u0000\u0007<b>{"image":"/etc/passwd"}</b>\t${'x'.repeat(900)}`;
    const note = 'line\r\n'.repeat(40);
    const document = layoutDocument(invoiceOf([lineOf({ description, note, amountMinor: 1n })]), texts);
    assert.ok(pagesOf(await renderPdf({ document, look: plain, drawnAt })).length >= 1);
  });
});

describe('the definition of a PDF', () => {
  const definition = (look: Look, document = printed()) =>
    JSON.stringify(definitionOf(document, look), (_, value: unknown) =>
      typeof value === 'function' ? undefined : value,
    );

  test('has the colour, the logo and the texts of the template', () => {
    const logo = png(4, 4);
    const text = definition({ ...plain, accentColour: '#7a1fa2', logo, logoType: 'image/png' });
    assert.ok(text.includes('#7a1fa2'));
    assert.ok(text.includes(Buffer.from(logo).toString('base64')));
    assert.ok(text.includes('With our thanks') && text.includes('Within 20 days'));
    const footer = definitionOf(printed(), plain).footer as (page: number, pages: number) => unknown;
    assert.match(JSON.stringify(footer(2, 3)), /Company 123.*Page 2 of 3/);
  });

  test('sets words in dark grey where the colour would be hard to read', () => {
    const pale = definition({ ...plain, accentColour: '#ffe14d' });
    assert.ok(!pale.includes('"color":"#ffe14d"'));
    assert.ok(definition({ ...plain, accentColour: '#7a1fa2' }).includes('"color":"#7a1fa2"'));
  });

  test('stamps a draft', () => {
    const draft = layoutDocument(invoiceOf([lineOf({ amountMinor: 1n })], { status: 'draft' }), texts);
    assert.equal((definitionOf(draft, plain).watermark as { text: string }).text, 'DRAFT');
    assert.equal(definitionOf(printed(), plain).watermark, undefined);
  });
});
