// How far an import has come: records made, of those that there are to make, and how long the rest will take at the pace
// seen since this page is looked at. The percentage stands in the title too, for whoever waits in another tab.

import { useEffect, useRef, useState } from 'react';
import type { Import } from '../../api/imports.ts';
import { ProgressBar } from '../../ui/ProgressBar.tsx';
import { useFormats } from '../../util/firm-context.ts';
import { leftWords, minutesLeft, type Seen } from '../../util/time-left.ts';
import { stageWords } from './words.ts';

export function Progress({ batch }: { batch: Import }) {
  const formats = useFormats();
  const { done, of } = progressOf(batch);
  const left = useMinutesLeft(done, of);
  const percent = `${formats.count(Math.floor((100 * done) / of))}%`;
  return (
    <>
      <title>{`${percent} imported · Workledger`}</title>
      <ProgressBar
        label={`${stageWords(batch.stage)}. You can leave this page; it goes on.`}
        done={done}
        of={of}
        note={left === null || done === of ? percent : `${percent}, ${leftWords(left)}`}
      />
    </>
  );
}

function progressOf({ counts, skipsRefused }: Import): { done: number; of: number } {
  const records = Object.values(counts);
  const made = records.reduce(
    (sum, { created = 0, matched = 0, changed = 0, unchanged = 0 }) =>
      sum + created + matched + changed + unchanged,
    0,
  );
  const toMake = records.reduce(
    (sum, { read = 0, refused = 0, leftOut = 0 }) => sum + read - leftOut - (skipsRefused ? refused : 0),
    0,
  );
  // What is made up along the way, such as jobs that only invoices name, was not among what was read.
  return { done: Math.min(made, Math.max(toMake, 1)), of: Math.max(toMake, 1) };
}

function useMinutesLeft(done: number, of: number): number | null {
  const first = useRef<Seen | null>(null);
  const [left, setLeft] = useState<number | null>(null);
  useEffect(() => {
    const now = { atMs: performance.now(), done };
    first.current ??= now;
    setLeft(minutesLeft(first.current, now, of));
  }, [done, of]);
  return left;
}
