import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { changeReasonRequest, newReason } from '#contract/firms/lists.ts';
import { reasonsQuery, type Reason } from '../../api/settings.ts';
import { EditDrawer } from '../../form/EditDrawer.tsx';
import { FlagField, TextField } from '../../form/fields.tsx';
import { Form } from '../../form/Form.tsx';
import { useRecordForm } from '../../form/useRecordForm.ts';
import { StatusBadge } from '../../ui/StatusBadge.tsx';
import { useCommands } from '../../util/commands.ts';
import { useMay } from '../../util/firm-context.ts';
import { AddButton, Answered, Row, RowName, Rows, SectionHead } from './parts.tsx';
import { RemoveButton } from './RemoveButton.tsx';
import { useOpened } from './useOpened.ts';

/** Why WIP is written off or on: what the report of write-offs adds up by. */
export function ReasonsSection() {
  const query = useQuery(reasonsQuery());
  const may = useMay()('firm.settings');
  const opened = useOpened(query.data?.items ?? []);
  useCommands(may ? [{ label: 'Add a reason', key: 'n', onChoose: opened.add }] : []);
  return (
    <>
      <SectionHead
        title="Adjustment reasons"
        actions={may && <AddButton onClick={opened.add}>Add a reason</AddButton>}
      >
        Why WIP is written off or on, in your words. The report of write-offs adds up by them.
      </SectionHead>
      <Answered query={query}>
        {({ items }) => (
          <Rows
            label="Adjustment reasons"
            empty="No reasons yet. Without any, write-offs are only told apart by their notes."
          >
            {items.map((reason) => (
              <Row
                key={reason.id}
                quiet={reason.archived}
                onOpen={may ? () => opened.open(reason.id) : undefined}
              >
                <RowName badges={reason.archived && <StatusBadge>Archived</StatusBadge>}>
                  {reason.name}
                </RowName>
              </Row>
            ))}
          </Rows>
        )}
      </Answered>
      <ReasonDrawer key={opened.key} opened={opened.isOpened} reason={opened.row} onClose={opened.close} />
    </>
  );
}

type ReasonDrawerProps = { opened: boolean; reason: Reason | undefined; onClose: () => void };

function ReasonDrawer({ opened, reason, onClose }: ReasonDrawerProps) {
  const initial = useMemo(
    () => ({ name: reason?.name ?? '', archived: reason?.archived ?? false }),
    [reason],
  );
  const form = useRecordForm<typeof initial, Reason>({
    id: reason === undefined ? 'new reason' : `reason ${reason.id}`,
    initial,
    schema: reason === undefined ? newReason : changeReasonRequest,
    bodyOf: ({ name, archived }) => (reason === undefined ? { name } : { name, archived }),
    send: (body) =>
      reason === undefined
        ? { path: '/adjustment-reasons', body }
        : { path: `/adjustment-reasons/${reason.id}`, method: 'PATCH', version: reason.version, body },
    changes: ['adjustment-reasons'],
    said: ({ name }) => (reason === undefined ? `${name} added` : `${name} saved`),
    onSaved: onClose,
  });
  const title = reason === undefined ? 'Add a reason' : `Change ${reason.name}`;
  return (
    <EditDrawer opened={opened} title={title} onClose={onClose} form={form}>
      <Form
        form={form}
        act={reason === undefined ? 'Add the reason' : 'Save'}
        onCancel={onClose}
        actions={
          reason && (
            <RemoveButton
              path="/adjustment-reasons"
              row={reason}
              changes={['adjustment-reasons']}
              onDone={onClose}
            />
          )
        }
      >
        <TextField
          label="Name"
          required
          first
          help="Chosen when WIP is written off or on, and added up in the reports"
          {...form.field('name')}
        />
        {reason !== undefined && (
          <FlagField label="Archived" help="Not offered any more." {...form.field('archived')} />
        )}
      </Form>
    </EditDrawer>
  );
}
