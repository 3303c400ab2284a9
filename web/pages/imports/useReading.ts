// Handing files over to be read. They are kept while this tab is open, so that they can be read again in another way.

import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import type { Import, Readings } from '../../api/imports.ts';
import { useTell } from '../../api/useTell.ts';

const filesOf = new Map<string, readonly File[]>();

/** The files of an import that was begun in this tab. */
export function keptFiles(importId: string): readonly File[] | undefined {
  return filesOf.get(importId);
}

export function useReading() {
  const router = useRouter();
  const [reading, setReading] = useState<readonly File[] | null>(null);
  const act = useTell<{ files: readonly File[]; readings: Readings }, Import>({
    send: ({ files, readings }) => {
      const body = new FormData();
      for (const file of files) body.append('files', file, file.webkitRelativePath || file.name);
      return { path: '/imports', body, search: readings };
    },
    changes: ['imports'],
    quiet: true,
    onDone: (batch, { files }) => {
      filesOf.set(batch.id, files);
      router.history.push(`/imports/${batch.id}`);
    },
  });
  return {
    /** What is being read at the moment. */
    reading: act.isBusy ? reading : null,
    problem: act.problem,
    read: (files: readonly File[], readings: Readings = {}) => {
      setReading(files);
      act.tell({ files, readings });
    },
  };
}
