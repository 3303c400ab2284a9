// A person presses a key when the page has come to rest: what it asked for has arrived, the dialog that it opened has the
// focus, its keys are listened to. A program does not wait, and on a slow machine types into a page that is still on its
// way. So the keys of a journey wait for what a person waits for, and never longer than a moment.

import type { Page, Request } from 'playwright-core';

const longestWait = 4_000;

/** Answers that never end: what changes, how far a run is. */
const isStream = (request: Request) => request.headers()['accept'] === 'text/event-stream';

export function patient(page: Page): Page {
  const awaited = new Set<Request>();
  page.on('request', (request) => {
    if (!isStream(request)) awaited.add(request);
  });
  page.on('requestfinished', (request) => awaited.delete(request));
  page.on('requestfailed', (request) => awaited.delete(request));
  page.on('framenavigated', () => awaited.clear());

  const rest = async () => {
    const until = performance.now() + longestWait;
    do {
      await page.evaluate(
        () =>
          new Promise((resolve) =>
            requestIdleCallback(() => requestAnimationFrame(resolve), { timeout: 1_000 }),
          ),
      );
    } while (awaited.size > 0 && performance.now() < until);
  };
  const press = page.keyboard.press.bind(page.keyboard);
  let before = '';
  page.keyboard.press = async (key, options) => {
    // `g` and a letter are one gesture.
    if (before !== 'g') await rest();
    before = before === 'g' ? '' : key;
    await press(key, options);
  };
  const type = page.keyboard.type.bind(page.keyboard);
  page.keyboard.type = async (text, options) => {
    await rest();
    await type(text, options);
  };
  return page;
}
