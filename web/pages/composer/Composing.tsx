// The composer itself: what is decided in the middle, what it comes to beside it, and what can be done with it above.

import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useDeferredValue, useEffect, useMemo, useState } from 'react';
import {
  billableQuery,
  type BillableJob,
  type InvoiceNotice,
  type InvoicePreview,
} from '../../api/invoices.ts';
import { clientSource, useEntityLabel } from '../../form/entities.ts';
import { ProblemNotice } from '../../ui/Notice.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { useCommands } from '../../util/commands.ts';
import { todayIn } from '../../util/days.ts';
import { useFirm, useMay } from '../../util/firm-context.ts';
import { lastAddress } from '../../util/last-address.ts';
import { isDate } from '../../util/search.ts';
import type { Dispatch } from './changes.ts';
import classes from './composer.module.css';
import type { GroupBy } from './entries.ts';
import { Head } from './Head.tsx';
import { JobPart } from './JobPart.tsx';
import { LinesBlock } from './LinesBlock.tsx';
import { contentOf, isComposable, type InvoiceDraft } from './model.ts';
import { objectionsOf, type Objections } from './objections.ts';
import { Offers } from './Offers.tsx';
import { Restored } from './Restored.tsx';
import { Conflict, SaveState } from './SaveState.tsx';
import { Segments } from './Segments.tsx';
import { SidePanel } from './SidePanel.tsx';
import { TypedLines } from './TypedLines.tsx';
import { useApproval } from './useApproval.ts';
import { useComposer, type Start } from './useComposer.ts';
import { usePreview } from './usePreview.ts';

const PrintedDrawer = lazy(() => import('./PrintedDrawer.tsx'));

const groupings = [
  { value: 'task', label: 'Task' },
  { value: 'staff', label: 'Person' },
  { value: 'day', label: 'Entry' },
] as const;

type ComposingProps = { start: Start; onFirstSaved?: (id: string) => void };

const nobodyWaits = () => undefined;

export function Composing({ start, onFirstSaved = nobodyWaits }: ComposingProps) {
  const composer = useComposer(start, onFirstSaved);
  const { draft, dispatch, saved } = composer;
  const { currency: firmCurrency } = useFirm();
  const clientName = useEntityLabel(clientSource, draft.clientId);
  const composable = isComposable(draft);
  const content = useMemo(() => (composable ? contentOf(draft) : null), [composable, draft]);
  const text = useMemo(() => JSON.stringify(content), [content]);
  // The same decisions are not asked about twice, only because they were made anew.
  const steady = useMemo(() => (text === 'null' ? null : (JSON.parse(text) as typeof content)), [text]);
  const preview = usePreview(steady, saved?.id ?? null);
  const jobIds = useMemo(() => draft.jobs.map(({ jobId }) => jobId), [draft.jobs]);
  const billable = useQuery({
    ...billableQuery({ jobIds }),
    enabled: jobIds.length > 0,
    placeholderData: (before) => before,
  });
  const offers = useQuery({ ...billableQuery({ clientId: draft.clientId }), enabled: draft.clientId !== '' });
  const problem = preview.problem ?? (composer.state === 'refused' ? composer.problem : null);
  const objections = useMemo(() => objectionsOf(problem, steady), [problem, steady]);
  useForgottenLines(objections.at, steady, dispatch);
  const currency =
    preview.answer?.currency ?? billable.data?.[0]?.currency ?? offers.data?.[0]?.currency ?? firmCurrency;
  // Long grids follow the typing; they do not hold it up.
  const shown = useDeferredValue(preview.answer);
  const title = saved === null ? 'New invoice' : 'Draft invoice';
  return (
    <>
      <title>{`${title}${clientName === undefined ? '' : ` to ${clientName}`} · Workledger`}</title>
      <PageHeader
        title={clientName === undefined ? title : `${title} to ${clientName}`}
        back={{
          href: saved === null ? lastAddress('/invoices') : `/invoices/${saved.id}`,
          label: saved === null ? 'Invoices' : 'the invoice',
        }}
        under={<SaveState composer={composer} />}
      >
        <Acts composer={composer} preview={preview} composable={composable} clientName={clientName ?? ''} />
      </PageHeader>
      <div className={classes.page}>
        <div className={classes.main}>
          <Conflict composer={composer} />
          <Restored composer={composer} start={start} />
          <Head
            draft={draft}
            preview={preview.answer}
            objections={objections}
            currency={currency}
            isSaved={saved !== null}
            dispatch={dispatch}
          />
          <Decisions
            draft={draft}
            billable={billable}
            currency={currency}
            invoiceId={saved?.id ?? null}
            preview={shown}
            objections={objections}
            dispatch={dispatch}
          />
          <Offers draft={draft} offers={offers.data} dispatch={dispatch} />
          {composable && shown !== null && <LinesBlock preview={shown} draft={draft} dispatch={dispatch} />}
        </div>
        <div className={classes.beside}>
          <SidePanel
            preview={preview}
            isComposable={composable}
            objections={objections.all}
            nothing={nothingWords(draft.clientId, draft.basis)}
            onQuestion={answerQuestion}
          />
        </div>
      </div>
    </>
  );
}

type DecisionsProps = {
  draft: InvoiceDraft;
  billable: { data: readonly BillableJob[] | undefined; error: unknown; refetch: () => unknown };
  currency: string;
  invoiceId: string | null;
  preview: InvoicePreview | null;
  objections: Objections;
  dispatch: Dispatch;
};

/** What the author decides on: job by job, or in lines of no job. */
function Decisions(props: DecisionsProps) {
  const { draft, billable, currency, invoiceId, preview, objections, dispatch } = props;
  const [groupBy, setGroupBy] = useState<GroupBy>('task');
  const cutOffOn = useCutOff(draft.cutOffOn, draft.invoicedOn);
  return (
    <>
      {draft.basis === 'actual' && draft.jobs.length > 0 && (
        <div className={classes.grouping}>
          <span className="quiet">Entries by</span>
          <Segments label="Entries by" value={groupBy} choices={groupings} onChange={setGroupBy} />
          <span className={classes.keys}>
            <kbd>B</kbd> bill <kbd>W</kbd> write off <kbd>C</kbd> carry <kbd>X</kbd> select
          </span>
        </div>
      )}
      {billable.error !== null && billable.data === undefined && (
        <ProblemNotice error={billable.error} onRetry={() => void billable.refetch()} />
      )}
      {draft.basis !== 'miscellaneous' &&
        draft.jobs.map((job, place) => {
          const own = billable.data?.find(({ jobId }) => jobId === job.jobId);
          if (own === undefined)
            return <div key={job.jobId} className={classes.skeleton} aria-hidden="true" />;
          return (
            <JobPart
              key={job.jobId}
              job={job}
              place={place}
              billable={own}
              draft={draft}
              cutOffOn={cutOffOn}
              invoiceId={invoiceId}
              groupBy={groupBy}
              preview={preview}
              objections={objections}
              dispatch={dispatch}
            />
          );
        })}
      {draft.basis === 'miscellaneous' && (
        <section className={classes.job} aria-label="Lines of no job">
          <TypedLines
            jobId={null}
            lines={draft.lines}
            path="lines"
            currency={currency}
            items={[]}
            preview={preview}
            objections={objections}
            dispatch={dispatch}
          />
        </section>
      )}
    </>
  );
}

type ActsProps = {
  composer: ReturnType<typeof useComposer>;
  preview: ReturnType<typeof usePreview>;
  composable: boolean;
  clientName: string;
};

function Acts({ composer, preview, composable, clientName }: ActsProps) {
  const router = useRouter();
  const may = useMay();
  const [printed, setPrinted] = useState(false);
  const { approve, isBusy } = useApproval(
    useCallback(
      ({ id }) => {
        composer.forget();
        router.history.push(`/invoices/${id}`);
      },
      [composer, router],
    ),
  );
  const question = preview.answer?.notices.find(({ isQuestion }) => isQuestion);
  const mayApprove = may('invoices.approve');
  const look = async () => {
    if (await composer.save()) setPrinted(true);
  };
  const approveSeen = async () => {
    if (question !== undefined) return answerQuestion(question);
    if (!(await composer.save())) return;
    const seen = await preview.ask();
    const saved = composer.newest();
    if (seen === null || saved === null) return;
    await approve({ ...saved, fingerprint: seen.fingerprint }, { clientName, ...seen });
  };
  useCommands(
    composable
      ? [
          { label: 'Save the draft', words: 'keep', onChoose: () => void composer.save() },
          { label: 'Look at it as printed', key: 'p', words: 'preview pdf', onChoose: () => void look() },
          ...(mayApprove
            ? [{ label: 'Approve the invoice', key: 'a', onChoose: () => void approveSeen() }]
            : []),
        ]
      : [],
  );
  useSaveKey(composer.save);
  return (
    <>
      <Button variant="default" disabled={!composable} onClick={() => void look()}>
        Preview
      </Button>
      {composer.saved === null && (
        <Button
          className={classes.wide}
          variant={mayApprove ? 'default' : 'filled'}
          disabled={!composable}
          onClick={() => void composer.save()}
        >
          Save draft
        </Button>
      )}
      {mayApprove && (
        <Button
          disabled={!composable || preview.problem !== null}
          loading={isBusy}
          onClick={() => void approveSeen()}
        >
          {question === undefined ? 'Approve' : 'Answer the question'}
        </Button>
      )}
      {composer.saved !== null && (
        <Suspense fallback={null}>
          <PrintedDrawer id={composer.saved.id} opened={printed} onClose={() => setPrinted(false)} />
        </Suspense>
      )}
    </>
  );
}

/** Ctrl-Enter or Cmd-Enter saves, from anywhere. */
function useSaveKey(save: () => Promise<boolean>): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      void save();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [save]);
}

/** A line whose words or tax were changed may leave the invoice; what was said of it goes with it. */
function useForgottenLines(
  at: (path: string) => string | undefined,
  content: ReturnType<typeof contentOf> | null,
  dispatch: ReturnType<typeof useComposer>['dispatch'],
): void {
  const gone = (content?.lineSettings ?? [])
    .filter((_, place) => at(`lineSettings.${place}.key`) !== undefined)
    .map(({ key }) => key)
    .join(' ');
  useEffect(() => {
    if (gone !== '') dispatch({ do: 'dropLineSettings', keys: gone.split(' ') });
  }, [gone, dispatch]);
}

/** The last day whose work is offered: as said, or the day of the invoice. */
function useCutOff(cutOffOn: string, invoicedOn: string): string {
  const { timeZone } = useFirm();
  return isDate(cutOffOn) ? cutOffOn : isDate(invoicedOn) ? invoicedOn : todayIn(timeZone);
}

/** Goes to where a question is answered. */
function answerQuestion({ detail }: InvoiceNotice): void {
  const legend = [...document.querySelectorAll('fieldset legend')].find(
    (each) => each.textContent === detail,
  );
  const place = legend?.parentElement;
  place?.scrollIntoView({ block: 'center' });
  place?.querySelector<HTMLElement>('input, button')?.focus();
}

function nothingWords(clientId: string, basis: string): string {
  if (clientId === '')
    return 'Choose a client. What the invoice comes to and what it does to WIP shows here.';
  return basis === 'miscellaneous'
    ? 'Type a line. What the invoice comes to shows here.'
    : 'Add a job. What the invoice comes to and what it does to WIP shows here.';
}
