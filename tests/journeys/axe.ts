import assert from 'node:assert/strict';
import axe from 'axe-core';
import type { Page } from 'playwright-core';

const placesShownMax = 3;

/** What depends on the theme: how text stands out from what is behind it, and links from the text around them. */
const colourRules = ['color-contrast', 'link-in-text-block'];

type Part = {
  readonly within?: string | undefined;
  readonly rules?: readonly string[];
  /** Whether what is pressed is large enough; what lies half below something that opened is not asked. */
  readonly sizes?: boolean;
};

/** Fails with a line for each thing on the page, as it stands, that WCAG 2.2 A or AA or good practice objects to. */
export async function assertAccessible(page: Page): Promise<void> {
  assert.deepEqual(await objectionsTo(page), []);
}

/** The same in both themes: all of it in the light, and in the dark what another theme can change. */
export async function assertAccessibleInBoth(page: Page, within?: string): Promise<void> {
  await show(page, 'light');
  const light = await objectionsTo(page, { within, sizes: true });
  await show(page, 'dark');
  const dark = await objectionsTo(page, { within, rules: colourRules });
  await show(page, 'light');
  assert.deepEqual({ light, dark }, { light: [], dark: [] });
}

/** As when the machine of somebody who left the theme to it turns light or dark. */
export async function show(page: Page, theme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme: theme });
  await page.waitForFunction(
    (scheme) => document.documentElement.dataset['mantineColorScheme'] === scheme,
    theme,
  );
}

async function objectionsTo(page: Page, part: Part = {}): Promise<string[]> {
  // The script of a page comes when the page is opened.
  await page.locator('h1').first().waitFor();
  const objections = await look(page, part);
  // Something may have begun to fade in while it was looked at; what is wrong is so at the second look, too.
  return objections.length === 0 ? [] : look(page, part);
}

async function look(page: Page, { within, rules, sizes = false }: Part): Promise<string[]> {
  // What is fading in does not look yet as it will. What moves for ever, such as a skeleton, is not waited for.
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every(
        ({ playState, effect }) => playState !== 'running' || effect?.getTiming().iterations === Infinity,
      ),
  );
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const violations = await page.evaluate(
    async ({ part, only, measures }) => {
      const here = window as unknown as { axe: typeof axe };
      // The rule for the size of what is pressed came with WCAG 2.2, and is off unless one asks for it.
      const which =
        only === null
          ? { rules: { 'target-size': { enabled: measures } } }
          : { runOnly: { type: 'rule' as const, values: [...only] } };
      const results = await here.axe.run(part ?? document, { resultTypes: ['violations'], ...which });
      return results.violations;
    },
    { part: within ?? null, only: rules ?? null, measures: sizes },
  );
  return violations.flatMap(({ id, help, nodes }) =>
    nodes
      .slice(0, placesShownMax)
      .map(({ target, failureSummary }) => `${id} (${help}) at ${target.join(' ')}: ${failureSummary}`),
  );
}
