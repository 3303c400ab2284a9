import { z } from 'zod';
import { id, version } from '../ids.ts';
import { flagText, oneOrMany } from '../paging.ts';
import { listPage, listQuery, oneOrItems } from '../practice.ts';
import { emailAddress, shortText } from '../text.ts';

const fields = {
  name: shortText(200),
  email: emailAddress.nullable().optional(),
  code: shortText(50).nullable().optional().meta({ description: 'Unique in the firm, if there is one.' }),
  active: z.boolean().optional().meta({ description: 'Somebody inactive takes no new time.' }),
  workingMinutes: z.array(z.int().min(0).max(1440)).length(7).nullable().optional().meta({
    description: "Minutes that are worked from Monday to Sunday; null for the firm's days.",
  }),
};

const newStaffMember = z.strictObject(fields).meta({ id: 'NewStaffMember' });

export const newStaff = oneOrMany(newStaffMember);

export const staffChange = z.strictObject(fields).partial().meta({ id: 'StaffChange' });

export const staffMember = z
  .object({
    id,
    version,
    name: z.string(),
    email: z.string().nullable(),
    code: z.string().nullable(),
    active: z.boolean(),
    workingMinutes: z.array(z.int()).nullable(),
  })
  .meta({ id: 'StaffMember' });

export const addedStaff = oneOrItems(staffMember);

export const staffQuery = z.strictObject({ active: flagText.optional(), ...listQuery });

export const staffPage = listPage(staffMember);
