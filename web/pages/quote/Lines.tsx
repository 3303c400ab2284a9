// The lines of a quote, written as in a spreadsheet: Enter goes down a row, and below the last one adds another; so does
// Tab out of the last. Alt and an arrow moves a line, as dragging does; Ctrl-Backspace removes it.

import { Button } from '@mantine/core';
import { useRef, useState, type KeyboardEvent } from 'react';
import type { QuotePreview } from '../../api/quotes.ts';
import { showToast } from '../../ui/toasts.ts';
import { LineRow } from './LineRow.tsx';
import { isMeant, newLine, type Line } from './model.ts';
import classes from './editor.module.css';

type LinesProps = {
  lines: readonly Line[];
  onChange: (change: (lines: readonly Line[]) => readonly Line[]) => void;
  preview: QuotePreview | null;
  seesCosts: boolean;
  /** The objection to the line at this place among those that are sent. */
  errorAt: (path: string) => string | undefined;
};

export function Lines({ lines, onChange, preview, seesCosts, errorAt }: LinesProps) {
  const table = useRef<HTMLTableElement>(null);
  const [dragged, setDragged] = useState<string | null>(null);
  const focus = (key: string, cell: string) =>
    requestAnimationFrame(() =>
      table.current
        ?.querySelector<HTMLElement>(`[data-row="${key}"] [data-cell="${cell}"] :is(input, select)`)
        ?.focus(),
    );
  const add = (kind: Line['kind'], cell = 'description') => {
    const line = newLine(undefined, kind);
    onChange((before) => [...before, line]);
    focus(line.key, cell);
  };
  const move = (key: string, to: number) =>
    onChange((before) => {
      const line = before.find((each) => each.key === key);
      if (line === undefined || to < 0 || to >= before.length) return before;
      return before.filter((each) => each !== line).toSpliced(to, 0, line);
    });
  const remove = (line: Line) => {
    const place = lines.indexOf(line);
    onChange((before) => (before.length === 1 ? [newLine()] : before.filter(({ key }) => key !== line.key)));
    const next = lines[place + 1] ?? lines[place - 1];
    if (next) focus(next.key, 'description');
    if (!isMeant(line)) return;
    showToast({
      text: `${line.description || 'The line'} removed`,
      onUndo: () => onChange((before) => before.toSpliced(place, 0, line)),
    });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>, line: Line) => {
    const cell = (event.target as HTMLElement).closest('[data-cell]')?.getAttribute('data-cell') ?? '';
    const act = actOf(event, { line, lines, cell, add, move, focus, remove });
    if (act === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };
  const sent = lines.filter(isMeant);
  return (
    <div className={classes.scroller}>
      <table ref={table} className={classes.lines}>
        <Head seesCosts={seesCosts} />
        <tbody>
          {lines.map((line, place) => {
            const index = sent.indexOf(line);
            return (
              <LineRow
                key={line.key}
                line={line}
                amount={index < 0 ? null : (preview?.lines[index]?.amount ?? null)}
                wrong={index < 0 ? undefined : errorAt(`lines.${index}`)}
                seesCosts={seesCosts}
                onChange={(said) =>
                  onChange((before) =>
                    before.map((each) => (each.key === line.key ? { ...each, ...said } : each)),
                  )
                }
                onRemove={() => remove(line)}
                onKeyDown={(event) => onKeyDown(event, line)}
                onGrab={() => setDragged(line.key)}
                onDropped={() => setDragged(null)}
                onOver={() => dragged !== null && dragged !== line.key && move(dragged, place)}
                isDragged={dragged === line.key}
              />
            );
          })}
        </tbody>
      </table>
      <p className={classes.adding}>
        <Button size="xs" variant="default" onClick={() => add('task')}>
          Add work
        </Button>
        <Button size="xs" variant="default" onClick={() => add('cost')}>
          Add a cost
        </Button>
        <Button size="xs" variant="default" onClick={() => add('text')}>
          Add a heading or text
        </Button>
      </p>
    </div>
  );
}

function Head({ seesCosts }: { seesCosts: boolean }) {
  return (
    <thead>
      <tr>
        <th scope="col">
          <span className="visually-hidden">Move</span>
        </th>
        <th scope="col">Kind</th>
        <th scope="col">What it is for</th>
        <th scope="col">Time or quantity</th>
        <th scope="col">Price</th>
        {seesCosts && <th scope="col">Cost</th>}
        <th scope="col">Amount</th>
        <th scope="col">Tax</th>
        <th scope="col">Option</th>
        <th scope="col">
          <span className="visually-hidden">Remove</span>
        </th>
      </tr>
    </thead>
  );
}

type Deeds = {
  line: Line;
  lines: readonly Line[];
  cell: string;
  add: (kind: Line['kind'], cell?: string) => void;
  move: (key: string, to: number) => void;
  focus: (key: string, cell: string) => void;
  remove: (line: Line) => void;
};

/** What a key does in a cell; undefined where it is the browser's. */
function actOf(event: KeyboardEvent, deeds: Deeds): (() => void) | undefined {
  const { line, lines, cell, add, move, focus, remove } = deeds;
  const place = lines.indexOf(line);
  const { key, altKey, ctrlKey, metaKey, shiftKey, target } = event;
  const below = lines[place + 1];
  const isSelect = target instanceof HTMLSelectElement;
  if (altKey && (key === 'ArrowUp' || key === 'ArrowDown'))
    return () => {
      move(line.key, key === 'ArrowUp' ? place - 1 : place + 1);
      focus(line.key, cell);
    };
  if ((ctrlKey || metaKey) && key === 'Backspace') return () => remove(line);
  if (ctrlKey || metaKey || altKey) return undefined;
  if (key === 'Enter' && !shiftKey && !isSelect && cell !== 'remove')
    return () => (below ? focus(below.key, cell) : isMeant(line) ? add(line.kind) : undefined);
  if (key === 'Tab' && !shiftKey && !below && isMeant(line) && isLastCell(target))
    return () => add(line.kind === 'text' ? 'task' : line.kind);
  return undefined;
}

function isLastCell(target: EventTarget): boolean {
  const row = (target as HTMLElement).closest('tr');
  const stops = row?.querySelectorAll('input:not([disabled]), select, button:not([tabindex="-1"])');
  return stops !== undefined && stops[stops.length - 1] === target;
}
