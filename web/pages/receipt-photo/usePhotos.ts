// The receipt photos of a cost: those that the server has, those on their way, and those that wait until the cost is recorded
// or the server is back.

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { newRequestKey, tell } from '../../api/client.ts';
import type { Attachment } from '../../api/costs.ts';
import { attachmentsQuery, sendFile } from '../../api/costs.ts';
import { asProblem } from '../../api/problem.ts';
import { refresh } from '../../api/resource.ts';
import { showProblem, showToast } from '../../ui/toasts.ts';
import { useFirm } from '../../util/firm-context.ts';
import { forgetPhoto, keepAsRecorded, keepPhoto, onForgotten, photosOf } from './kept-photos.ts';
import { scaledPhoto } from './scale.ts';

export type Waiting = {
  key: string;
  file: File;
  /** To look at it before it is sent; undefined of a PDF. */
  url: string | undefined;
  state: 'waiting' | 'sending' | 'failed';
  why?: string;
};

export const photoTopics = ['attachments', 'cost-entries'];
const unsent = 'It waits, and is sent when the server is back.';

type PhotosOptions = {
  costEntryId: string | undefined;
  /** The form of the cost; what is added to it and not sent is there again after a reload. */
  formId: string;
};

export function usePhotos({ costEntryId, formId }: PhotosOptions) {
  const owner = useOwner();
  const queryClient = useQueryClient();
  const kept = useQuery({ ...attachmentsQuery(costEntryId ?? ''), enabled: costEntryId !== undefined });
  const [waiting, setWaiting] = useState<readonly Waiting[]>([]);
  const latest = useRef(waiting);
  latest.current = waiting;
  useKept({ owner, formId, costEntryId, setWaiting });
  useEffect(
    () => () => latest.current.forEach(({ url }) => url !== undefined && URL.revokeObjectURL(url)),
    [],
  );
  const mark = useCallback((key: string, change: Partial<Waiting>) => {
    setWaiting((before) => before.map((each) => (each.key === key ? { ...each, ...change } : each)));
  }, []);
  const drop = useCallback((key: string) => void forgetPhoto(key), []);
  /** Sends one; says whether it arrived. */
  const send = useCallback(
    async (entryId: string, { key, file }: Waiting) => {
      mark(key, { state: 'sending' });
      try {
        await sendFile(entryId, file);
        await refresh(queryClient, photoTopics);
        await forgetPhoto(key);
        return true;
      } catch (error) {
        const problem = asProblem(error);
        const { detail, title } = problem.said;
        mark(key, { state: 'failed', why: problem.isPassing ? unsent : detail || title });
        return false;
      }
    },
    [mark, queryClient],
  );
  const add = useCallback(
    async (files: readonly File[]) => {
      for (const original of files) {
        const file = await scaledPhoto(original);
        const added = waitingFor(newRequestKey(), file);
        // Kept before it is shown: what says that it will be sent survives a reload from then on.
        await keepPhoto({ key: added.key, owner, formId, costEntryId: costEntryId ?? null, file });
        setWaiting((before) => (before.some(({ key }) => key === added.key) ? before : [...before, added]));
        if (costEntryId !== undefined) void send(costEntryId, added);
      }
    },
    [costEntryId, formId, owner, send],
  );
  /** Whatever waits, to the cost that was recorded just now; says whether all of it arrived. */
  const sendAll = useCallback(
    async (entryId: string) => {
      await keepAsRecorded(
        latest.current.map(({ key }) => key),
        entryId,
      );
      const arrived = await Promise.all(latest.current.map((each) => send(entryId, each)));
      return !arrived.includes(false);
    },
    [send],
  );
  /** What has not arrived goes on by itself; the form begins anew. */
  const letGo = useCallback(() => setWaiting([]), []);
  return { kept, waiting, add, drop, sendAll, letGo, retry: send, remove: useRemoval(costEntryId) };
}

/** Whose photos they are, on a device that several may use. */
export function useOwner(): string {
  const { id, memberId } = useFirm();
  return `${id} ${memberId}`;
}

type KeptOptions = PhotosOptions & {
  owner: string;
  setWaiting: (change: (before: readonly Waiting[]) => readonly Waiting[]) => void;
};

/** Shows what was kept of the form, or of the cost; what is sent or left out goes, wherever that was done. */
function useKept({ owner, formId, costEntryId, setWaiting }: KeptOptions): void {
  useEffect(() => {
    let isGone = false;
    void photosOf(owner).then((photos) => {
      if (isGone) return;
      const mine = photos.filter((photo) =>
        costEntryId === undefined
          ? photo.costEntryId === null && photo.formId === formId
          : photo.costEntryId === costEntryId,
      );
      setWaiting((before) => [
        ...before,
        ...mine
          .filter(({ key }) => before.every((each) => each.key !== key))
          .map(({ key, file }) => ({
            ...waitingFor(key, file),
            ...(costEntryId === undefined ? {} : { state: 'failed' as const, why: unsent }),
          })),
      ]);
    });
    const stop = onForgotten((key) => setWaiting((before) => before.filter((each) => each.key !== key)));
    return () => {
      isGone = true;
      stop();
    };
  }, [owner, formId, costEntryId, setWaiting]);
}

function waitingFor(key: string, file: File): Waiting {
  const url = file.type.startsWith('image/') ? URL.createObjectURL(file) : undefined;
  return { key, file, url, state: 'waiting' };
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
            await refresh(queryClient, photoTopics);
          },
        });
      } catch (error) {
        showProblem(error);
      }
      await refresh(queryClient, photoTopics);
    },
    [costEntryId, queryClient],
  );
}
