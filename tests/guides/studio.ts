// Where the pictures are taken: the demo firm on its fixed day, somebody of each role at a window of their own, and records
// that the demo firm has not by itself.

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { pictureScale } from '../../web/pages/help/build/plugin.ts';
import { project } from '../../web/pages/help/build/read-guides.ts';
import { show } from '../journeys/axe.ts';
import type { Demo } from '../journeys/demo.ts';
import { now, openDemo, signIn } from '../journeys/demo.ts';
import { furnish } from '../journeys/every-page-addresses.ts';
import type { Watch } from '../journeys/watch.ts';
import { watch } from '../journeys/watch.ts';
import type { Picture } from './picture.ts';
import type { Looker } from './picture.ts';

export type Studio = { take(picture: Picture): Promise<readonly number[]> };

type Seat = { readonly page: Page; readonly behind: Watch };

const laptop = { width: 1280, height: 800 };
const phone = { width: 390, height: 760 };
const quality = 0.6;

export async function openStudio(): Promise<Studio> {
  const demo = await openDemo({ works: true });
  const seats = new Map<string, Promise<Seat>>();
  const seatOf = (looker: Looker, on?: 'phone') => {
    const key = `${looker} ${on}`;
    const seat = seats.get(key) ?? sitDown(demo, looker, on);
    seats.set(key, seat);
    return seat;
  };
  const owner = (await seatOf('owner')).page;
  const records = { ...(await furnish(owner)), importFound: await readExport(owner) };
  const darkroom = await demo.browser.newPage();
  return {
    async take(picture) {
      const { page, behind } = await seatOf(picture.by, picture.on);
      await page.setViewportSize({
        ...(picture.on ? phone : laptop),
        ...(picture.window ? { width: picture.window } : {}),
      });
      await page.goto(typeof picture.at === 'string' ? picture.at : picture.at(records));
      await behind.settled();
      await picture.after?.(page);
      await behind.settled();
      const sizes: number[] = [];
      for (const theme of ['light', 'dark'] as const) {
        await show(page, theme);
        const shot = await cut(page, picture);
        const file = await developed(darkroom, shot);
        await writeFile(
          join(project, 'docs', 'pictures', `${picture.name}${theme === 'dark' ? '-dark' : ''}.webp`),
          file,
        );
        sizes.push(file.length);
      }
      return sizes;
    },
  };
}

async function sitDown(demo: Demo, looker: Looker, on?: 'phone'): Promise<Seat> {
  const page = await demo.visitor({
    viewport: on === 'phone' ? phone : laptop,
    hasTouch: on === 'phone',
    deviceScaleFactor: pictureScale,
    timezoneId: 'Pacific/Auckland',
    reducedMotion: 'reduce',
  });
  await page.clock.setFixedTime(now);
  const behind = watch(page);
  await signIn(page, demo[looker]);
  return { page, behind };
}

/** The part that the picture is of, without what blinks. */
async function cut(page: Page, { of, width, height }: Picture): Promise<Buffer> {
  // What fades and draws itself has come to its end.
  await page.waitForTimeout(600);
  const options = { animations: 'disabled', caret: 'hide' } as const;
  if (of === undefined) return page.screenshot(options);
  const part: Locator = page.locator(of).first();
  const box = await part.boundingBox();
  const window = page.viewportSize();
  if (box === null || window === null) throw new Error(`${of} is not to be seen`);
  const x = Math.max(0, box.x);
  const y = Math.max(0, box.y);
  return page.screenshot({
    ...options,
    clip: {
      x,
      y,
      width: Math.min(width ?? Infinity, box.width, window.width - x),
      height: Math.min(height ?? Infinity, box.height, window.height - y),
    },
  });
}

/** WebP is a third of the size; the browser knows how to make it. */
async function developed(darkroom: Page, shot: Buffer): Promise<Buffer> {
  const address = await darkroom.evaluate(
    async ({ png, of }) => {
      const picture = new Image();
      picture.src = `data:image/png;base64,${png}`;
      await picture.decode();
      const canvas = document.createElement('canvas');
      canvas.width = picture.naturalWidth;
      canvas.height = picture.naturalHeight;
      canvas.getContext('2d')?.drawImage(picture, 0, 0);
      return canvas.toDataURL('image/webp', of);
    },
    { png: shot.toString('base64'), of: quality },
  );
  return Buffer.from(address.slice(address.indexOf(',') + 1), 'base64');
}

/** An export of another system as it usually is: good, but for one row. */
async function readExport(page: Page): Promise<string> {
  const days = ['2026-10-05', '2026-10-06', '2026-10-08', '2026-10-13', '2026-10-31', '2026-10-32'];
  const lines = [
    'User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags,Amount (NZD)',
    ...days.map(
      (day) =>
        `Mere Walker,mere@harbour.example,Kauri Developments,Showroom,Design,,Yes,${day},09:00:00,${day},11:00:00,02:00:00,,300.00`,
    ),
  ];
  const file = { name: 'toggl-october.csv', mimeType: 'text/csv', buffer: Buffer.from(lines.join('\n')) };
  const response = await page.request.post('/api/v1/imports', {
    headers: { 'Idempotency-Key': 'an export to look through' },
    multipart: { files: file },
  });
  if (!response.ok()) throw new Error(await response.text());
  return ((await response.json()) as { id: string }).id;
}
