// docs/guides/roles-and-permissions.md, from the sentences and permissions of core/access.

import { allPermissions, permissions, type Permission } from '#core/access/permissions.ts';
import { roleNames, roles, type Role } from '#core/access/roles.ts';

const names: Readonly<Record<Role, string>> = {
  owner: 'Owner',
  bookkeeper: 'Bookkeeper',
  projectManager: 'Project manager',
  staff: 'Staff',
  auditor: 'Auditor',
};

export function rolesPage(): string {
  return `# Roles and permissions

Written from \`src/core/access\` by \`npm run docs\`; change it there.

Everybody who belongs to a firm has one role in it, and may have another role in another firm. A role has the
permissions of its own sentences and nothing else. An API key has a role too, and its scopes, which are permissions from
the list below, narrow it and never widen it.

${roleNames.map(sentencesOf).join('\n\n')}

## Who may do what

yes: the role has it. with costs: only where the firm shows cost rates and margins to project managers.

| permission | you may … | ${roleNames.map((role) => names[role]).join(' | ')} |
|---|---|${roleNames.map(() => ':-:|').join('')}
${allPermissions.map(rowOf).join('\n')}

A write-off, a write-on or a wash-up is also held to a limit: that of the member, else the firm's limit for project
managers. It counts everything that one action writes off and on, in the currency of the job.
`;
}

function sentencesOf(role: Role): string {
  return `## ${names[role]}\n\n${roles[role].map(({ sentence }) => `- ${sentence}`).join('\n')}`;
}

function rowOf(permission: Permission): string {
  const cells = roleNames.map((role) => {
    const grants = roles[role].filter((grant) => grant.permissions.includes(permission));
    if (grants.length === 0) return '';
    return grants.every((grant) => grant.whenCostsAreShown) ? 'with costs' : 'yes';
  });
  return `| \`${permission}\` | ${permissions[permission].sentence} | ${cells.join(' | ')} |`;
}
