import { changeClient as changeClientAction } from '#actions/clients/change-client.ts';
import { client, clientChange } from '#contract/clients/clients.ts';
import { idParams } from '#contract/ids.ts';
import { done } from '#core/refusal.ts';
import { presentClient } from '../../presenters/practice.ts';
import { route } from '../../route.ts';

export const changeClient = route({
  method: 'PATCH',
  path: '/clients/{id}',
  summary: 'Change a client',
  description:
    'Changes what is sent and leaves the rest. The currency is settled once the client has jobs; a client with unfinished jobs is not archived.',
  tag: 'Clients',
  permission: 'clients.edit',
  params: idParams,
  body: clientChange,
  answer: client,
  refusals: [
    'unknownClient',
    'unknownStaff',
    'staffInactive',
    'unknownTax',
    'currencyMismatch',
    'stillInUse',
  ],
  async handler({ context, params, body, version }) {
    const changed = await changeClientAction(context, { ...body, id: params.id, version });
    return changed.ok ? done(presentClient(changed.value)) : changed;
  },
});
