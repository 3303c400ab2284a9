import { removeView as remove } from '#actions/preferences/saved-views.ts';
import { idParams } from '#contract/ids.ts';
import { route } from '../../route.ts';

export const removeView = route({
  method: 'DELETE',
  path: '/saved-views/{id}',
  summary: 'Remove a saved view',
  tag: 'Preferences',
  permission: 'own.keep',
  params: idParams,
  refusals: ['notFound'],
  handler: ({ context, params, version }) => remove(context, { id: params.id, version }),
});
