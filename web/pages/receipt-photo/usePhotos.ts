// The receipt photos of a cost: those that are kept, those on their way, and those that wait until the cost is recorded.

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { tell } from '../../api/client.ts';
import type { Attachment } from '../../api/costs.ts';
import { attachmentsQuery, sendFile } from '../../api/costs.ts';
import { asProblem } from '../../api/problem.ts';
import { refresh } from '../../api/resource.ts';
import { showProblem, showToast } from '../../ui/toasts.ts';
import { scaledPhoto } from './scale.ts';

export type Waiting = {
  key: string;
  file: File;
  /** To look at it before it is sent; undefined of a PDF. */
  url: string | undefined;
  state: 'waiting' | 'sending' | 'failed';
  why?: string;
};

const topics = ['attachments', 'cost-entries'];
let lastKey = 0;

export function usePhotos(costEntryId: string | undefined) {
  const queryClient = useQueryClient();
  const kept = useQuery({ ...attachmentsQuery(costEntryId ?? ''), enabled: costEntryId !== undefined });
  const [waiting, setWaiting] = useState<readonly Waiting[]>([]);
  const latest = useRef(waiting);
  latest.current = waiting;
  useEffect(
    () => () => latest.current.forEach(({ url }) => url !== undefined && URL.revokeObjectURL(url)),
    [],
  );
  const mark = useCallback((key: string, change: Partial<Waiting>) => {
    setWaiting((before) => before.map((each) => (each.key === key ? { ...each, ...change } : each)));
  }, []);
  const drop = useCallback((key: string) => {
    setWaiting((before) => before.filter((each) => each.key !== key));
  }, []);
  /** Sends one; says whether it arrived. */
  const send = useCallback(
    async (entryId: string, { key, file }: Waiting) => {
      mark(key, { state: 'sending' });
      try {
        await sendFile(entryId, file);
        await refresh(queryClient, topics);
        drop(key);
        return true;
      } catch (error) {
        const { detail, title } = asProblem(error).said;
        mark(key, { state: 'failed', why: detail || title });
        return false;
      }
    },
    [mark, drop, queryClient],
  );
  const add = useCallback(
    async (files: readonly File[]) => {
      for (const original of files) {
        const file = await scaledPhoto(original);
        lastKey += 1;
        const url = file.type.startsWith('image/') ? URL.createObjectURL(file) : undefined;
        const added: Waiting = { key: String(lastKey), file, url, state: 'waiting' };
        setWaiting((before) => [...before, added]);
        if (costEntryId !== undefined) void send(costEntryId, added);
      }
    },
    [costEntryId, send],
  );
  /** Whatever waits, to the cost that was recorded just now; says whether all of it arrived. */
  const sendAll = useCallback(
    async (entryId: string) => {
      const arrived = await Promise.all(latest.current.map((each) => send(entryId, each)));
      return !arrived.includes(false);
    },
    [send],
  );
  return { kept, waiting, add, drop, sendAll, retry: send, remove: useRemoval(costEntryId) };
}

/** A file that is removed can be brought back: the browser has it still. */
function useRemoval(costEntryId: string | undefined) {
  const queryClient = useQueryClient();
  return useCallback(
    async (attachment: Attachment, content: () => Promise<File>) => {
      try {
        const file = await content();
        await tell(`/attachments/${attachment.id}`, { method: 'DELETE' });
        showToast({
          text: `${attachment.fileName} removed`,
          onUndo: async () => {
            try {
              if (costEntryId !== undefined) await sendFile(costEntryId, file);
            } catch (error) {
              showProblem(error);
            }
            await refresh(queryClient, topics);
          },
        });
      } catch (error) {
        showProblem(error);
      }
      await refresh(queryClient, topics);
    },
    [costEntryId, queryClient],
  );
}
