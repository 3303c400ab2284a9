import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { printedQuery } from '../../api/invoices.ts';
import { ProblemNotice } from '../../ui/Notice.tsx';
import { PrintedDocument } from '../invoice/PrintedDocument.tsx';

/** An invoice as it is printed, for reading it beside the list that it is in. */
export function PrintedInvoice({ invoiceId }: { invoiceId: string }) {
  const { data, error, refetch } = useQuery(printedQuery(invoiceId));
  if (data !== undefined) return <PrintedDocument document={data} />;
  if (error !== null) return <ProblemNotice error={error} onRetry={() => void refetch()} />;
  return <Skeleton height={560} maw={794} />;
}
