import { listActions } from '#actions/wip/read-actions.ts';
import { wipActionsPage, wipActionsQuery } from '#contract/wip/actions.ts';
import { done } from '#core/refusal.ts';
import { presentAction } from '../../presenters/wip-actions.ts';
import { route } from '../../route.ts';

export const listWipActions = route({
  method: 'GET',
  path: '/wip-actions',
  summary: 'List WIP actions',
  description: 'What was written off or on, washed up, moved, revalued or raised by hand, newest first.',
  tag: 'WIP',
  permission: 'wip.read',
  query: wipActionsQuery,
  answer: wipActionsPage,
  async handler({ context, query: { kind, limit, cursor } }) {
    const listed = await listActions(context, {
      kind: kind ?? null,
      beforeId: cursor?.[0] ?? null,
      limit: limit + 1,
    });
    if (!listed.ok) return listed;
    const items = listed.value.slice(0, limit);
    const nextCursor: [number] | null = listed.value.length > limit ? [items.at(-1)!.id] : null;
    return done({ items: items.map(presentAction), nextCursor });
  },
});
