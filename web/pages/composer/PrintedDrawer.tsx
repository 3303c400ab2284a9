import { Drawer, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { printedQuery } from '../../api/invoices.ts';
import { ProblemNotice } from '../../ui/Notice.tsx';
import { PrintedDocument } from '../document/PrintedDocument.tsx';

type PrintedDrawerProps = { id: string; opened: boolean; onClose: () => void };

/** The draft as it will be printed. */
export default function PrintedDrawer({ id, opened, onClose }: PrintedDrawerProps) {
  const { data, error, refetch } = useQuery({ ...printedQuery(id), enabled: opened, staleTime: 0 });
  return (
    <Drawer opened={opened} onClose={onClose} position="right" size={860} title="As it will be printed">
      {error !== null ? (
        <ProblemNotice error={error} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <Skeleton height={700} />
      ) : (
        <PrintedDocument document={data} />
      )}
    </Drawer>
  );
}
