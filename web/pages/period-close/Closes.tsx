// The periods that were closed, the latest first, with their evidence; and opening the latest again.

import { Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { reopenRequest } from '#contract/periods/periods.ts';
import { pageOf } from '../../api/links.ts';
import type { PeriodClose } from '../../api/periods.ts';
import { closesQuery, periodTopics } from '../../api/periods.ts';
import { EditDrawer } from '../../form/EditDrawer.tsx';
import { LongTextField } from '../../form/fields.tsx';
import { Form } from '../../form/Form.tsx';
import { useRecordForm } from '../../form/useRecordForm.ts';
import { Amount } from '../../ui/Amount.tsx';
import { AppLink } from '../../ui/AppLink.tsx';
import { ProblemNotice } from '../../ui/Notice.tsx';
import { StatusBadge } from '../../ui/StatusBadge.tsx';
import { useFormats, useMay } from '../../util/firm-context.ts';
import classes from './period-close.module.css';

export function Closes() {
  const { data, error, refetch } = useQuery(closesQuery());
  const [opening, setOpening] = useState<PeriodClose | null>(null);
  const mayOpen = useMay()('locks.set');
  if (data === undefined)
    return error === null ? (
      <Skeleton height={80} />
    ) : (
      <ProblemNotice error={error} onRetry={() => void refetch()} />
    );
  if (data.items.length === 0)
    return (
      <p className="quiet">
        None yet. Closing keeps what each job has on the last day, and nothing can be dated into the period
        afterwards.
      </p>
    );
  const latest = data.items.find(({ reopening }) => reopening === null);
  return (
    <>
      <ul className={classes.closes}>
        {data.items.map((close) => (
          <Close
            key={close.id}
            close={close}
            onReopen={mayOpen && close.id === latest?.id ? () => setOpening(close) : undefined}
          />
        ))}
      </ul>
      {opening !== null && <ReopenDrawer close={opening} onClose={() => setOpening(null)} />}
    </>
  );
}

function Close({ close, onReopen }: { close: PeriodClose; onReopen: (() => void) | undefined }) {
  const formats = useFormats();
  const { links, totals, reopening } = close;
  const evidence = [
    ['Frozen openings', pageOf(links.openings)],
    ['WIP journal', pageOf(links.journal)],
    ['Lines to book', pageOf(links.entries)],
  ] as const;
  return (
    <li>
      <div>
        <strong>
          {formats.date(close.beganOn)} – {formats.date(close.endedOn)}
        </strong>{' '}
        {reopening === null ? (
          <StatusBadge tone="positive">Closed</StatusBadge>
        ) : (
          <StatusBadge tone="warning">Opened again</StatusBadge>
        )}
        <p className="quiet">
          Closed by {close.closedBy}, {formats.instant(close.closedAt)}
          {close.acceptedAttention.length > 0 &&
            ` · ${formats.count(close.acceptedAttention.length)} accepted as they were`}
          {close.notes !== null && ` · ${close.notes}`}
        </p>
        {reopening !== null && (
          <p className="quiet">
            Opened again by {reopening.reopenedBy}, {formats.instant(reopening.reopenedAt)}:{' '}
            {reopening.reason}
          </p>
        )}
      </div>
      <div className={classes.counted}>
        {totals.map(({ currency, closing }) => (
          <div key={currency}>
            <span className="quiet">{currency}</span> <Amount of={closing} />
          </div>
        ))}
      </div>
      <nav aria-label={`Evidence of the period to ${formats.date(close.endedOn)}`}>
        {evidence.map(
          ([label, href]) =>
            href !== undefined && (
              <AppLink key={label} className={classes.link} href={href}>
                {label}
              </AppLink>
            ),
        )}
        {onReopen && (
          <Button size="xs" variant="default" onClick={onReopen}>
            Open again
          </Button>
        )}
      </nav>
    </li>
  );
}

function ReopenDrawer({ close, onClose }: { close: PeriodClose; onClose: () => void }) {
  const formats = useFormats();
  const end = formats.date(close.endedOn);
  const form = useRecordForm<{ reason: string }, PeriodClose>({
    id: `reopen period ${close.id}`,
    initial: useMemo(() => ({ reason: '' }), []),
    schema: reopenRequest,
    send: (body) => ({ path: `/periods/${close.id}/reopening`, body }),
    changes: periodTopics,
    said: `The period to ${end} is open again`,
    onSaved: onClose,
  });
  return (
    <EditDrawer opened title={`Open the period to ${end} again?`} onClose={onClose} form={form}>
      <Form form={form} act="Open it again" onCancel={onClose}>
        <p>
          The lock dates go back to where they were before it was closed. The close, its evidence and your
          reason stay in the list.
        </p>
        <LongTextField label="Why" required first {...form.field('reason')} />
      </Form>
    </EditDrawer>
  );
}
