import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { printedQuery } from '../../api/invoices.ts';
import { ProblemNotice } from '../../ui/Notice.tsx';
import { PrintedDocument } from './PrintedDocument.tsx';

/** The document as it is printed. */
export function Sheet({ id }: { id: string }) {
  const { data, error, refetch } = useQuery(printedQuery(id));
  if (data !== undefined) return <PrintedDocument document={data} />;
  if (error === null) return <Skeleton height={640} />;
  return <ProblemNotice error={error} onRetry={() => void refetch()} />;
}
