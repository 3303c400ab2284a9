import { listImportProblems } from '#actions/imports/read-imports.ts';
import { idParams } from '#contract/ids.ts';
import { importProblemsPage, importProblemsQuery } from '#contract/imports/imports.ts';
import { done } from '#core/refusal.ts';
import { route } from '../../route.ts';

export const listProblems = route({
  method: 'GET',
  path: '/imports/{id}/problems',
  summary: 'List the problems of an import',
  description:
    'What was refused or left out, with file and line, and what could not be taken as it is in the source.',
  tag: 'Imports',
  work: 'report',
  permission: 'imports.read',
  params: idParams,
  query: importProblemsQuery,
  answer: importProblemsPage,
  async handler({ context, params, query: { severity, limit, cursor } }) {
    const page = { severity: severity ?? null, afterId: cursor?.[0] ?? 0, limit: limit + 1 };
    const listed = await listImportProblems(context, params.id, page);
    if (!listed.ok) return listed;
    const items = listed.value.slice(0, limit);
    const nextCursor: [number] | null = listed.value.length > limit ? [items.at(-1)!.id] : null;
    return done({ items, nextCursor });
  },
});
