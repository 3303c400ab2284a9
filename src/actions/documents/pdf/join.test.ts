import assert from 'node:assert/strict';
import { buffer } from 'node:stream/consumers';
import { test } from 'node:test';
import { layoutDocument } from '#core/documents/layout.ts';
import { invoiceOf, lineOf, template } from '#core/documents/testing.ts';
import { joinPdfs } from './join.ts';
import { renderPdf } from './render.ts';
import { pngOf } from './testing/png.ts';

const drawnAt = '2026-03-31T02:00:00Z';
const plain = { pageSize: 'A4', accentColour: '#1f4e5f', logo: null, logoType: null } as const;

async function invoicePdf({ lines = 1, description = 'Work', logo = null as Uint8Array | null } = {}) {
  const all = Array.from({ length: lines }, () => lineOf({ amountMinor: 1_000n, description }));
  const document = layoutDocument(invoiceOf(all), template);
  return renderPdf({ document, look: { ...plain, logo, logoType: logo && 'image/png' }, drawnAt });
}

async function joined(contents: readonly Uint8Array[]): Promise<string> {
  async function* files() {
    for (const [place, content] of contents.entries()) yield { title: `INV-${place} Café (1 0 R)`, content };
  }
  return (await buffer(joinPdfs(files(), { title: 'March', drawnAt }))).toString('latin1');
}

/** Each object by its number, found where the table says it is. */
function objectsOf(pdf: string): string[] {
  const table = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(pdf)![1]);
  const [head, ...entries] = pdf.slice(table).split('trailer')[0]!.split('\n').slice(1, -1);
  assert.equal(head, `0 ${entries.length}`);
  return entries.map((entry, number) => {
    assert.equal(entry.length, 19);
    if (number === 0) return '';
    const at = Number(entry.slice(0, 10));
    assert.ok(pdf.startsWith(`${number} 0 obj\n`, at), `object ${number} is not at ${at}`);
    return pdf.slice(at, pdf.indexOf('endobj', at));
  });
}

const pagesIn = (pdf: string) => [...pdf.matchAll(/\/Type \/Page\n/g)].length;

/** A picture that lets something through, so that it has a mask. */
function png(): Uint8Array {
  const head = Buffer.from([0, 0, 0, 40, 0, 0, 0, 20, 8, 6, 0, 0, 0]);
  const row = Buffer.alloc(40 * 4 + 1, 90);
  row[0] = 0;
  const rows = Buffer.concat(Array.from({ length: 20 }, () => row));
  return pngOf(head, rows);
}

test('the pages of all are in one, in their order, each under its bookmark', async () => {
  const contents = [await invoicePdf(), await invoicePdf({ lines: 120 }), await invoicePdf({ lines: 2 })];
  const pages = contents.map((content) => pagesIn(Buffer.from(content).toString('latin1')));
  assert.ok(pages[1]! > 2);
  const pdf = await joined(contents);
  const objects = objectsOf(pdf);
  const count = pages.reduce((sum, own) => sum + own, 0);
  assert.equal(pagesIn(pdf), count);
  assert.match(objects[2]!, new RegExp(`/Count ${count}\n`));
  const nodes = [...objects[2]!.matchAll(/(\d+) 0 R/g)].map(([, number]) => objects[Number(number)]!);
  assert.deepEqual(
    nodes.map((node) => Number(/\/Count (\d+)/.exec(node)![1])),
    pages,
  );
  const firsts = nodes.map((node) => /\/Kids \[(\d+) 0 R/.exec(node)![1]);
  const bookmarks = objects.filter((object) => object.includes('/Dest'));
  assert.deepEqual(
    bookmarks.map((bookmark) => /\/Dest \[(\d+) 0 R/.exec(bookmark)![1]),
    firsts,
  );
  assert.ok(bookmarks[1]!.includes(Buffer.from('INV-1 Café', 'utf16le').swap16().toString('hex')));
});

test('everything that is referred to is there, and what is said in words is no reference', async () => {
  const pdf = await joined([await invoicePdf(), await invoicePdf({ description: 'See (9 0 R) \\ 3 0 R' })]);
  const objects = objectsOf(pdf);
  for (const object of objects) {
    const head = object.split('stream\n')[0]!;
    for (const [, number] of head.matchAll(/(?<!\w)(\d+) 0 R/g)) {
      assert.ok(Number(number) > 0 && Number(number) < objects.length, `${number} is not there`);
    }
    const length = /\/Length (\d+)/.exec(head)?.[1];
    if (length === undefined) continue;
    const stream = object.slice(object.indexOf('stream\n') + 7, object.lastIndexOf('\nendstream'));
    assert.equal(stream.length, Number(length));
  }
});

test('a logo that all of them have stands in the file once', async () => {
  const one = await invoicePdf({ logo: png() });
  const picturesIn = (pdf: string) => [...pdf.matchAll(/\/Subtype \/Image/g)].length;
  const own = picturesIn(Buffer.from(one).toString('latin1'));
  assert.ok(own >= 2, 'the picture has a mask');
  const pdf = await joined([one, one, await invoicePdf({ lines: 3, logo: png() })]);
  assert.equal(picturesIn(pdf), own);
  assert.equal([...pdf.matchAll(/\/XObject <<\n\/I1 /g)].length, 3);
});

test('none at all is an empty file, and what is no PDF of ours is not joined', async () => {
  assert.match(objectsOf(await joined([]))[2]!, /\/Count 0\n/);
  await assert.rejects(joined([Buffer.from('%PDF-1.7 something else')]), /says nothing like/);
});
