// Trying again what failed, several at once. What went out already is left alone.

import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { tell } from '../../api/client.ts';
import type { Mail } from '../../api/invoices.ts';
import { asProblem } from '../../api/problem.ts';
import { refresh } from '../../api/resource.ts';
import type { BulkAction } from '../../list/BulkBar.tsx';
import { showToast } from '../../ui/toasts.ts';
import { useFormats } from '../../util/firm-context.ts';

export function useRetries() {
  const queryClient = useQueryClient();
  const formats = useFormats();
  return useCallback(
    (rows: readonly Mail[], done: () => void): BulkAction[] => {
      const waiting = rows.filter(({ status }) => status !== 'sent');
      const retry = async () => {
        const refused: string[] = [];
        for (const { id, subject } of waiting) {
          try {
            await tell(`/mails/${id}/retry`, { body: {} });
          } catch (error) {
            refused.push(`${subject}: ${asProblem(error).said.detail}`);
          }
        }
        void refresh(queryClient, ['mails']);
        showToast({
          text: `${formats.count(waiting.length - refused.length)} of ${formats.count(waiting.length)} are tried again`,
          tone: refused.length > 0 ? 'problem' : 'done',
          ...(refused.length > 0 ? { detail: refused.slice(0, 5).join(' ') } : {}),
        });
        if (refused.length === 0) done();
      };
      return [{ label: 'Try again', key: 'r', disabled: waiting.length === 0, onChoose: retry }];
    },
    [formats, queryClient],
  );
}
