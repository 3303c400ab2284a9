// The keys of the grid of entries. On a row letters act; in a figure of a row, Enter and the arrows go to the same figure
// of the next row, and Esc back to the row.

import type { KeyboardEvent } from 'react';
import type { Treatment } from './model.ts';

type GridActs = {
  treat: (treatment: Treatment) => void;
  tick: (itemId: string, extend: boolean) => void;
  addTicks: (itemIds: readonly string[]) => void;
  tickAll: () => void;
  untick: () => void;
  turnRest: (itemId: string) => void;
};

const treatmentKeys: Readonly<Record<string, Treatment>> = { b: 'bill', w: 'writeOff', c: 'carryForward' };
const steps: Readonly<Record<string, number>> = {
  arrowdown: 1,
  arrowup: -1,
  j: 1,
  k: -1,
  home: -Infinity,
  end: Infinity,
  pagedown: 10,
  pageup: -10,
};

export function handleGridKey(event: KeyboardEvent<HTMLElement>, acts: GridActs): void {
  const target = event.target as HTMLElement;
  const row = target.closest<HTMLElement>('[data-item]');
  if (row === null) return;
  if (target instanceof HTMLInputElement && target.type !== 'checkbox') inFigure(event, row, target);
  else onRow(event, row, acts);
}

function onRow(event: KeyboardEvent, row: HTMLElement, acts: GridActs): void {
  const itemId = row.dataset['item'] ?? '';
  const key = event.key.toLowerCase();
  if (key === 'a' && (event.ctrlKey || event.metaKey)) return done(event, acts.tickAll);
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const treatment = treatmentKeys[key];
  if (treatment !== undefined) return done(event, () => acts.treat(treatment));
  const step = steps[key];
  if (step !== undefined)
    return done(event, () => {
      const next = neighbour(row, step);
      if (event.shiftKey) acts.addTicks([itemId, next.dataset['item'] ?? '']);
      next.focus();
    });
  if (key === 'x' || key === ' ') return done(event, () => acts.tick(itemId, event.shiftKey));
  if (key === 'r') return done(event, () => acts.turnRest(itemId));
  if (key === 'escape') return done(event, acts.untick);
  if (key === 'enter' && event.target === row)
    return done(event, () => row.querySelector<HTMLInputElement>('input:not([type="checkbox"])')?.focus());
}

function inFigure(event: KeyboardEvent, row: HTMLElement, input: HTMLInputElement): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === 'Escape') return done(event, () => row.focus());
  const step = event.key === 'Enter' ? (event.shiftKey ? -1 : 1) : { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  done(event, () => {
    const next = neighbour(row, step);
    const same = next === row ? null : next.querySelector<HTMLInputElement>(`input[name="${input.name}"]`);
    (same ?? next).focus();
  });
}

/** The row so many further, within the grid. */
function neighbour(row: HTMLElement, step: number): HTMLElement {
  const rows = [...(row.closest('[role="grid"]')?.querySelectorAll<HTMLElement>('[data-item]') ?? [])];
  const at = Math.min(rows.length - 1, Math.max(0, rows.indexOf(row) + step));
  return rows[at] ?? row;
}

function done(event: KeyboardEvent, act: () => void): void {
  event.preventDefault();
  event.stopPropagation();
  act();
}
