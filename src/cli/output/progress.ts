// Progress of long work, with numbers: a bar that redraws itself on a terminal, now and then a line elsewhere.

export type Progress = {
  /** `note` says what is being done at the moment. */
  update(done: number, total: number, note?: string): void;
  /** Ends the bar; the next output begins on a line of its own. */
  finish(): void;
};

type Output = { readonly isTTY?: boolean; write(text: string): unknown };
export type ProgressOptions = {
  readonly label: string;
  readonly output: Output;
  readonly milliseconds: () => number;
};

const redrawEveryMs = 100;
const lineEveryMs = 5_000;
const barWidth = 24;

export function progressOn({ label, output, milliseconds }: ProgressOptions): Progress {
  const startedAt = milliseconds();
  let drawnAt = -Infinity;
  let isDrawn = false;

  function update(done: number, total: number, note = ''): void {
    const now = milliseconds();
    const isLast = done >= total;
    if (!isLast && now - drawnAt < (output.isTTY === true ? redrawEveryMs : lineEveryMs)) return;
    drawnAt = now;
    const text = describe({ label, done, total, note, elapsedMs: now - startedAt });
    if (output.isTTY === true) output.write(`\r\u001B[2K${text}`);
    else output.write(`${text}\n`);
    isDrawn = true;
  }

  function finish(): void {
    if (isDrawn && output.isTTY === true) output.write('\n');
  }

  return { update, finish };
}

type State = { label: string; done: number; total: number; note: string; elapsedMs: number };

function describe({ label, done, total, note, elapsedMs }: State): string {
  const share = total === 0 ? 1 : Math.min(1, done / total);
  const filled = Math.round(share * barWidth);
  const bar = `${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)}`;
  const seconds = elapsedMs / 1000;
  const rate = seconds > 0.5 ? `, ${Math.round(done / seconds).toLocaleString('en')}/s` : '';
  const left =
    share > 0.01 && share < 1 && seconds > 1 ? `, ${Math.ceil((seconds / share) * (1 - share))} s left` : '';
  const count = `${done.toLocaleString('en')} of ${total.toLocaleString('en')}`;
  return `${label} ${bar} ${count}${rate}${left}${note === '' ? '' : `  ${note}`}`;
}
