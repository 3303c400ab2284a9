import { readHome as readHomeAction, type Home } from '#actions/home/read-home.ts';
import { homeAnswer } from '#contract/home/home.ts';
import { compareDates, lastDayOfMonth, type CivilDate } from '#core/calendar/civil-date.ts';
import { done } from '#core/refusal.ts';
import { presentAmounts, presentRows } from '../../presenters/amounts.ts';
import { addressOf } from '../../presenters/drill.ts';
import { route } from '../../route.ts';

export const readHome = route({
  method: 'GET',
  path: '/home',
  summary: "Read the owner's page",
  description:
    'WIP and its age, lock-up days, realisation, write-offs by reason, clients with the most unbilled work, and billing against the month before: a year at a glance, of one state of the books. Each figure has the address of the report that it is from.',
  tag: 'Reports',
  work: 'report',
  permission: 'reports.read',
  answer: homeAnswer,
  async handler({ context }) {
    const read = await readHomeAction(context);
    return read.ok ? done(present(read.value)) : read;
  },
});

function report(name: string, parameters: Record<string, string>): string {
  return addressOf(`/reports/${name}`, new URLSearchParams(parameters));
}

function present(home: Home) {
  const { asAt, currency, lockUpOverDays, year } = home;
  return {
    asAt,
    currency,
    lockUpOverDays,
    wip: presentRows(
      home.wip.map((point) => ({
        ...point,
        links: { report: report('estimated-billings', { asAt: point.asAt }) },
      })),
    ),
    lockUp: presentRows(
      home.lockUp.map((point) => ({
        ...point,
        links: { report: report('lock-up', { asAt: point.asAt, days: String(lockUpOverDays) }) },
      })),
    ),
    realisation: presentRows(
      home.realisation.map((point) => ({ ...point, links: linksOfMonth(point.month, asAt) })),
    ),
    writeOffs: presentRows(
      home.writeOffs.map((written) => ({
        ...written,
        links: {
          report:
            written.reasonId === null
              ? report('write-offs', { ...year, groupBy: 'reason' })
              : report('write-off-lines', { ...year, reasonId: String(written.reasonId) }),
        },
      })),
    ),
    unbilledClients: presentRows(
      home.unbilledClients.map((client) => ({
        ...client,
        links: { report: report('estimated-billings', { clientId: String(client.clientId) }) },
      })),
    ),
    billing: home.billing.map(({ currency: of, thisMonth, lastMonth }) => ({
      currency: of,
      thisMonth: presentAmounts(daysOf(thisMonth), of),
      lastMonth: presentAmounts(daysOf(lastMonth), of),
    })),
  };
}

function linksOfMonth(month: CivilDate, asAt: CivilDate) {
  const end = lastDayOfMonth(month);
  const to = compareDates(end, asAt) < 0 ? end : asAt;
  return { report: report('realisation', { from: month, to, groupBy: 'client' }) };
}

function daysOf({ first: from, last: to, billedMinor }: Home['billing'][number]['thisMonth']) {
  return { from, to, billedMinor, links: { report: report('billing', { from, to, byMonth: 'false' }) } };
}
