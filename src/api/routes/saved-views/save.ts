import { saveView as save } from '#actions/preferences/saved-views.ts';
import { newSavedView, savedView } from '#contract/preferences/preferences.ts';
import { route } from '../../route.ts';

export const saveView = route({
  method: 'POST',
  path: '/saved-views',
  summary: 'Save a view of a list',
  tag: 'Preferences',
  permission: 'own.keep',
  body: newSavedView,
  answer: savedView,
  status: 201,
  refusals: ['duplicate', 'limitReached'],
  handler: ({ context, body }) => save(context, body),
});
