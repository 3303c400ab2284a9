import { useMemo } from 'react';
import { declineBody } from '#contract/quotes/quotes.ts';
import { quoteTopics, type Quote } from '../../api/quotes.ts';
import { DayField } from '../../form/DayInput.tsx';
import { EditDrawer } from '../../form/EditDrawer.tsx';
import { LongTextField } from '../../form/fields.tsx';
import { orNull } from '../../form/words.ts';
import { Form } from '../../form/Form.tsx';
import { useRecordForm } from '../../form/useRecordForm.ts';
import { todayIn } from '../../util/days.ts';
import { useFirm } from '../../util/firm-context.ts';
import type { QuoteDialogProps } from './dialog-props.ts';

/** The client does not want it. */
export default function DeclineDrawer({ quote, opened, onClose }: QuoteDialogProps) {
  const { timeZone } = useFirm();
  const initial = useMemo(() => ({ declinedOn: todayIn(timeZone), reason: '' }), [timeZone]);
  const form = useRecordForm<typeof initial, Quote>({
    id: `decline quote ${quote.id}`,
    initial,
    bodyOf: ({ declinedOn, reason }) => ({
      ...(declinedOn === '' ? {} : { declinedOn }),
      reason: orNull(reason),
    }),
    schema: declineBody,
    send: (body) => ({ path: `/quotes/${quote.id}/decline`, version: quote.version, body }),
    changes: quoteTopics,
    said: `${quote.number ?? 'The quote'} is declined`,
    onSaved: onClose,
  });
  return (
    <EditDrawer
      opened={opened}
      title={`Decline ${quote.number ?? 'the quote'}`}
      onClose={onClose}
      form={form}
    >
      <Form form={form} act="Decline" onCancel={onClose}>
        <p className="quiet">{quote.clientName} does not want it. It can be revised later.</p>
        <LongTextField
          label="Reason"
          help="For your own learning; may be empty"
          first
          {...form.field('reason')}
        />
        <DayField label="Declined on" {...form.field('declinedOn')} />
      </Form>
    </EditDrawer>
  );
}
