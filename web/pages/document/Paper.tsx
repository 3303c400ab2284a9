import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { PrintedDocument as Printed } from '../../api/invoices.ts';
import type { resourceQuery } from '../../api/resource.ts';
import { ProblemNotice } from '../../ui/Notice.tsx';
import { PrintedDocument } from './PrintedDocument.tsx';

/** A document as it is printed, from wherever it is asked for. */
export function Paper({ query }: { query: ReturnType<typeof resourceQuery<Printed>> }) {
  const { data, error, refetch } = useQuery(query);
  if (data !== undefined)
    return (
      // In the order of Tab, so that it is read by keyboard where nothing else beside it can be reached.
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls has to be reachable
      <section tabIndex={0} aria-label="As it is printed">
        <PrintedDocument document={data} />
      </section>
    );
  if (error === null) return <Skeleton height={640} maw={794} />;
  return <ProblemNotice error={error} onRetry={() => void refetch()} />;
}
