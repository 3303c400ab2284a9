import type { Role } from '../../api/settings.ts';

export const roleNames: Readonly<Record<Role, string>> = {
  owner: 'Owner',
  bookkeeper: 'Bookkeeper',
  projectManager: 'Project manager',
  staff: 'Staff member',
  auditor: 'Auditor',
};

export const roleChoices = (Object.keys(roleNames) as Role[]).map((value) => ({
  value,
  label: roleNames[value],
}));
