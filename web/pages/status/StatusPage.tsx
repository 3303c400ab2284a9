// Whether it works, for whoever may see it: people of firms, and anybody where the operator made it public. Nothing of a
// firm stands here.

import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { z } from 'zod';
import type { status } from '#contract/operator/availability.ts';
import { ask } from '../../api/client.ts';
import { asProblem } from '../../api/problem.ts';
import { AppLink } from '../../ui/AppLink.tsx';
import { Notice, ProblemNotice } from '../../ui/Notice.tsx';
import { daysFrom } from '../../util/days.ts';
import { firmOfDevice, FirmContext, useFormats } from '../../util/firm-context.ts';
import type { Formats } from '../../util/formats.ts';
import { DayBars, lostText } from './DayBars.tsx';
import { IncidentStory } from './IncidentStory.tsx';
import classes from './status.module.css';

type Status = z.input<typeof status>;

const askEveryMs = 60_000;
const daysShown = 90;

export function StatusPage() {
  const firm = useMemo(() => firmOfDevice(), []);
  const query = useQuery({
    queryKey: ['status'],
    queryFn: ({ signal }) => ask<Status>('/status', { signal }),
    refetchInterval: askEveryMs,
    staleTime: askEveryMs / 2,
  });
  return (
    <FirmContext value={firm}>
      <title>Status · Workledger</title>
      <main className={classes.page}>
        <div className={classes.brand}>
          <img src="/favicon.svg" alt="" width={22} height={22} />
          Workledger
        </div>
        {query.data === undefined ? (
          <Missing error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <Shown status={query.data} isOld={query.isError} />
        )}
      </main>
    </FirmContext>
  );
}

function Missing({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  if (error === null) {
    return (
      <>
        <h1>Status</h1>
        <Skeleton height={260} />
      </>
    );
  }
  if (asProblem(error).said.status === 401) {
    return (
      <Notice heading="h1" title="Sign in to see the status">
        The operator of this installation shows it to people who have signed in.{' '}
        <AppLink href="/sign-in?next=%2Fstatus">Sign in</AppLink>
      </Notice>
    );
  }
  return <ProblemNotice heading="h1" error={error} onRetry={onRetry} />;
}

function Shown({ status: shown, isOld }: { status: Status; isOld: boolean }) {
  const formats = useFormats();
  const lasting = shown.incidents.filter(({ endedAt }) => endedAt === null);
  const state = isOld ? 'gone' : lasting.length > 0 ? 'incident' : shown.status;
  const today = shown.at.slice(0, 10);
  return (
    <>
      <header className={classes.now} data-state={state}>
        <h1>{headline[state]}</h1>
        <p>{isOld ? 'These are the last figures that it gave.' : `As at ${formats.instant(shown.at)}`}</p>
      </header>
      {lasting.map((incident) => (
        <IncidentStory key={incident.beganAt + incident.title} incident={incident} />
      ))}
      <section>
        <h2>The last {daysShown} days</h2>
        <DayBars days={shown.days} from={daysFrom(today, 1 - daysShown)} count={daysShown} />
      </section>
      <dl className={classes.figures}>
        {shown.availability.map(({ days, share }) => (
          <div key={days}>
            <dt>{days === 1 ? 'Last day' : `${days} days`}</dt>
            <dd>{share === null ? 'Not known' : sharePercent(share, formats)}</dd>
          </div>
        ))}
        <ResponseTime response={shown.response} formats={formats} />
      </dl>
      <Past shown={shown} formats={formats} />
      <p className={classes.foot}>
        Days are those of UTC, and hours those of your device. A minute counts as lost when no server was
        there for more than a minute.
      </p>
    </>
  );
}

const headline = {
  operational: 'Everything works',
  degraded: 'Something is wrong',
  incident: 'There is an incident',
  gone: 'The server does not answer',
} as const;

function ResponseTime({ response, formats }: { response: Status['response']; formats: Formats }) {
  const { p50Ms, p95Ms } = response;
  if (p50Ms === null || p95Ms === null) return null;
  const ms = (value: number) => `${formats.amount(value.toFixed(0))} ms`;
  return (
    <div>
      <dt>Response, last day</dt>
      <dd>
        {ms(p50Ms)} <span>95 of 100 within {ms(p95Ms)}</span>
      </dd>
    </div>
  );
}

/** What was told, and what was only seen. */
function Past({ shown, formats }: { shown: Status; formats: Formats }) {
  const told = shown.incidents.filter(({ endedAt }) => endedAt !== null);
  return (
    <section>
      <h2>What happened</h2>
      {told.length === 0 && shown.outages.length === 0 && (
        <p className="quiet">Nothing in {daysShown} days.</p>
      )}
      {told.map((incident) => (
        <IncidentStory key={incident.beganAt + incident.title} incident={incident} />
      ))}
      {shown.outages.length > 0 && (
        <ul className={classes.outages}>
          {shown.outages.map(({ beganAt, endedAt, seconds, planned }) => (
            <li key={beganAt}>
              <span>{formats.instant(beganAt)}</span>
              <span>
                {planned ? 'Planned, ' : ''}
                {endedAt === null ? 'lasts' : lostText(seconds, (minutes) => formats.count(minutes))}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** Not rounded up to a hundred: that is said only where nothing was lost. */
function sharePercent(share: number, formats: Formats): string {
  const thousandths = share === 1 ? 100_000 : Math.floor(share * 100_000);
  return `${formats.amount((thousandths / 1_000).toFixed(share === 1 ? 0 : 3))} %`;
}
