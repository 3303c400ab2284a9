import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ChoosableRow } from '../../api/timesheet.ts';
import { rowsQuery } from '../../api/timesheet.ts';

const askAfterMs = 150;

/** What is at hand and fits, at once; then what the server finds. */
export function useFoundRows(
  staffId: string,
  typed: string,
): { found: readonly ChoosableRow[]; isPending: boolean } {
  const [asked] = useDebouncedValue(typed.trim(), askAfterMs);
  const atHand = useQuery(rowsQuery(staffId, ''));
  const answer = useQuery(rowsQuery(staffId, asked));
  const found = useMemo(() => {
    const words = typed
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== '');
    const all = new Map(
      [...(atHand.data?.items ?? []), ...(answer.data?.items ?? [])].map((row) => [row.jobTaskId, row]),
    );
    return [...all.values()].filter((row) => {
      const text = `${row.clientName} ${row.jobNumber} ${row.jobName} ${row.taskName}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
  }, [typed, atHand.data, answer.data]);
  return { found, isPending: answer.isFetching || asked !== typed.trim() };
}
