// Sends the photos of recorded costs that the server has not got yet, from wherever in the app: at the start, when the
// network is back, and now and then while any waits. Shows nothing; what becomes of a photo is told in a notice.

import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { sendFile } from '../../api/costs.ts';
import { asProblem } from '../../api/problem.ts';
import { refresh } from '../../api/resource.ts';
import { showToast } from '../../ui/toasts.ts';
import { forgetPhoto, photosOf, type KeptPhoto } from './kept-photos.ts';
import { photoTopics, useOwner } from './usePhotos.ts';

const retryMs = 20_000;

export default function UnsentPhotos() {
  const owner = useOwner();
  const queryClient = useQueryClient();
  useEffect(() => {
    let isSending = false;
    const sendWhatWaits = async () => {
      if (isSending || !navigator.onLine) return;
      isSending = true;
      const photos = (await photosOf(owner)).filter(({ costEntryId }) => costEntryId !== null);
      let sent = 0;
      for (const photo of photos) if (await send(photo)) sent += 1;
      isSending = false;
      if (sent === 0) return;
      showToast({
        text: sent === 1 ? 'A receipt that waited is sent' : `${sent} receipts that waited are sent`,
      });
      await refresh(queryClient, photoTopics);
    };
    const look = () => void sendWhatWaits();
    look();
    addEventListener('online', look);
    const again = setInterval(look, retryMs);
    return () => {
      removeEventListener('online', look);
      clearInterval(again);
    };
  }, [owner, queryClient]);
  return null;
}

/** Whether it has arrived. One that the server does not take is not offered again. */
async function send({ key, costEntryId, file }: KeptPhoto): Promise<boolean> {
  if (costEntryId === null) return false;
  try {
    await sendFile(costEntryId, file);
    await forgetPhoto(key);
    return true;
  } catch (error) {
    const { status, detail, title } = asProblem(error).said;
    if (!refusals.has(status)) return false;
    await forgetPhoto(key);
    showToast({ text: `${file.name} was not taken`, tone: 'problem', detail: detail || title });
    return false;
  }
}

/** Answers that stay the same however often it is sent. */
const refusals: ReadonlySet<number> = new Set([400, 404, 409, 413, 415, 422]);
