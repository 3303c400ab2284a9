import { listImportBatches } from '#actions/imports/read-imports.ts';
import { importsPage, importsQuery } from '#contract/imports/imports.ts';
import { done } from '#core/refusal.ts';
import { presentImport } from '../../presenters/imports.ts';
import { route } from '../../route.ts';

export const listImports = route({
  method: 'GET',
  path: '/imports',
  summary: 'List imports',
  description: 'Newest first.',
  tag: 'Imports',
  permission: 'imports.read',
  query: importsQuery,
  answer: importsPage,
  async handler({ context, query: { limit, cursor } }) {
    const listed = await listImportBatches(context, { beforeId: cursor?.[0] ?? null, limit: limit + 1 });
    if (!listed.ok) return listed;
    const items = listed.value.slice(0, limit);
    const nextCursor: [number] | null = listed.value.length > limit ? [items.at(-1)!.id] : null;
    return done({ items: items.map(presentImport), nextCursor });
  },
});
