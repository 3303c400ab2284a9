// Answers of the API name the addresses of what a figure is made of. Here is the page that shows the same.

import { ledgerHref } from '../pages/job-ledger/search.ts';
import { stringifySearch } from '../util/search.ts';

const prefix = '/api/v1';

/** Estimated Billings has shorter words in its address than the API. */
const wipWords: Readonly<Record<string, string>> = {
  clientId: 'client',
  managerId: 'manager',
  partnerId: 'partner',
  stateId: 'state',
  groupBy: 'group',
};

/** The page for an address of the API; undefined where nothing shows it. */
export function pageOf(link: string | undefined): string | undefined {
  if (link === undefined || !link.startsWith(prefix)) return undefined;
  const [path = '', search = ''] = link.slice(prefix.length).split('?');
  const parameters = Object.fromEntries(new URLSearchParams(search));
  if (path === '/reports/estimated-billings') {
    const renamed = Object.entries(parameters).map(([name, value]) => [wipWords[name] ?? name, value]);
    return `/wip${stringifySearch(Object.fromEntries(renamed) as Record<string, string>)}`;
  }
  const job = /^\/jobs\/(\d+)\/ledger$/.exec(path)?.[1];
  if (job !== undefined) return ledgerHref(job, parameters);
  if (/^\/(reports|invoices|payments|jobs|clients)(\/|$)/.test(path)) {
    return path + stringifySearch(parameters);
  }
  return undefined;
}
