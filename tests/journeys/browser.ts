// Starts a headless browser for the journeys: the one that is installed here when there is one, and else the one that
// comes with the packages, so that `npm ci && npm test` is all that a fresh machine needs.

import { existsSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { chromium } from 'playwright-core';

const installedAt = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

// A test browser talks to the server under test and to nobody else.
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

// Letters and colours that do not follow the machine, for pictures that are compared.
const sameEverywhere = [
  '--font-render-hinting=none',
  '--disable-lcd-text',
  '--disable-font-subpixel-positioning',
  '--force-color-profile=srgb',
  '--force-device-scale-factor=1',
  '--hide-scrollbars',
];

// `SLOW_BROWSER=6 npm run test:only` makes each page take six times as long over what it computes. A journey that only
// passes on an idle machine types before the page listens, and fails then where one can see it.
export async function openBrowser(which: 'installed' | 'packaged' = 'installed'): Promise<Browser> {
  const browser = await chromium.launch({
    executablePath: await (which === 'packaged' ? packagedProgram() : browserProgram()),
    headless: true,
    args: which === 'packaged' ? [...flags, ...sameEverywhere] : flags,
  });
  const times = Number(process.env['SLOW_BROWSER'] ?? '1');
  return times > 1 ? slowed(browser, times) : browser;
}

function slowed(browser: Browser, times: number): Browser {
  const openContext = browser.newContext.bind(browser);
  browser.newContext = async (options) => {
    const context = await openContext(options);
    const openPage = context.newPage.bind(context);
    context.newPage = async () => {
      const page = await openPage();
      const session = await context.newCDPSession(page);
      await session.send('Emulation.setCPUThrottlingRate', { rate: times });
      return page;
    };
    return context;
  };
  return browser;
}

async function browserProgram(): Promise<string> {
  const given = process.env['CHROMIUM_PATH'];
  if (given !== undefined && given !== '') return given;
  const installed = installedAt.find((path) => existsSync(path));
  return installed ?? packagedProgram();
}

async function packagedProgram(): Promise<string> {
  const packaged = await import('@sparticuz/chromium');
  return packaged.default.executablePath();
}
