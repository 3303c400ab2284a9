import { listStaff as listStaffAction } from '#actions/staff/read-staff.ts';
import { staffPage, staffQuery } from '#contract/staff/staff.ts';
import { asIs, pageWanted, presentPage } from '../../presenters/practice.ts';
import { route } from '../../route.ts';

export const listStaff = route({
  method: 'GET',
  path: '/staff',
  summary: 'List staff members',
  tag: 'Staff',
  permission: 'staff.read',
  query: staffQuery,
  answer: staffPage,
  async handler({ context, query }) {
    return presentPage(await listStaffAction(context, { ...query, ...pageWanted(query) }), asIs);
  },
});
