import { changeStaffMember as changeStaffMemberAction } from '#actions/staff/change-staff.ts';
import { staffChange, staffMember } from '#contract/staff/staff.ts';
import { idParams } from '#contract/ids.ts';
import { route } from '../../route.ts';

export const changeStaffMember = route({
  method: 'PATCH',
  path: '/staff/{id}',
  summary: 'Change a staff member',
  description:
    'Changes what is sent and leaves the rest. Somebody made inactive takes no new time and keeps everything recorded.',
  tag: 'Staff',
  permission: 'staff.edit',
  params: idParams,
  body: staffChange,
  answer: staffMember,
  refusals: ['unknownStaff', 'duplicate'],
  handler({ context, params, body, version }) {
    return changeStaffMemberAction(context, { ...body, id: params.id, version });
  },
});
