// What a page does behind what one sees: its requests and what it logs.

import assert from 'node:assert/strict';
import type { Page, Request } from 'playwright-core';

const stillMs = 60;
const waitMsMax = 20_000;
const outlines = '.mantine-Skeleton-root, [class*="bone"], .mantine-Loader-root';

export type Watch = {
  /** Waits until the page has all that it asks for, nothing stands in outline, and it stayed so for a moment. */
  settled(): Promise<void>;
  /** Errors that were logged and requests that failed since the last look. */
  faults(): string[];
};

export function watch(page: Page): Watch {
  const pending = new Set<Request>();
  let faults: string[] = [];
  page.on('request', (request) => {
    if (!isLive(request)) pending.add(request);
  });
  page.on('requestfinished', (request) => pending.delete(request));
  page.on('requestfailed', (request) => {
    pending.delete(request);
    const why = request.failure()?.errorText ?? '';
    // A page that is left takes back what it asked.
    if (!isLive(request) && why !== 'net::ERR_ABORTED') faults.push(`${request.url()} ${why}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) faults.push(`${response.status()} ${response.url()}`);
  });
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') faults.push(message.text());
  });
  const isStill = async () => pending.size === 0 && (await page.locator(outlines).count()) === 0;
  return {
    async settled() {
      await page.locator('h1').first().waitFor();
      const giveUpAt = performance.now() + waitMsMax;
      for (let stillSince = Infinity; performance.now() - stillSince < stillMs || stillSince === Infinity;) {
        if (!(await isStill())) stillSince = Infinity;
        else if (stillSince === Infinity) stillSince = performance.now();
        assert.ok(performance.now() < giveUpAt, `${page.url()} does not come to rest`);
        await page.waitForTimeout(20);
      }
    },
    faults() {
      const found = faults;
      faults = [];
      return found;
    },
  };
}

function isLive(request: Request): boolean {
  return request.url().endsWith('/api/v1/live');
}
