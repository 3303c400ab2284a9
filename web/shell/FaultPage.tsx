import type { ErrorComponentProps } from '@tanstack/react-router';
import { Notice, ProblemNotice } from '../ui/Notice.tsx';
import { AppLink } from '../ui/AppLink.tsx';
import classes from './shell.module.css';

/** Stands in for a page that could not be shown. */
export function FaultPage({ error, reset }: ErrorComponentProps) {
  return (
    <main className={classes.fault}>
      <title>Something went wrong · Workledger</title>
      <ProblemNotice heading="h1" error={error} onRetry={reset} />
    </main>
  );
}

export function MissingPage() {
  return (
    <main className={classes.fault}>
      <title>Not found · Workledger</title>
      <Notice
        heading="h1"
        title="There is no such page"
        action={
          <AppLink className={classes.textLink} href="/">
            Go to the first page
          </AppLink>
        }
      >
        The address may be mistyped, or the page has moved.
      </Notice>
    </main>
  );
}
