import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findParts } from './find-parts.ts';

const parts = [
  {
    guide: 'invoicing',
    id: 'approving',
    title: 'Approving',
    text: 'Approval locks the jobs. A timer does not.',
  },
  { guide: 'for-owners', id: 'rates', title: 'Set rates', text: 'A rate prices an hour of the timer.' },
  { guide: 'for-staff', id: 'timer', title: 'Run a timer', text: 'Press S to start it.' },
  { guide: 'for-staff', id: 'week', title: 'Type a week', text: 'Or let the timer write it.' },
];
const idsFor = (typed: string) => findParts(parts, typed, ['for-staff']).map(({ id }) => id);

test('headings that say it come first, then the own guide, then guides of roles', () => {
  assert.deepEqual(idsFor('timer'), ['timer', 'week', 'rates', 'approving']);
});

test('every word has to begin a word, whatever its case', () => {
  assert.deepEqual(idsFor('TIM wri'), ['week']);
  assert.deepEqual(idsFor('imer'), []);
  assert.deepEqual(idsFor(' ? '), []);
});

test('what is shown begins shortly before the word that was found', () => {
  const text = `${'long '.repeat(40)}the timer ${'after '.repeat(40)}`.trim();
  const [found] = findParts([{ guide: 'a', id: 'b', title: 'c', text }], 'timer', []);
  assert.match(found?.around ?? '', /^… (long )+the timer (after )+…$/);
});
