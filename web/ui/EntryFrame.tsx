import type { ReactNode } from 'react';
import type { Problem } from '../api/problem.ts';
import classes from './entry.module.css';

/** The quiet page before one is inside: the name, one form, nothing else. */
export function EntryFrame({ title, lead, children }: { title: string; lead?: string; children: ReactNode }) {
  return (
    <main className={classes.frame}>
      <title>{`${title} · Workledger`}</title>
      <div className={classes.box}>
        <div className={classes.brand}>
          <img src="/favicon.svg" alt="" width={26} height={26} />
          Workledger
        </div>
        <h1>{title}</h1>
        {lead !== undefined && <p className={classes.lead}>{lead}</p>}
        {children}
      </div>
    </main>
  );
}

type EntryProblemProps = {
  problem: Problem;
  /** Whether the form has a place for the error of this field; unless said, for all. */
  isShown?: (field: string) => boolean;
};

export function EntryProblem({ problem, isShown = () => true }: EntryProblemProps) {
  const { title, detail, errors } = problem.said;
  // Errors of single fields stand at the fields.
  if (errors.some(({ field }) => field !== undefined && isShown(field))) return null;
  return (
    <p role="alert" className={classes.problem}>
      {detail || title}
    </p>
  );
}

/** Below the form: where else one may go. */
export function EntryHint({ children }: { children: ReactNode }) {
  return <p className={classes.hint}>{children}</p>;
}
