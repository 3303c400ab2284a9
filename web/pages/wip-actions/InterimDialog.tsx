import type { WipActionDone } from '../../api/wip-actions.ts';
import { useUndoWipAction, wipTopics } from '../../api/wip-actions.ts';
import { EditDrawer } from '../../form/EditDrawer.tsx';
import { TextField } from '../../form/fields.tsx';
import { Form } from '../../form/Form.tsx';
import { isDecimal, MoneyField } from '../../form/NumberFields.tsx';
import type { RecordForm } from '../../form/useRecordForm.ts';
import { useRecordForm } from '../../form/useRecordForm.ts';
import { showToast } from '../../ui/toasts.ts';
import { useFormats } from '../../util/firm-context.ts';
import { draftKeyOf } from './acting.ts';
import type { TermsFields } from './Terms.tsx';
import { noTerms, Terms, termsOf } from './Terms.tsx';
import type { DialogProps } from './dialog-props.ts';

type InterimFields = TermsFields & { amount: string; description: string };

const initial: InterimFields = { ...noTerms, amount: '', description: '' };

/** An interim raised by hand: invoiced ahead of the work, outside of the product. */
export default function InterimDialog({ acting, opened, onClose, onDone }: DialogProps<'interim'>) {
  const { job } = acting;
  const formats = useFormats();
  const undoing = useUndoWipAction();
  const form = useRecordForm<InterimFields, WipActionDone>({
    id: draftKeyOf(acting),
    initial,
    bodyOf: (fields) => ({
      jobId: job.id,
      amount: fields.amount,
      description: fields.description,
      ...termsOf(fields),
    }),
    check: ({ amount, description }) => ({
      ...(isDecimal(amount) ? {} : { amount: 'An amount such as 500.' }),
      ...(description.trim() === '' ? { description: 'What it was invoiced for.' } : {}),
    }),
    send: (body) => ({ path: '/interims', body }),
    changes: wipTopics,
    onSaved: ({ wipActionId }) => {
      const said = `Interim of ${formats.amount(form.values.amount)} ${job.currency}`;
      showToast({
        text: `${said} raised`,
        onUndo: () => undoing.tell({ wipActionId, said: `${said} taken back` }),
      });
      onDone();
    },
  });
  return (
    <EditDrawer
      opened={opened}
      title={`Raise an interim on ${job.number} ${job.name}`}
      onClose={onClose}
      form={form}
    >
      <Form form={form} act="Raise the interim" onCancel={onClose}>
        <p className="quiet">
          For what was invoiced ahead of the work outside of Workledger. It counts against WIP until work
          absorbs it.
        </p>
        <MoneyField label="Amount" required first currency={job.currency} {...form.field('amount')} />
        <TextField label="Description" required {...form.field('description')} />
        <Terms form={form as unknown as RecordForm<TermsFields>} takesReason={false} />
      </Form>
    </EditDrawer>
  );
}
