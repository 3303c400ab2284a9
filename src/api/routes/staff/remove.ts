import { removeStaffMember as removeStaffMemberAction } from '#actions/staff/remove-staff.ts';
import { idParams } from '#contract/ids.ts';
import { route } from '../../route.ts';

export const removeStaffMember = route({
  method: 'DELETE',
  path: '/staff/{id}',
  summary: 'Remove a staff member',
  description: 'Removes a staff member who recorded nothing and looks after nothing, with their rates.',
  tag: 'Staff',
  permission: 'staff.edit',
  params: idParams,
  refusals: ['unknownStaff', 'stillInUse'],
  handler({ context, params, version }) {
    return removeStaffMemberAction(context, { id: params.id, version });
  },
});
