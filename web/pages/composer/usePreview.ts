// What the invoice would come to, asked of the server whenever a decision has changed: a moment after the last key, never
// while somebody waits for it. An answer that is outdated is not waited for, and the last good one stays on the screen.

import { useQuery } from '@tanstack/react-query';
import { useDebouncedValue } from '@mantine/hooks';
import { useMemo, useState } from 'react';
import { tell } from '../../api/client.ts';
import { currentFirmId } from '../../api/firm.ts';
import type { InvoiceContent, InvoicePreview } from '../../api/invoices.ts';
import { asProblem, type Problem } from '../../api/problem.ts';

const settleMs = 220;

export type Preview = {
  answer: InvoicePreview | null;
  /** What it is an answer to; another one than the content while a new one is on its way. */
  of: InvoiceContent | null;
  problem: Problem | null;
  isWaiting: boolean;
  ask: () => Promise<InvoicePreview | null>;
};

export function usePreview(content: InvoiceContent | null, invoiceId: string | null): Preview {
  const [asked] = useDebouncedValue(content, settleMs);
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ['invoices', currentFirmId(), 'preview', invoiceId, asked],
    queryFn: ({ signal }) =>
      tell<InvoicePreview>('/invoices/preview', { body: { ...asked, invoiceId }, signal }),
    enabled: asked !== null,
    retry: false,
    gcTime: 60_000,
    meta: { changesWith: ['wip', 'jobs', 'time-entries', 'cost-entries', 'clients', 'taxes', 'quotes'] },
  });
  const [last, setLast] = useState<{ answer: InvoicePreview; of: InvoiceContent } | null>(null);
  if (data !== undefined && asked !== null && last?.answer !== data) setLast({ answer: data, of: asked });
  const problem = useMemo(() => (error === null ? null : asProblem(error)), [error]);
  return {
    answer: asked === null ? null : (data ?? last?.answer ?? null),
    of: data === undefined ? (last?.of ?? null) : asked,
    problem,
    isWaiting: isFetching || asked !== content,
    ask: async () => (await refetch()).data ?? null,
  };
}
