// Every picture of the guides: what it shows, who looks, and which part of the page. They are taken of the demo firm on its
// fixed day by `npm run docs:pictures`, in the light and in the dark.

import {
  fillCost,
  fillInvitation,
  fillPayment,
  openReceipt,
  standOnBilledCell,
  tickThree,
  typeIntoPalette,
} from './steps.ts';
import type { Picture } from './picture.ts';

const page = 'main';
const dialog = '[role="dialog"]:visible';

const ofStaff: readonly Picture[] = [
  { name: 'week', by: 'staff', at: '/timesheet?day=2026-10-14', of: page },
  {
    name: 'week-fixed',
    by: 'staff',
    at: '/timesheet?day=2026-10-21',
    after: standOnBilledCell,
    of: page,
  },
  { name: 'day-on-phone', by: 'staff', at: '/timesheet?day=2026-10-21', on: 'phone' },
  { name: 'cost-on-phone', by: 'staff', at: '/costs?add=cost', after: fillCost, on: 'phone' },
];

const ofManagers: readonly Picture[] = [
  { name: 'palette', by: 'manager', at: '/jobs', after: typeIntoPalette, of: dialog },
  { name: 'my-jobs', by: 'manager', at: '/home', of: page, height: 560 },
  { name: 'job', by: 'manager', at: '/jobs/1', of: page, height: 600 },
  { name: 'wip', by: 'bookkeeper', at: '/wip?sort=-netWip', window: 1600, of: page, height: 560 },
  {
    name: 'receipt',
    by: 'bookkeeper',
    at: '/wip?text=KL000001',
    after: openReceipt,
    of: dialog,
    height: 420,
  },
  { name: 'quote', by: 'manager', at: ({ quote }) => `/quotes/${quote}`, of: page, height: 620 },
];

const ofBookkeepers: readonly Picture[] = [
  { name: 'numbering', by: 'bookkeeper', at: '/settings/numbering', of: page, height: 420 },
  { name: 'import', by: 'owner', at: ({ importFound: id }) => `/imports/${id}`, of: page, height: 560 },
  {
    name: 'wip-selected',
    by: 'bookkeeper',
    at: '/wip?sort=-netWip',
    window: 1600,
    after: tickThree,
    of: page,
  },
  { name: 'composer', by: 'bookkeeper', at: ({ draft }) => `/invoices/new?draft=${draft}`, of: page },
  { name: 'invoice', by: 'bookkeeper', at: ({ invoice }) => `/invoices/${invoice}`, of: page, height: 620 },
  {
    name: 'rehearsal',
    by: 'bookkeeper',
    at: ({ run }) => `/billing-runs/${run}`,
    window: 1500,
    of: page,
    height: 560,
  },
  {
    name: 'payment',
    by: 'bookkeeper',
    at: '/payments?add=payment',
    after: fillPayment,
    of: dialog,
    height: 630,
  },
  { name: 'period-close', by: 'bookkeeper', at: '/period-close', of: page, height: 640 },
  { name: 'wip-journal', by: 'bookkeeper', at: '/reports/wip-journal', of: page, height: 420 },
];

const ofOwners: readonly Picture[] = [
  { name: 'welcome', by: 'owner', at: '/welcome', of: page, width: 780, height: 560 },
  {
    name: 'invite',
    by: 'owner',
    at: '/settings/people?open=new',
    after: fillInvitation,
    of: dialog,
    height: 720,
  },
  { name: 'rates', by: 'owner', at: '/rates', of: page, height: 460 },
  { name: 'home', by: 'owner', at: '/home', of: page },
];

export const pictures: readonly Picture[] = [...ofStaff, ...ofManagers, ...ofBookkeepers, ...ofOwners];
