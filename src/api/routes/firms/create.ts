import { foundFurtherFirm } from '#actions/firms/found-firm.ts';
import { foundedFirm, newFirm } from '#contract/firms/firms.ts';
import { refuse } from '#core/refusal.ts';
import { openRoute } from '../../route.ts';

export const foundFirm = openRoute({
  method: 'POST',
  path: '/firms',
  summary: 'Found a further firm',
  description: 'For people who own a firm on this installation. Whoever founds it is its owner.',
  tag: 'Firm',
  access: 'signedIn',
  changesAccess: true,
  body: newFirm,
  status: 201,
  answer: foundedFirm,
  refusals: ['notPermitted'],
  async handler({ installation, caller, body }) {
    if (caller.kind !== 'person') {
      return refuse('notPermitted', 'An API key belongs to one firm and cannot found another.');
    }
    const owner = { userId: caller.person.userId, name: caller.person.name };
    return foundFurtherFirm(installation.database, installation.clock, { owner, firm: body });
  },
});
