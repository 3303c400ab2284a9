// The timer of whoever is signed in. It runs on the server; here its minutes are only counted on from the last answer, so
// that a clock of this device that is wrong does no harm.

import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Timer } from '../../../api/timesheet.ts';
import { timerQuery } from '../../../api/timesheet.ts';
import { useTell } from '../../../api/useTell.ts';
import { instantNow } from '../../../util/days.ts';
import type { CellRow } from '../outbox.ts';
import { useDurationStyle } from '../../../util/firm-context.ts';
import { hoursOf } from '../hours-style.ts';

const changes = ['timers', 'timesheets', 'time-entries'];

/** The timer that runs, and how long, counted on every second; null without one. */
export function useRunningTimer(staffId: string | null): { timer: Timer; seconds: number } | null {
  const { data, dataUpdatedAt } = useQuery({
    ...timerQuery(staffId ?? ''),
    enabled: staffId !== null,
    refetchOnWindowFocus: true,
  });
  const timer = data?.items[0];
  const [now, setNow] = useState(() => Date.parse(instantNow()));
  useEffect(() => {
    if (timer === undefined) return undefined;
    const tick = setInterval(() => setNow(Date.parse(instantNow())), 1_000);
    return () => clearInterval(tick);
  }, [timer]);
  if (timer === undefined) return null;
  return { timer, seconds: timer.minutes * 60 + Math.max(0, Math.floor((now - dataUpdatedAt) / 1_000)) };
}

/** Starts a timer on a row; one that runs is stopped and recorded. */
export function useStartTimer(staffId: string | null) {
  const act = useTell<{ row: CellRow; note: string | null }, Timer>({
    send: ({ row, note }) => ({
      path: '/timers',
      body: { staffId, jobId: row.jobId, jobTaskId: row.jobTaskId, note, stopRunning: true },
    }),
    changes,
    said: ({ taskName, jobName }) => `The timer runs on ${taskName}, ${jobName}`,
  });
  return (row: CellRow, note: string | null): void => {
    if (staffId !== null) act.tell({ row, note });
  };
}

type Stopped = { entries: { minutes: number; workedOn: string }[] };

export function useStopTimer() {
  const style = useDurationStyle();
  return useTell<{ timer: Timer; stoppedAt?: string }, Stopped>({
    send: ({ timer, stoppedAt }) => ({ path: `/timers/${timer.id}/stop`, body: { stoppedAt } }),
    changes,
    said: ({ entries }, { timer }) => {
      const minutes = entries.reduce((sum, entry) => sum + entry.minutes, 0);
      return `Recorded: ${timer.taskName} is at ${hoursOf(minutes, style)} h`;
    },
  });
}

/** Forgets what it measured; undone, it runs again since when it ran. */
export function useDiscardTimer(staffId: string | null) {
  const again = useTell<Timer>({
    send: ({ jobId, jobTaskId, note, billable, startedAt }) => ({
      path: '/timers',
      body: { staffId, jobId, jobTaskId, note, billable, startedAt },
    }),
    changes,
  });
  return useTell<Timer>({
    send: ({ id, version }) => ({ path: `/timers/${id}`, method: 'DELETE', version }),
    changes,
    said: (_, timer) => ({
      text: 'The timer was discarded, and nothing recorded',
      onUndo: () => again.tell(timer),
    }),
  });
}

export function useChangeTimer() {
  return useTell<{ timer: Timer; note?: string | null; startedAt?: string }, Timer>({
    send: ({ timer, ...body }) => ({
      path: `/timers/${timer.id}`,
      method: 'PATCH',
      version: timer.version,
      body,
    }),
    changes: ['timers'],
  });
}
