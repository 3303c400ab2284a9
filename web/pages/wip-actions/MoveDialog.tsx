// Moving unbilled work to another job or task. The rates there apply, so what each entry will be worth is shown first.

import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { MovePreview, WipActionDone } from '../../api/wip-actions.ts';
import { previewQuery, useUndoWipAction, wipTopics } from '../../api/wip-actions.ts';
import { EditDrawer } from '../../form/EditDrawer.tsx';
import { orNull } from '../../form/words.ts';
import { FieldRow, Form } from '../../form/Form.tsx';
import { JobPicker, JobTaskPicker } from '../../form/pickers.tsx';
import type { RecordForm } from '../../form/useRecordForm.ts';
import { useRecordForm } from '../../form/useRecordForm.ts';
import { Amount } from '../../ui/Amount.tsx';
import { Notice, ProblemNotice } from '../../ui/Notice.tsx';
import { showToast } from '../../ui/toasts.ts';
import { useFormats } from '../../util/firm-context.ts';
import { sumOf } from '../../util/sums.ts';
import type { WipItem } from './acting.ts';
import { draftKeyOf } from './acting.ts';
import type { TermsFields } from './Terms.tsx';
import { noTerms, readableTerms, Terms, termsOf } from './Terms.tsx';
import { useOpenItems } from './useOpenItems.ts';
import type { DialogProps } from './dialog-props.ts';
import classes from './wip-actions.module.css';

type MoveFields = TermsFields & { toJobId: string; toJobTaskId: string };

const initial: MoveFields = { ...noTerms, toJobId: '', toJobTaskId: '' };

export default function MoveDialog(props: DialogProps<'move'>) {
  const { items, error, refetch } = useOpenItems(props.acting, props.opened);
  if (items !== undefined && items.length > 0) return <Move {...props} items={items} />;
  return (
    <EditDrawer opened={props.opened} title="Move" onClose={props.onClose} size={560}>
      {error !== null ? (
        <ProblemNotice error={error} onRetry={() => void refetch()} />
      ) : items === undefined ? (
        <Skeleton height={160} />
      ) : (
        <Notice title="Nothing is open here">Only work that is not invoiced yet can be moved.</Notice>
      )}
    </EditDrawer>
  );
}

function Move({
  acting,
  items,
  opened,
  onClose,
  onDone,
}: DialogProps<'move'> & { items: readonly WipItem[] }) {
  const formats = useFormats();
  const undoing = useUndoWipAction();
  const itemIds = items.map(({ itemId }) => itemId);
  const entries = `${formats.count(items.length)} ${items.length === 1 ? 'entry' : 'entries'}`;
  const hasTime = items.some(({ kind }) => kind === 'time');
  const form = useRecordForm<MoveFields, WipActionDone>({
    id: draftKeyOf(acting),
    initial,
    bodyOf: (fields) => ({
      itemIds,
      toJobId: fields.toJobId,
      toJobTaskId: orNull(fields.toJobTaskId),
      ...termsOf(fields),
    }),
    check: ({ toJobId, toJobTaskId }) => ({
      ...(toJobId === '' ? { toJobId: 'Choose where it goes.' } : {}),
      ...(hasTime && toJobId !== '' && toJobTaskId === ''
        ? { toJobTaskId: 'Time goes to a task of the job.' }
        : {}),
    }),
    send: (body) => ({ path: '/moves', body }),
    changes: wipTopics,
    onSaved: ({ wipActionId }) => {
      showToast({
        text: `${entries} moved`,
        onUndo: () => undoing.tell({ wipActionId, said: `${entries} moved back` }),
      });
      onDone();
    },
  });
  const { toJobId, toJobTaskId } = form.values;
  return (
    <EditDrawer opened={opened} title={`Move ${entries}`} onClose={onClose} form={form} size={560}>
      <Form form={form} act="Move" onCancel={onClose}>
        <FieldRow>
          <JobPicker
            label="To the job"
            required
            first
            takesTime={hasTime}
            {...form.field('toJobId')}
            onChange={(id) => form.set({ toJobId: id, toJobTaskId: '' })}
          />
          <JobTaskPicker
            label="Task"
            jobId={toJobId}
            required={hasTime}
            {...(hasTime || toJobId === '' ? {} : { none: 'None' })}
            {...form.field('toJobTaskId')}
          />
        </FieldRow>
        {toJobId === '' || (hasTime && toJobTaskId === '') ? (
          <p className="quiet">What each entry will be worth there shows here before anything is posted.</p>
        ) : (
          <Preview
            items={items}
            body={{ itemIds, toJobId, toJobTaskId: orNull(toJobTaskId), ...readableTerms(form.values) }}
          />
        )}
        <Terms form={form as unknown as RecordForm<TermsFields>} takesReason={false} />
      </Form>
    </EditDrawer>
  );
}

const shownMax = 100;

function Preview({ items, body }: { items: readonly WipItem[]; body: unknown }) {
  const { data, error, refetch } = useQuery(previewQuery<MovePreview>('/moves/preview', body));
  const formats = useFormats();
  if (error !== null) return <ProblemNotice error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton height={34 * (Math.min(items.length, 6) + 1)} />;
  const named = new Map(items.map((item) => [item.itemId, item.words]));
  const { entries } = data;
  return (
    <div className={classes.scroller}>
      <table className={classes.preview}>
        <caption className="visually-hidden">What it will do</caption>
        <thead>
          <tr>
            <th scope="col">Entry</th>
            <th scope="col">Now</th>
            <th scope="col">There</th>
          </tr>
        </thead>
        <tbody>
          {entries.slice(0, shownMax).map((entry) => (
            <tr key={entry.itemId}>
              <th scope="row">
                {named.get(entry.itemId)}
                <span className={classes.why}>{entry.reason}</span>
              </th>
              <td>
                <Amount of={entry.from} />
              </td>
              <td>
                <Amount of={entry.to} />
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">
              In all{entries.length > shownMax && `, ${formats.count(entries.length)} entries`},{' '}
              {entries[0]?.currency}
            </th>
            <td>
              <Amount of={sumOf(entries.map(({ from }) => from))} />
            </td>
            <td>
              <Amount of={sumOf(entries.map(({ to }) => to))} />
            </td>
          </tr>
        </tfoot>
      </table>
    </div>
  );
}
