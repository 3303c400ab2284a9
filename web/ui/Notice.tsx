import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { asProblem } from '../api/problem.ts';
import classes from './notice.module.css';

type NoticeProps = { title: string; children?: ReactNode; action?: ReactNode; heading?: 'h1' | 'h2' };

/** What stands where something is missing: what it is, why, and the one next step. */
export function Notice({ title, children, action, heading: Heading = 'h2' }: NoticeProps) {
  return (
    <div className={classes.notice}>
      <Heading>{title}</Heading>
      {children !== undefined && <div className={classes.text}>{children}</div>}
      {action !== undefined && <div className={classes.action}>{action}</div>}
    </div>
  );
}

type ProblemNoticeProps = { error: unknown; onRetry?: () => void; heading?: 'h1' | 'h2' };

/** A failure, in the server's own words, with what can be done about it. */
export function ProblemNotice({ error, onRetry, heading = 'h2' }: ProblemNoticeProps) {
  const problem = asProblem(error);
  const { title, detail, errors, requestId, status } = problem.said;
  // Refused for who one is, or not there: asking again changes nothing, and nobody has to look into it.
  const isSettled = status === 403 || status === 404;
  return (
    <div role="alert">
      <Notice
        title={title}
        heading={heading}
        action={
          onRetry &&
          !isSettled && (
            <Button variant="default" onClick={onRetry}>
              Try again
            </Button>
          )
        }
      >
        {detail !== '' && <p>{detail}</p>}
        {errors.some((each) => each.detail !== detail) && (
          <ul className={classes.errors}>
            {errors.map((each, index) => (
              <li key={index}>{each.detail}</li>
            ))}
          </ul>
        )}
        {requestId !== undefined && !isSettled && <p className={classes.request}>Request {requestId}</p>}
      </Notice>
    </div>
  );
}
