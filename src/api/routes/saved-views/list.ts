import { listSavedViews as list } from '#actions/preferences/saved-views.ts';
import { savedViewsPage, savedViewsQuery } from '#contract/preferences/preferences.ts';
import { asIs, pageWanted, presentPage } from '../../presenters/practice.ts';
import { route } from '../../route.ts';

export const listSavedViews = route({
  method: 'GET',
  path: '/saved-views',
  summary: 'List saved views',
  description: 'Your own and those that others share, by name.',
  tag: 'Preferences',
  permission: 'firm.read',
  query: savedViewsQuery,
  answer: savedViewsPage,
  async handler({ context, query }) {
    return presentPage(await list(context, { ...query, ...pageWanted(query) }), asIs);
  },
});
