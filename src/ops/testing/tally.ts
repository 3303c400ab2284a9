import type { TestEvent } from 'node:test/reporters';

/** Ends a run with one plain line that people and machines can read. */
export default async function* tally(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  for await (const event of events) {
    // Summaries of single files carry their file; the one of the whole run does not.
    if (event.type !== 'test:summary' || event.data.file !== undefined) continue;
    const { tests, passed, skipped, todo } = event.data.counts;
    const failed = tests - passed - skipped - todo;
    const alsoSkipped = skipped > 0 ? `, ${skipped} skipped` : '';
    yield `\n${passed} passed, ${failed} failed${alsoSkipped}\n`;
  }
}
