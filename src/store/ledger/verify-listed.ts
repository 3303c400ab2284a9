// What stands with the listed jobs for Estimated Billings against the balances, jobs and clients that it is taken from.

import { compare } from './verify-compare.ts';
import type { Recount } from './recount.ts';

export const listedRecount: Recount = {
  name: 'listed jobs',
  comparisons: [
    compare({
      check: 'listedJob',
      kept: '(select * from listed_job where firm_id = $1)',
      recounted: '(select * from listed_job_due where firm_id = $1)',
      keys: ['job_id'],
      columns: ['currency', 'client_key', 'number_key'],
    }),
  ],
};
