// Undoing a whole run: what becomes of its invoices, and why it is done.

import { useRouter } from '@tanstack/react-router';
import { useMemo } from 'react';
import { runUndoing } from '#contract/billing-runs/runs.ts';
import type { BillingRun } from '../../api/billing-runs.ts';
import { runsPath, runTopics } from '../../api/billing-runs.ts';
import { EditDrawer } from '../../form/EditDrawer.tsx';
import { LongTextField } from '../../form/fields.tsx';
import { Form } from '../../form/Form.tsx';
import { useRecordForm } from '../../form/useRecordForm.ts';
import { Amount } from '../../ui/Amount.tsx';
import { Facts } from '../../ui/PageBody.tsx';
import { useFormats } from '../../util/firm-context.ts';

type UndoDrawerProps = { run: BillingRun; opened: boolean; onClose: () => void };

export function UndoDrawer({ run, opened, onClose }: UndoDrawerProps) {
  const router = useRouter();
  const formats = useFormats();
  const { units, writeOffs, invoiced } = run.progress;
  const form = useRecordForm<{ reason: string }, BillingRun>({
    id: `undo billing run ${run.id}`,
    initial: useMemo(() => ({ reason: '' }), []),
    schema: runUndoing,
    send: (body) => ({ path: `${runsPath}/${run.id}/undoing`, body }),
    changes: runTopics,
    onSaved: () => {
      onClose();
      router.history.push(`${runsPath}/${run.id}`);
    },
  });
  return (
    <EditDrawer opened={opened} title={`Undo ${run.name}?`} onClose={onClose} form={form}>
      <Form form={form} act="Undo the whole run" onCancel={onClose}>
        <p>
          Approved invoices are cancelled and their numbers stay used; drafts are discarded; write-offs are
          taken back. Mails that have gone stay gone. What was paid since is kept and says so.
        </p>
        <Facts
          facts={[
            ['Cancelled', formats.count(units.billed)],
            ['Drafts discarded', formats.count(units.drafted)],
            ['Write-offs back', formats.count(writeOffs.writtenOff)],
            ...invoiced.map(
              ({ currency, total }) => [`Total ${currency}`, <Amount key={currency} of={total} />] as const,
            ),
          ]}
        />
        <LongTextField label="Why" required first {...form.field('reason')} />
      </Form>
    </EditDrawer>
  );
}
