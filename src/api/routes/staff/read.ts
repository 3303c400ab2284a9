import { getStaffMember } from '#actions/staff/read-staff.ts';
import { staffMember } from '#contract/staff/staff.ts';
import { idParams } from '#contract/ids.ts';
import { route } from '../../route.ts';

export const readStaffMember = route({
  method: 'GET',
  path: '/staff/{id}',
  summary: 'Read a staff member',
  tag: 'Staff',
  permission: 'staff.read',
  params: idParams,
  answer: staffMember,
  refusals: ['unknownStaff'],
  handler({ context, params }) {
    return getStaffMember(context, params.id);
  },
});
