// Every picture of the guides: what it shows, who looks, and which part of the page. They are taken of the demo firm on its
// fixed day by `npm run docs:pictures`, in the light and in the dark.

import type { Page } from 'playwright-core';
import type { Looker, Records } from './studio.ts';

export type Picture = {
  /** The name of its file, without `-dark` and `.webp`. */
  readonly name: string;
  readonly by: Looker;
  readonly at: string | ((records: Records) => string);
  /** What somebody does before the picture is taken. */
  readonly after?: (page: Page) => Promise<void>;
  /** The part of the page, unless all of it, and how much of its height. */
  readonly of?: string;
  readonly height?: number;
  readonly on?: 'phone';
};

const dialog = '[role="dialog"] >> visible=true';

export const pictures: readonly Picture[] = [
  { name: 'week', by: 'staff', at: '/timesheet?day=2026-11-18', of: 'main', height: 470 },
  {
    name: 'week-fixed',
    by: 'staff',
    at: '/timesheet?day=2026-10-14',
    after: (page) => page.locator('input[data-row]').first().focus(),
    of: 'main',
    height: 470,
  },
  { name: 'day-on-phone', by: 'staff', at: '/timesheet?day=2026-11-18', on: 'phone' },
  {
    name: 'cost-on-phone',
    by: 'staff',
    at: '/costs',
    after: (page) => page.getByRole('button', { name: 'Record a cost' }).first().click(),
    on: 'phone',
  },
  { name: 'my-jobs', by: 'manager', at: '/home', of: 'main', height: 620 },
  { name: 'job', by: 'manager', at: '/jobs/1', of: 'main', height: 620 },
  { name: 'wip', by: 'bookkeeper', at: '/wip', of: 'main', height: 520 },
  { name: 'receipt', by: 'bookkeeper', at: '/wip', after: peekAtFirst, of: dialog },
  { name: 'wip-selected', by: 'bookkeeper', at: '/wip', after: tickThree, of: 'main' },
  { name: 'composer', by: 'bookkeeper', at: ({ draft }) => `/invoices/${draft}`, of: 'main' },
  { name: 'invoice', by: 'bookkeeper', at: ({ invoice }) => `/invoices/${invoice}`, of: 'main' },
  { name: 'quote', by: 'manager', at: ({ quote }) => `/quotes/${quote}`, of: 'main', height: 640 },
  { name: 'rehearsal', by: 'bookkeeper', at: ({ run }) => `/billing-runs/${run}`, of: 'main', height: 660 },
  { name: 'payment', by: 'bookkeeper', at: '/payments?add=payment', of: dialog },
  { name: 'period-close', by: 'bookkeeper', at: '/period-close', of: 'main' },
  { name: 'wip-journal', by: 'bookkeeper', at: '/reports/wip-journal', of: 'main', height: 480 },
  { name: 'import', by: 'owner', at: ({ import: id }) => `/imports/${id}`, of: 'main' },
  { name: 'numbering', by: 'bookkeeper', at: '/settings/numbering', of: 'main', height: 420 },
  { name: 'welcome', by: 'owner', at: '/welcome', of: 'main' },
  { name: 'home', by: 'owner', at: '/home', of: 'main' },
  { name: 'invite', by: 'owner', at: '/settings/people?open=new', of: dialog },
  { name: 'rates', by: 'owner', at: '/rates', of: 'main', height: 480 },
  { name: 'palette', by: 'manager', at: '/jobs', after: typeIntoPalette, of: dialog },
];

async function peekAtFirst(page: Page): Promise<void> {
  await page.keyboard.press('j');
  await page.keyboard.press(' ');
}

async function tickThree(page: Page): Promise<void> {
  for (const key of ['j', 'x', 'j', 'x', 'j', 'x']) await page.keyboard.press(key);
}

async function typeIntoPalette(page: Page): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Find or do anything' }).fill('rec');
}
