import { allPermissions, permissions } from '#core/access/permissions.ts';
import { requirePermission } from '#core/access/principal.ts';
import { roleNames, roles } from '#core/access/roles.ts';
import { done } from '#core/refusal.ts';
import { loadFirm } from '#store/firms.ts';
import type { Context } from '../context.ts';
import { read } from '../request.ts';

/** The roles as this firm has them, and what a key can be narrowed to. */
export async function readRoles(context: Context) {
  const permitted = requirePermission(context.principal, 'people.read');
  if (!permitted.ok) return permitted;
  const { projectManagersSeeCosts } = await read(context, loadFirm);
  return done({
    roles: roleNames.map((role) => ({
      role,
      sentences: roles[role]
        .filter(({ whenCostsAreShown }) => !whenCostsAreShown || projectManagersSeeCosts)
        .map(({ sentence }) => sentence),
    })),
    permissions: allPermissions.map((permission) => ({ permission, ...permissions[permission] })),
  });
}
