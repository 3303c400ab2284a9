import type { News } from '#actions/live/hub.ts';
import { watchChanges as watch } from '#actions/live/watch-changes.ts';
import { done } from '#core/refusal.ts';
import { Events, eventsType, route, type ServerEvent } from '../../route.ts';

export const watchChanges = route({
  method: 'GET',
  path: '/live',
  summary: 'Watch for changes',
  description: `Server-sent events for whoever shows something and wants to know when to read it again. \`changed\` names topics: what addresses begin with, such as \`invoices\` or \`time-entries\`, and \`wip\` for whatever is read out of the ledger; only those that the caller may read. \`ready\` comes first. \`resync\` says that something may have been missed, so that everything shown should be read again; it comes first for whoever was cut off and sends Last-Event-ID. Who names itself in Workledger-Watcher, here and with what it writes, finds under \`own\` those of the topics that nobody else changed.`,
  tag: 'Live',
  work: 'uncounted',
  permission: 'firm.read',
  downloads: [eventsType],
  refusals: ['overloaded'],
  async handler({ context, lastEventId, watcher = '', mayHear = () => false }) {
    const watching = await watch(context, { wasCutOff: lastEventId !== null, mayHear, watcher });
    return watching.ok ? done(new Events(eventsOf(watching.value.news), watching.value.end)) : watching;
  },
});

/** The id only says that there was something before. */
async function* eventsOf(news: AsyncIterable<News>): AsyncGenerator<ServerEvent, void, undefined> {
  for await (const { kind, ...told } of news) yield { id: 'seen', event: kind, json: JSON.stringify(told) };
}
