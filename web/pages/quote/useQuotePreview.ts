// What the quote would come to, asked of the server a moment after the last key. The last good answer stays on the screen.

import { useQuery } from '@tanstack/react-query';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { tell } from '../../api/client.ts';
import { currentFirmId } from '../../api/firm.ts';
import { asProblem } from '../../api/problem.ts';
import type { QuotePreview } from '../../api/quotes.ts';
import { bodyOf, type QuoteFields } from './model.ts';

const settleMs = 220;

export function useQuotePreview(fields: QuoteFields, seesCosts: boolean) {
  const named = { ...fields, name: fields.name.trim() === '' ? 'Quote' : fields.name };
  const [asked] = useDebouncedValue(JSON.stringify(bodyOf(named, seesCosts)), settleMs);
  const { data, error } = useQuery({
    queryKey: ['quotes', currentFirmId(), 'preview', asked],
    queryFn: ({ signal }) => tell<QuotePreview>('/quotes/preview', { body: JSON.parse(asked), signal }),
    enabled: fields.clientId !== '',
    retry: false,
    gcTime: 60_000,
    meta: { changesWith: ['clients', 'taxes'] },
  });
  const [last, setLast] = useState<QuotePreview | null>(null);
  if (data !== undefined && data !== last) setLast(data);
  return { preview: data ?? last, problem: error === null ? null : asProblem(error) };
}
