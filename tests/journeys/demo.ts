// A whole Workledger for a journey: a real database with a demo firm, the real server, the built pages and a browser.

import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { documentPdf } from '#actions/documents/document-pdf.ts';
import { openLiveHub } from '#actions/live/hub.ts';
import { buildServer } from '#api/server.ts';
import type { Role } from '#core/access/roles.ts';
import { openMailFolder } from '#ops/mail-folder.ts';
import { demoEmails, demoPasswordDefault } from '#ops/seed/sign-ins.ts';
import type { WantedSize } from '#ops/seed/size.ts';
import type { DatabaseAddress } from '#store/address.ts';
import type { Database } from '#store/database.ts';
import { testDatabase } from '#store/testing/database.ts';
import { startWorker } from '#worker/worker.ts';
import { demoFirm } from '../demo-firm.ts';
import { openBrowser } from './browser.ts';
import { buildPages } from './pages.ts';
import { patient } from './patience.ts';

export type SignIn = { email: string; password: string };

export type Demo = {
  address: string;
  browser: Browser;
  /** For what the product itself only writes as time goes by. */
  database: Database;
  /** A new person at a browser of their own; what the page logs as an error fails the journey. */
  visitor(options?: BrowserContextOptions): Promise<Page>;
  owner: SignIn;
  staff: SignIn;
  manager: SignIn;
  bookkeeper: SignIn;
  auditor: SignIn;
  /** The server goes away in the middle of whatever it does, and comes back at the same address. */
  stopServer(): Promise<void>;
  startServer(): Promise<void>;
};

/** The day on which the demo firm stands; fixed, so that its figures are the same every time. */
export const now = '2026-11-18T03:00:00Z';

type DemoOptions = {
  seeded?: boolean;
  /** Whether billing runs are made and mail is sent, into a folder that is gone afterwards. */
  works?: boolean;
  /** Another size than the usual. */
  size?: WantedSize;
  /** Written without posting, which is quicker for a large firm; nothing is on anybody's desk then. */
  direct?: boolean;
  /** The one among the packages draws the same on every machine, whatever is installed there. */
  browser?: 'installed' | 'packaged';
  /** Whether anybody may see the status page. */
  statusPage?: 'public';
};

/** Call it at the top of a test file, outside of any test: what it opens closes when the file is done. */
export async function openDemo(options: DemoOptions = {}): Promise<Demo> {
  const [{ database, address }, browser, webFolder] = await Promise.all([
    testDatabase(
      {},
      options.seeded === false ? undefined : demoFirm({ now, size: options.size, direct: options.direct }),
    ),
    openBrowser(options.browser),
    buildPages(),
  ]);
  const clock = () => now;
  const start = async (port: number) => {
    const server = buildServer({
      database,
      clock,
      config: {
        secret: 'a secret that is only used in journeys',
        webFolder,
        mail: options.works === true ? 'folder' : undefined,
        statusPage: options.statusPage,
        rateLimits: { requestsPerMinuteMax: 1_000_000, guessesPerMinuteMax: 1_000 },
      },
    });
    await server.listen({ host: '127.0.0.1', port });
    return server;
  };
  let server = await start(0);
  const worker = options.works === true ? await openWorker(database, address, clock) : undefined;
  after(async () => {
    await browser.close();
    await worker?.stop();
    await server.close();
  });
  const { port } = server.server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}`,
    browser,
    database,
    owner: signInOf('owner'),
    staff: signInOf('staff'),
    manager: signInOf('projectManager'),
    bookkeeper: signInOf('bookkeeper'),
    auditor: signInOf('auditor'),
    async stopServer() {
      server.server.closeAllConnections();
      await server.close();
    },
    async startServer() {
      server = await start(port);
    },
    async visitor(contextOptions) {
      const context = await browser.newContext({
        baseURL: `http://127.0.0.1:${port}`,
        locale: 'en-NZ',
        ...contextOptions,
      });
      return patient(await context.newPage());
    },
  };
}

const signInOf = (role: Role): SignIn => ({ email: demoEmails[role], password: demoPasswordDefault });

async function openWorker(
  database: Database,
  address: DatabaseAddress,
  clock: () => string,
): Promise<{ stop(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'workledger-mail-'));
  const live = openLiveHub(database);
  const quiet = () => {};
  const worker = await startWorker({
    supplies: {
      database,
      clock,
      mail: { transport: openMailFolder(folder, 'billing@demo.example'), drawUp: documentPdf },
      live,
    },
    address,
    concurrency: 2,
    description: 'journey',
    log: { warn: quiet, error: quiet },
    pace: { lookEvery: 200 },
  });
  return {
    async stop() {
      await worker.stop();
      await live.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export async function signIn(page: Page, { email, password }: SignIn): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(({ pathname }) => pathname !== '/sign-in');
}
