import type { ErrorComponentProps } from '@tanstack/react-router';
import { Notice, ProblemNotice } from '../ui/Notice.tsx';
import { AppLink } from '../ui/AppLink.tsx';
import { useFirm } from '../util/firm-context.ts';
import classes from './shell.module.css';

const toFirstPage = (
  <AppLink className={classes.textLink} href="/">
    Go to the first page
  </AppLink>
);

/** Stands in for a page that could not be shown. */
export function FaultPage({ error, reset }: ErrorComponentProps) {
  return (
    <main className={classes.fault}>
      <title>Something went wrong · Workledger</title>
      <ProblemNotice heading="h1" error={error} onRetry={reset} />
    </main>
  );
}

/** Stands in for a page of which the server would show nothing to this person. */
export function ClosedPage() {
  const { name } = useFirm();
  return (
    <div className={classes.fault}>
      <title>Not open to you · Workledger</title>
      <Notice heading="h1" title="This page is not part of your role" action={toFirstPage}>
        An owner of {name} can give you another role. What yours may do stands in your{' '}
        <AppLink className={classes.textLink} href="/profile">
          profile
        </AppLink>
        .
      </Notice>
    </div>
  );
}

export function MissingPage() {
  return (
    <main className={classes.fault}>
      <title>Not found · Workledger</title>
      <Notice heading="h1" title="There is no such page" action={toFirstPage}>
        The address may be mistyped, or the page has moved.
      </Notice>
    </main>
  );
}
