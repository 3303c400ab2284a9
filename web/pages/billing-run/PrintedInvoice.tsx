import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { printedUnitQuery } from '../../api/billing-runs.ts';
import type { PrintedDocument as Printed } from '../../api/invoices.ts';
import { printedQuery } from '../../api/invoices.ts';
import { ProblemNotice } from '../../ui/Notice.tsx';
import { PrintedDocument } from '../invoice/PrintedDocument.tsx';

/** An invoice as it is printed, for reading it beside the list that it is in. */
export function PrintedInvoice({ invoiceId }: { invoiceId: string }) {
  const { data, error, refetch } = useQuery(printedQuery(invoiceId));
  return <Paper data={data} error={error} onRetry={() => void refetch()} />;
}

/** One that a run only plans, as it would be printed now. */
export function PlannedInvoice({ runId, place }: { runId: string; place: number }) {
  const { data, error, refetch } = useQuery(printedUnitQuery(runId, place));
  return <Paper data={data} error={error} onRetry={() => void refetch()} />;
}

type PaperProps = { data: Printed | undefined; error: unknown; onRetry: () => void };

function Paper({ data, error, onRetry }: PaperProps) {
  if (data !== undefined) return <PrintedDocument document={data} />;
  if (error !== null) return <ProblemNotice error={error} onRetry={onRetry} />;
  return <Skeleton height={560} maw={794} />;
}
