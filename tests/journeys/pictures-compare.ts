// Pictures of pages, kept beside the tests and compared with how the pages look now. A picture has sixteen shades of each
// colour: enough to see what moved, in files that are small.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';

const keptIn = join(import.meta.dirname, 'pictures');
const failedIn = join(import.meta.dirname, '..', '..', 'test-results', 'pictures');
const differingMax = 0.0002;
const renews = process.env['UPDATE_PICTURES'] === '1';

/** Fails when the page still differs from its picture after a while; what was seen is then in test-results/pictures. */
export async function comparePicture(page: Page, name: string): Promise<void> {
  const file = join(keptIn, `${name}.png`);
  if (renews) {
    await mkdir(keptIn, { recursive: true });
    return writeFile(file, encoded(await pictureOf(page)));
  }
  assert.ok(existsSync(file), `there is no picture ${name} yet; UPDATE_PICTURES=1 takes it`);
  const before = PNG.sync.read(await readFile(file));
  let now = await pictureOf(page);
  let { differing, difference } = compared(before, now);
  for (let again = 0; again < 4 && differing > differingMax; again += 1) {
    await page.waitForTimeout(700);
    now = await pictureOf(page);
    ({ differing, difference } = compared(before, now));
  }
  if (differing <= differingMax) return;
  await mkdir(failedIn, { recursive: true });
  await writeFile(join(failedIn, `${name}-now.png`), encoded(now));
  if (difference !== null)
    await writeFile(join(failedIn, `${name}-difference.png`), encoded(inFewShades(difference)));
  assert.fail(
    `${name} differs in ${(100 * differing).toFixed(2)} % of its pixels; see test-results/pictures`,
  );
}

async function pictureOf(page: Page): Promise<PNG> {
  return inFewShades(PNG.sync.read(await page.screenshot({ animations: 'disabled', caret: 'hide' })));
}

/** The part of the pixels that differ, and where. */
function compared(before: PNG, now: PNG): { differing: number; difference: PNG | null } {
  const { width, height } = before;
  if (now.width !== width || now.height !== height) return { differing: 1, difference: null };
  const difference = new PNG({ width, height });
  const count = pixelmatch(before.data, now.data, difference.data, width, height, { threshold: 0.15 });
  return { differing: count / (width * height), difference };
}

function inFewShades(picture: PNG): PNG {
  for (let place = 0; place < picture.data.length; place += 1) {
    const value = picture.data[place] ?? 0;
    picture.data[place] = place % 4 === 3 ? 255 : Math.round(value / 17) * 17;
  }
  return picture;
}

/** With a list of its colours and a byte for each pixel, in a third of the size that pngjs writes. */
function encoded(picture: PNG): Buffer {
  const { width, height, data } = picture;
  const places = new Map<number, number>();
  const rows = Buffer.alloc((width + 1) * height);
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const colour = data.readUInt32BE(4 * (row * width + column)) >>> 8;
      const place = places.get(colour) ?? places.size;
      places.set(colour, place);
      rows[row * (width + 1) + 1 + column] = place;
    }
  }
  assert.ok(places.size <= 256, `${places.size} colours are more than a picture can list`);
  const colours = Buffer.alloc(3 * places.size);
  for (const [colour, place] of places) colours.writeUIntBE(colour, 3 * place, 3);
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 3], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('PLTE', colours),
    chunk('IDAT', deflateSync(rows, { level: 9, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type), content]);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(content.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([size, named, sum]);
}
