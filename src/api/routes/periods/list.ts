import { listCloses as list } from '#actions/periods/read-closes.ts';
import { periodsPage, periodsQuery } from '#contract/periods/periods.ts';
import { presentClose } from '../../presenters/periods.ts';
import { presentPage } from '../../presenters/practice.ts';
import { route } from '../../route.ts';

export const listPeriods = route({
  method: 'GET',
  path: '/periods',
  summary: 'List closed periods',
  description: 'Latest first, also those that were re-opened.',
  tag: 'Periods',
  permission: 'reports.read',
  query: periodsQuery,
  answer: periodsPage,
  async handler({ context, query }) {
    return presentPage(await list(context, { ...query, after: query.cursor }), presentClose);
  },
});
