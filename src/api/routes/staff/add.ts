import { createStaff } from '#actions/staff/create-staff.ts';
import { addedStaff, newStaff } from '#contract/staff/staff.ts';
import { addOneOrMany, asIs } from '../../presenters/practice.ts';
import { route } from '../../route.ts';

export const addStaff = route({
  method: 'POST',
  path: '/staff',
  summary: 'Add staff members',
  description: 'Send one, or an array of up to 1,000 of which all are added or none.',
  tag: 'Staff',
  permission: 'staff.edit',
  body: newStaff,
  answer: addedStaff,
  status: 201,
  refusals: ['duplicate'],
  handler({ context, body }) {
    return addOneOrMany(body, (commands) => createStaff(context, commands), asIs);
  },
});
