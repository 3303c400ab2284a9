import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { tell } from '../../api/client.ts';
import type { CostEntry, RecordedCosts } from '../../api/costs.ts';
import { attachmentsQuery, costTopics, sendFile } from '../../api/costs.ts';
import { refresh } from '../../api/resource.ts';
import { useTell } from '../../api/useTell.ts';
import { showProblem } from '../../ui/toasts.ts';
import { contentOf } from '../receipt-photo/useFile.ts';

type RemoveCostProps = { entry: CostEntry; onDone: () => void };

/** Done at once: Undo records the same again, with the files that were on it. */
export function RemoveCost({ entry, onDone }: RemoveCostProps) {
  const queryClient = useQueryClient();
  const removing = useTell<{ files: readonly File[] }>({
    send: () => ({ path: `/cost-entries/${entry.id}`, method: 'DELETE', version: entry.version }),
    changes: costTopics,
    said: (_, { files }) => ({
      text: `${entry.description} removed`,
      onUndo: async () => {
        try {
          await recordAgain(entry, files);
        } catch (error) {
          showProblem(error);
        }
        await refresh(queryClient, costTopics);
      },
    }),
    onDone,
  });
  const remove = async () => {
    try {
      const { items } = await queryClient.ensureQueryData(attachmentsQuery(entry.id));
      removing.tell({ files: await Promise.all(items.map(contentOf)) });
    } catch (error) {
      showProblem(error);
    }
  };
  return (
    <Button variant="subtle" loading={removing.isBusy} onClick={() => void remove()}>
      Remove
    </Button>
  );
}

async function recordAgain(entry: CostEntry, files: readonly File[]): Promise<void> {
  const { jobId, jobTaskId, incurredOn, description, code, supplier, note, quantity } = entry;
  const { unitPrice, unitCost, billable, actual } = entry;
  const what = { jobId, jobTaskId, incurredOn, description, code, supplier, note };
  const worth = { quantity, unitPrice, ...(unitCost === undefined ? {} : { unitCost }), billable, actual };
  const { costs } = await tell<RecordedCosts>('/cost-entries', { body: { costs: [{ ...what, ...worth }] } });
  const [made] = costs;
  if (made === undefined) return;
  for (const file of files) await sendFile(made.id, file);
}
