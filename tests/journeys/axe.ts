import assert from 'node:assert/strict';
import axe from 'axe-core';
import type { Page } from 'playwright-core';

const placesShownMax = 3;

/** Fails with a line for each thing on the page, as it stands, that WCAG 2.2 A or AA or good practice objects to. */
export async function assertAccessible(page: Page): Promise<void> {
  // The script of a page comes when the page is opened.
  await page.locator('h1').first().waitFor();
  // What is fading in does not look yet as it will. What moves for ever, such as a skeleton, is not waited for.
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every(
        ({ playState, effect }) => playState !== 'running' || effect?.getTiming().iterations === Infinity,
      ),
  );
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const violations = await page.evaluate(async () => {
    const here = window as unknown as { axe: typeof axe };
    const results = await here.axe.run({ resultTypes: ['violations'] });
    return results.violations;
  });
  const found = violations.flatMap(({ id, help, nodes }) =>
    nodes
      .slice(0, placesShownMax)
      .map(({ target, failureSummary }) => `${id} (${help}) at ${target.join(' ')}: ${failureSummary}`),
  );
  assert.deepEqual(found, []);
}
