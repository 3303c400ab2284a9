// The one outbox of this tab for a person in a firm, and how pages hear of it.

import type { QueryClient } from '@tanstack/react-query';
import { useQueryClient } from '@tanstack/react-query';
import { useMemo, useSyncExternalStore } from 'react';
import { newRequestKey } from '../../api/client.ts';
import { refresh } from '../../api/resource.ts';
import type { Timesheet } from '../../api/timesheet.ts';
import { saveCells, weekQuery } from '../../api/timesheet.ts';
import { useFirm } from '../../util/firm-context.ts';
import type { Change, Keeping } from './outbox.ts';
import { Outbox } from './outbox.ts';
import { withSaved } from './week-model.ts';

const outboxes = new Map<string, Outbox>();

export function useOutbox(): Outbox {
  const { id, memberId } = useFirm();
  const queryClient = useQueryClient();
  const owner = `${id}.${memberId ?? ''}`;
  let outbox = outboxes.get(owner);
  if (outbox === undefined) {
    outbox = openOutbox(owner, queryClient);
    outboxes.set(owner, outbox);
  }
  return outbox;
}

const none: readonly Change[] = [];

/** What was typed into a week and is not settled yet. */
export function useChanges({
  staffId,
  weekStart,
}: {
  staffId: string;
  weekStart: string;
}): readonly Change[] {
  const outbox = useOutbox();
  const changes = useSyncExternalStore(outbox.subscribe, outbox.changes);
  return useMemo(() => {
    const ofWeek = changes.filter((change) => change.staffId === staffId && change.weekStart === weekStart);
    return ofWeek.length === 0 ? none : ofWeek;
  }, [changes, staffId, weekStart]);
}

function openOutbox(owner: string, queryClient: QueryClient): Outbox {
  const settled = { pending: false };
  const outbox = new Outbox({
    owner,
    keeping: keepingOnDevice(),
    send: saveCells,
    later: (act, delayMs) => void setTimeout(act, delayMs),
    newKey: newRequestKey,
    onOutcome(change, outcome) {
      const { queryKey } = weekQuery(change.staffId, change.weekStart);
      if (outcome.state === 'refused') {
        void queryClient.invalidateQueries({ queryKey });
        return;
      }
      void showSaved(queryClient, change, outcome.entry);
      askOthersAgain(queryClient, settled);
    },
  });
  window.addEventListener('online', outbox.flush);
  document.addEventListener('visibilitychange', outbox.flush);
  window.addEventListener('storage', ({ key, newValue }) => {
    if (key !== null && newValue === null) outbox.forgetElsewhere(key);
  });
  outbox.flush();
  return outbox;
}

/** The saved entry takes its place in the week; an answer that is under way may have been made before it was saved. */
async function showSaved(
  queryClient: QueryClient,
  change: Change,
  entry: Parameters<typeof withSaved>[2],
): Promise<void> {
  const { queryKey } = weekQuery(change.staffId, change.weekStart);
  const isFirstAnswer = queryClient.getQueryData(queryKey) === undefined;
  const cancelled = queryClient.cancelQueries({ queryKey });
  queryClient.setQueryData<Timesheet>(queryKey, (sheet) => sheet && withSaved(sheet, change, entry));
  await cancelled;
  // A week that was still on its way has nothing to put the entry into, and would never come.
  if (isFirstAnswer) await queryClient.refetchQueries({ queryKey });
}

const othersAfterMs = 1_500;

/** Lists and reports that time is in; once for whatever is typed in a row. */
function askOthersAgain(queryClient: QueryClient, settled: { pending: boolean }): void {
  if (settled.pending) return;
  settled.pending = true;
  setTimeout(() => {
    settled.pending = false;
    void refresh(queryClient, ['reports', 'wip', 'jobs']);
  }, othersAfterMs);
}

/** A browser that keeps nothing still sends what is typed; only a reload would lose what has not arrived. */
function keepingOnDevice(): Keeping {
  try {
    const { localStorage: storage } = window;
    return {
      keys: () => Object.keys(storage),
      get: (key) => storage.getItem(key),
      set(key, value) {
        try {
          storage.setItem(key, value);
        } catch {
          // Full: it is still in memory, and on its way.
        }
      },
      remove: (key) => storage.removeItem(key),
    };
  } catch {
    const memory = new Map<string, string>();
    return {
      keys: () => [...memory.keys()],
      get: (key) => memory.get(key) ?? null,
      set: (key, value) => void memory.set(key, value),
      remove: (key) => void memory.delete(key),
    };
  }
}
