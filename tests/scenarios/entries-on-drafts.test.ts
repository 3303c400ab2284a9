// What a draft holds stays as it is until it is taken off: whoever would change it is told the draft.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { discardDraft } from '#actions/invoices/drafts.ts';
import { accepted } from '#actions/testing/practice.ts';
import { testDatabase } from '#store/testing/database.ts';
import { contextIn, draft } from './invoice-steps.ts';
import {
  cost,
  doAll,
  editCost,
  editTime,
  interim,
  linesOf,
  beginTable,
  move,
  newStory,
  openPractice,
  rateOnJob,
  refusal,
  remove,
  revalue,
  time,
  undo,
  washUp,
  writeOff,
  writeOn,
  type Step,
} from './story.ts';

const { database } = await testDatabase();
const practice = await openPractice(database);

const given = [
  time('T1', '2:00'),
  time('T2', '3:00'),
  cost('C1', 2, '100.00'),
  interim('D1', '50.00'),
  writeOff({ T2: '10.00' }, { as: 'W' }),
  draft('I', { all: true, interims: 'all' }),
];

const steps: Record<string, Step> = {
  'editing time': editTime('T1', { hours: '1:00' }),
  'editing a note': editTime('T1', { note: 'Later' }),
  'deleting time': remove('T1'),
  'editing a cost': editCost('C1', { quantity: 3 }),
  'deleting a cost': remove('C1'),
  'moving work': move(['T1'], 'J2'),
  'writing off': writeOff({ T1: null }),
  'writing on': writeOn({ C1: '10.00' }),
  'washing up the job': washUp(),
  'undoing what was written off': undo('W'),
  'undoing an interim': undo('D1'),
};

for (const [what, step] of Object.entries(steps)) {
  test(`${what} is refused while a draft holds the entry, and the draft is named`, async () => {
    const story = await newStory(practice);
    await doAll(story, given);
    const { codes, detail } = await refusal(story, step);
    assert.equal(codes[0], 'onDraft');
    assert.match(
      detail,
      new RegExp(`on draft ${story.invoices.get('I')} for Client \\d+; take it off first`),
    );
  });
}

test('a revaluation leaves out what is on a draft, and takes it once the draft is discarded', async () => {
  const story = await newStory(practice);
  await doAll(story, [time('T1', '2:00'), time('T2', '3:00'), draft('I', { entries: ['T1'] })]);
  await doAll(story, [rateOnJob('J1', 20000)]);
  await beginTable(story);
  await doAll(story, [revalue()]);
  assert.deepEqual(await linesOf(story), ['revalued T2 150.00']);

  const id = story.invoices.get('I')!;
  accepted(await discardDraft(contextIn(story), { id, version: 1 }));
  await beginTable(story);
  await doAll(story, [revalue()]);
  assert.deepEqual(await linesOf(story), ['revalued T1 100.00']);
});
