import type { z } from 'zod';
import type { listTimers } from '#actions/time/timers.ts';
import type { Context } from '#actions/context.ts';
import type { timer } from '#contract/time/timers.ts';
import { measuredMinutes } from '#core/calendar/measured.ts';

type Listed = Awaited<ReturnType<typeof listTimers>>;
type Timer = (Listed & { readonly ok: true })['value'][number];

export function presentTimer({ clock }: Context, from: Timer): z.output<typeof timer> {
  return { ...from, minutes: Math.max(0, measuredMinutes(from.startedAt, clock())) };
}
