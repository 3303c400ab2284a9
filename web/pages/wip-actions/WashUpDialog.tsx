// The wash-up: jobs settled without an invoice, with what it will do to each shown first.

import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { WashUpPreview, WipActionDone } from '../../api/wip-actions.ts';
import { previewQuery, useUndoWipAction, wipTopics } from '../../api/wip-actions.ts';
import { EditDrawer } from '../../form/EditDrawer.tsx';
import { FlagField } from '../../form/fields.tsx';
import { Form } from '../../form/Form.tsx';
import type { RecordForm } from '../../form/useRecordForm.ts';
import { useRecordForm } from '../../form/useRecordForm.ts';
import { Amount } from '../../ui/Amount.tsx';
import { ProblemNotice } from '../../ui/Notice.tsx';
import { showToast } from '../../ui/toasts.ts';
import { useFormats } from '../../util/firm-context.ts';
import { sumOf } from '../../util/sums.ts';
import type { WipJob } from './acting.ts';
import { draftKeyOf } from './acting.ts';
import type { TermsFields } from './Terms.tsx';
import { noTerms, readableTerms, Terms, termsOf } from './Terms.tsx';
import type { DialogProps } from './dialog-props.ts';
import classes from './wip-actions.module.css';

type WashUpFields = TermsFields & { acrossJobs: boolean };

const initial: WashUpFields = { ...noTerms, acrossJobs: false };

export default function WashUpDialog({ acting, opened, onClose, onDone }: DialogProps<'washUp'>) {
  const { jobs } = acting;
  const formats = useFormats();
  const undoing = useUndoWipAction();
  const jobIds = jobs.map(({ id }) => id);
  const [only] = jobs;
  const what =
    jobs.length === 1 && only ? `${only.number} ${only.name}` : `${formats.count(jobs.length)} jobs`;
  const form = useRecordForm<WashUpFields, WipActionDone>({
    id: draftKeyOf(acting),
    initial,
    bodyOf: (fields) => ({ jobIds, acrossJobs: fields.acrossJobs, ...termsOf(fields) }),
    send: (body) => ({ path: '/wash-ups', body }),
    changes: wipTopics,
    onSaved: ({ wipActionId }) => {
      showToast({
        text: `${what} washed up`,
        onUndo: () => undoing.tell({ wipActionId, said: `${what} is open again` }),
      });
      onDone();
    },
  });
  const mayCross = jobs.length > 1 && new Set(jobs.map(({ clientId }) => clientId)).size === 1;
  return (
    <EditDrawer opened={opened} title={`Wash up ${what}`} onClose={onClose} form={form} size={640}>
      <Form form={form} act="Wash up" onCancel={onClose}>
        <p className="quiet">
          Settles without an invoice: interims and WIP absorb each other, the rest is written off or on, and
          the jobs leave Estimated Billings until something new is recorded.
        </p>
        {mayCross && (
          <FlagField
            label="Settle the jobs against each other"
            help="Interims of one absorb the WIP of the others."
            {...form.field('acrossJobs')}
          />
        )}
        <Preview
          jobs={jobs}
          body={{ jobIds, acrossJobs: form.values.acrossJobs, ...readableTerms(form.values) }}
        />
        <Terms form={form as unknown as RecordForm<TermsFields>} />
      </Form>
    </EditDrawer>
  );
}

const columns = [
  ['absorbed', 'Absorbed'],
  ['writtenOff', 'Written off'],
  ['writtenOn', 'Written on'],
] as const;

function Preview({ jobs, body }: { jobs: readonly WipJob[]; body: unknown }) {
  const { data, error, refetch } = useQuery(previewQuery<WashUpPreview>('/wash-ups/preview', body));
  if (error !== null) return <ProblemNotice error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton height={34 * (Math.min(jobs.length, 6) + 1)} />;
  const named = new Map(jobs.map((job) => [job.id, job]));
  const byCurrency = [...Map.groupBy(data.jobs, ({ currency }) => currency)];
  return (
    <div className={classes.scroller}>
      <table className={classes.preview}>
        <caption className="visually-hidden">What it will do</caption>
        <thead>
          <tr>
            <th scope="col">Job</th>
            {columns.map(([key, label]) => (
              <th key={key} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {data.jobs.map((effect) => (
            <tr key={effect.jobId}>
              <th scope="row">
                <span className="quiet">{named.get(effect.jobId)?.number}</span>{' '}
                {named.get(effect.jobId)?.name}
              </th>
              {columns.map(([key]) => (
                <td key={key}>
                  <Amount of={effect[key]} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        <tfoot>
          {data.jobs.length > 1 &&
            byCurrency.map(([currency, effects]) => (
              <tr key={currency}>
                <th scope="row">In all, {currency}</th>
                {columns.map(([key]) => (
                  <td key={key}>
                    <Amount of={sumOf(effects.map((effect) => effect[key]))} />
                  </td>
                ))}
              </tr>
            ))}
        </tfoot>
      </table>
    </div>
  );
}
