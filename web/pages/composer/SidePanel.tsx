// What the invoice comes to and what it does to WIP, beside whatever is being decided. It follows a moment behind the
// typing; until then the last answer stands, fainter.

import { Skeleton } from '@mantine/core';
import type { InvoiceNotice, InvoicePreview } from '../../api/invoices.ts';
import { Amount } from '../../ui/Amount.tsx';
import { AppLink } from '../../ui/AppLink.tsx';
import { Computed } from '../../ui/Computed.tsx';
import type { FigureRecord } from '../../ui/computed-props.ts';
import type { FigureName } from '../../util/figure-rules.ts';
import { useFormats } from '../../util/firm-context.ts';
import { isZero, sumOf } from '../../util/sums.ts';
import classes from './panel.module.css';
import type { Preview } from './usePreview.ts';

type SidePanelProps = {
  preview: Preview;
  isComposable: boolean;
  objections: readonly string[];
  /** Why nothing can be shown yet. */
  nothing: string;
  onQuestion: (notice: InvoiceNotice) => void;
};

export function SidePanel({ preview, isComposable, objections, nothing, onQuestion }: SidePanelProps) {
  const { answer, problem, isWaiting } = preview;
  return (
    <aside className={classes.panel} aria-label="What it comes to">
      {problem !== null && isComposable && (
        <div className={classes.problem} role="alert">
          <strong>{problem.said.title}</strong>
          <ul>
            {objections.slice(0, 6).map((words) => (
              <li key={words}>{words}</li>
            ))}
          </ul>
        </div>
      )}
      {!isComposable ? (
        <p className="quiet">{nothing}</p>
      ) : answer === null ? (
        problem === null && <Skeleton height={260} />
      ) : (
        <div
          className={classes.answer}
          data-stale={isWaiting || problem !== null || undefined}
          aria-busy={isWaiting}
        >
          <Totals answer={answer} />
          <Notices notices={answer.notices} onQuestion={onQuestion} />
          {answer.jobs.length > 1 && <AllJobs jobs={answer.jobs} />}
          {answer.jobs.map((job) => (
            <JobEffect key={job.jobId} job={job} />
          ))}
        </div>
      )}
    </aside>
  );
}

function Totals({ answer }: { answer: InvoicePreview }) {
  return (
    <dl className={classes.totals}>
      <div>
        <dt>Total ex tax</dt>
        <dd>
          <Amount of={answer.total} />
        </dd>
      </div>
      {answer.taxes.map(({ taxId, component, rate, tax }) => (
        <div key={`${taxId} ${component} ${rate}`}>
          <dt>
            {component} {rate} %
          </dt>
          <dd>
            <Amount of={tax} />
          </dd>
        </div>
      ))}
      <div data-main>
        <dt>To pay, {answer.currency}</dt>
        <dd data-testid="total">
          <Amount of={answer.totalWithTax} />
        </dd>
      </div>
    </dl>
  );
}

function Notices({
  notices,
  onQuestion,
}: {
  notices: readonly InvoiceNotice[];
  onQuestion: (notice: InvoiceNotice) => void;
}) {
  if (notices.length === 0) return null;
  return (
    <ul className={classes.notices} aria-label="To know">
      {notices.map((notice) => (
        <li
          key={`${notice.code} ${notice.jobId} ${notice.lineKey}`}
          data-question={notice.isQuestion || undefined}
        >
          {notice.detail}
          {notice.isQuestion && (
            <button type="button" onClick={() => onQuestion(notice)}>
              Answer
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}

type Job = InvoicePreview['jobs'][number];

/** Net WIP of a job: before, what the invoice does to it, after. The lines add up. */
function JobEffect({ job }: { job: Job }) {
  const steps = [
    ['Billed', minus(job.billed)],
    ['Written on', job.writtenOn],
    ['Written off', minus(job.writtenOff)],
    ['Interims raised', minus(job.raised)],
    ['Interims absorbed', job.absorbed],
  ] as const;
  const hasQuote = !(isZero(job.uninvoicedQuoteBefore) && isZero(job.uninvoicedQuoteAfter));
  return (
    <section className={classes.effect} aria-label={`Effect on ${job.jobNumber}`}>
      <h3>
        <span className="quiet">{job.jobNumber}</span> {job.jobName}
      </h3>
      <dl>
        <Step label="Net WIP before" amount={job.before} href={`/jobs/${job.jobId}/ledger`} />
        {steps.map(([label, amount]) =>
          isZero(amount) && label !== 'Billed' ? null : <Step key={label} label={label} amount={amount} />,
        )}
        <Step label="Net WIP after" amount={job.after} isSum figure="invoice.after" record={job} />
        <Step label="Carried forward" amount={job.carried} isQuiet />
        {hasQuote && (
          <>
            <Step label="Quote left before" amount={job.uninvoicedQuoteBefore} isQuiet />
            <Step label="Quote left after" amount={job.uninvoicedQuoteAfter} isQuiet />
          </>
        )}
      </dl>
    </section>
  );
}

/** The same of all jobs together, where there are several. */
function AllJobs({ jobs }: { jobs: readonly Job[] }) {
  const sum = (
    of: 'before' | 'billed' | 'writtenOn' | 'writtenOff' | 'raised' | 'absorbed' | 'after' | 'carried',
  ) => sumOf(jobs.map((job) => job[of]));
  const others = sumOf([sum('writtenOn'), minus(sum('writtenOff')), minus(sum('raised')), sum('absorbed')]);
  return (
    <section className={classes.effect} aria-label="Effect on all jobs">
      <h3>All {jobs.length} jobs</h3>
      <dl>
        <Step label="Net WIP before" amount={sum('before')} />
        <Step label="Billed" amount={minus(sum('billed'))} />
        {!isZero(others) && <Step label="Written on and off, interims" amount={others} />}
        <Step label="Net WIP after" amount={sum('after')} isSum />
      </dl>
    </section>
  );
}

type StepProps = {
  label: string;
  amount: string;
  href?: string;
  isSum?: boolean;
  isQuiet?: boolean;
  figure?: FigureName;
  record?: FigureRecord;
};

function Step({ label, amount, href, isSum, isQuiet, figure, record }: StepProps) {
  const formats = useFormats();
  return (
    <div data-sum={isSum || undefined} data-quiet={isQuiet || undefined}>
      <dt className={classes.step}>
        {label}
        {figure && <Computed figure={figure} label={label} records={record && [record]} />}
      </dt>
      <dd>
        {href === undefined && !isSum && !isQuiet ? (
          formats.amount(amount)
        ) : href === undefined ? (
          <Amount of={amount} />
        ) : (
          <AppLink href={href}>
            <Amount of={amount} />
          </AppLink>
        )}
      </dd>
    </div>
  );
}

function minus(amount: string): string {
  if (isZero(amount)) return amount;
  return amount.startsWith('-') ? amount.slice(1) : `-${amount}`;
}
