// Where each page is found in a firm that has one of everything, by the path of its route. A route without an address
// fails every-page.test.ts.

import type { Page } from 'playwright-core';

type Ids = Readonly<
  Record<'run' | 'wipAction' | 'creditNote' | 'import' | 'draft' | 'invoice' | 'quote', string>
>;

type Addresses = Readonly<Record<string, (ids: Ids) => readonly string[]>>;

/** Seen before one has signed in. */
export const entryAddresses: Addresses = {
  '/sign-in': () => ['/sign-in'],
  '/set-up': () => ['/set-up'],
  '/invitation': () => ['/invitation?token=none'],
  '/forgotten-password': () => ['/forgotten-password'],
  '/reset-password': () => ['/reset-password?token=none'],
  // Only for a session that waits for its second factor; the journey of signing in looks at it.
  '/two-factor': () => [],
  '/confirm-email': () => ['/confirm-email?token=none'],
  '/status': () => ['/status'],
};

export const addresses: Addresses = {
  '/home': () => ['/home'],
  '/timesheet': () => ['/timesheet'],
  '/costs': () => ['/costs'],
  '/costs/many': () => ['/costs/many'],
  '/clients': () => ['/clients'],
  '/clients/$clientId': () => ['/clients/1'],
  '/clients/$clientId/account': () => ['/clients/1/account'],
  '/jobs': () => ['/jobs'],
  '/jobs/$jobId': () =>
    ['', '?tab=time', '?tab=costs', '?tab=tasks', '?tab=quotes', '?tab=invoices', '?tab=history'].map(
      (tab) => `/jobs/1${tab}`,
    ),
  '/jobs/$jobId/ledger': () => ['/jobs/1/ledger'],
  '/staff': () => ['/staff'],
  '/staff/$staffId': () => ['/staff/1'],
  '/tasks': () => ['/tasks'],
  '/rates': () => ['/rates'],
  '/wip': () => ['/wip', '/wip?group=client&sort=-netWip'],
  '/wip-actions': () => ['/wip-actions'],
  '/wip-actions/$wipActionId': ({ wipAction }) => [`/wip-actions/${wipAction}`],
  '/billing-runs': () => ['/billing-runs'],
  '/billing-runs/$runId': ({ run }) => [`/billing-runs/${run}`],
  '/invoices': () => ['/invoices'],
  '/invoices/new': () => ['/invoices/new'],
  '/invoices/$invoiceId': ({ invoice, draft }) => [`/invoices/${invoice}`, `/invoices/${draft}`],
  '/credit-notes/$creditNoteId': ({ creditNote }) => [`/credit-notes/${creditNote}`],
  '/payments': () => ['/payments'],
  '/payments/$paymentId': () => ['/payments/1'],
  '/mails': () => ['/mails'],
  '/quotes': () => ['/quotes'],
  '/quotes/new': () => ['/quotes/new'],
  '/quotes/$quoteId': ({ quote }) => [`/quotes/${quote}`],
  '/reports': () => ['/reports'],
  // And every report that this page leads to.
  '/reports/$name': () => ['/reports/receipt?jobId=1', '/reports/lock-up?groupBy=client'],
  '/reports/wip-journal': () => ['/reports/wip-journal'],
  '/period-close': () => ['/period-close'],
  '/settings': () => ['/settings'],
  // And every section that the settings lead to.
  '/settings/$section': () => [],
  '/profile': () => ['/profile'],
  '/imports': () => ['/imports'],
  '/imports/new': () => ['/imports/new'],
  '/imports/unmatched': () => ['/imports/unmatched'],
  '/imports/$importId': ({ import: id }) => [`/imports/${id}`],
  '/help': () => ['/help', '/help?find=write%20off'],
  '/help/$guideName': () => ['/help/for-staff', '/help/for-bookkeepers', '/help/month-end'],
  '/welcome': () => ['/welcome'],
  '/operator': () => ['/operator'],
};

/** The paths of all routes that are pages, as the router has them. */
export function routesOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const here = window as unknown as {
      __TSR_ROUTER__: { routesByPath: Record<string, { options: { component?: unknown } }> };
    };
    return Object.entries(here.__TSR_ROUTER__.routesByPath)
      .filter(([, { options }]) => options.component !== undefined)
      .map(([path]) => path);
  });
}

/** Goes to another page as a link does, without loading the program again. */
export async function follow(page: Page, href: string): Promise<void> {
  await page.evaluate((to) => {
    const here = window as unknown as { __TSR_ROUTER__: { history: { push(href: string): void } } };
    here.__TSR_ROUTER__.history.push(to);
  }, href);
}

export async function linksWithin(page: Page, prefix: string): Promise<string[]> {
  const links = await page
    .locator(`main a[href^="${prefix}"]`)
    .evaluateAll((found) => found.map((link) => link.getAttribute('href') ?? ''));
  return [...new Set(links)];
}

/** Adds what the demo firm does not have by itself, asking as the page does. */
export async function furnish(page: Page): Promise<Ids> {
  const { items: unbilled } = await ask<{ items: { itemId: string; kind: string; open: string }[] }>(
    page,
    '/reports/unbilled-detail?jobId=1',
  );
  const item = unbilled.find(({ kind, open }) => kind !== 'interim' && Number(open) > 1);
  const adjustment = { items: [{ itemId: item?.itemId, amount: '1.00' }], note: 'A courtesy' };
  await ask(page, '/write-offs', adjustment);
  await ask(page, '/periods', {
    end: '2025-12-31',
    acceptAttention: ['estimatedCosts', 'negativeWip'],
  });
  const run = await ask<{ id: string }>(page, '/billing-runs', { name: 'October', rules: {} });
  const [creditNote, draft, invoice] = await Promise.all(
    ['document=creditNote', 'state=draft', 'state=sent'].map((question) =>
      firstOf(page, `/invoices?${question}`),
    ),
  );
  return {
    run: run.id,
    wipAction: await firstOf(page, '/wip-actions'),
    creditNote: creditNote!,
    draft: draft!,
    invoice: invoice!,
    quote: await firstOf(page, '/quotes?states=issued'),
    import: await bringOver(page),
  };
}

async function firstOf(page: Page, question: string): Promise<string> {
  const { items } = await ask<{ items: { id: string }[] }>(
    page,
    `${question}${question.includes('?') ? '&' : '?'}limit=1`,
  );
  if (items[0] === undefined) throw new Error(`The demo firm has nothing at ${question}`);
  return items[0].id;
}

async function ask<Answer>(page: Page, path: string, body?: object): Promise<Answer> {
  const response = await page.request.fetch(`/api/v1${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    ...(body === undefined ? {} : { data: body, headers: { 'Idempotency-Key': path } }),
  });
  if (!response.ok()) throw new Error(`${path}: ${await response.text()}`);
  return (await response.json()) as Answer;
}

/** A file of another system, with a row that is refused. */
async function bringOver(page: Page): Promise<string> {
  const lines = [
    'User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags,Amount (NZD)',
    ...['2026-02-31', '2026-08-03'].map(
      (date) =>
        `Mere Walker,mere@harbour.example,Kauri,Showroom,Design,,Yes,${date},09:00:00,${date},10:00:00,02:00:00,,300.00`,
    ),
  ];
  const response = await page.request.post('/api/v1/imports', {
    headers: { 'Idempotency-Key': 'bring over' },
    multipart: { files: { name: 'toggl.csv', mimeType: 'text/csv', buffer: Buffer.from(lines.join('\n')) } },
  });
  if (!response.ok()) throw new Error(await response.text());
  return ((await response.json()) as { id: string }).id;
}
