import { changeView as change } from '#actions/preferences/saved-views.ts';
import { idParams } from '#contract/ids.ts';
import { savedView, savedViewChange } from '#contract/preferences/preferences.ts';
import { route } from '../../route.ts';

export const changeView = route({
  method: 'PATCH',
  path: '/saved-views/{id}',
  summary: 'Change a saved view',
  description:
    'Changes what is sent and leaves the rest. A view that is shared is also changed by who may change the settings of the firm.',
  tag: 'Preferences',
  permission: 'own.keep',
  params: idParams,
  body: savedViewChange,
  answer: savedView,
  refusals: ['notFound', 'duplicate'],
  handler: ({ context, params, body, version }) => change(context, { ...body, id: params.id, version }),
});
