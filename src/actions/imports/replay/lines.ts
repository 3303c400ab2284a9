// The lines of an imported document: those of the source, brought to what the document did. What the source printed stays
// wherever its lines make the total; where they do not, because interims were absorbed or a price was agreed, what is
// missing is said by lines of its own or falls on the lines, so that the lines always add up to the document.

import { invoicedMinor, jobOf, type Effect, type InterimAbsorbedEffect } from '#core/billing/effects.ts';
import { apportion } from '#core/money/apportion.ts';
import type { InvoiceLine } from '#store/billing/invoice-lines.ts';
import { restKey } from './actual.ts';

export type KeyedLine = InvoiceLine & { readonly lineKey: string };

export type Fitted = { readonly lines: readonly KeyedLine[]; readonly effects: readonly Effect[] };

export type About = {
  readonly totalMinor: bigint;
  readonly isFixedPrice: boolean;
  /** Of a line for all that the source does not itemise. */
  readonly wholeKind: 'deposit' | 'quote' | 'text';
  readonly wholeName: string;
};

/** Brings lines to the effects of a document; one without effects is brought to its total. */
export function fitLines(lines: readonly KeyedLine[], effects: readonly Effect[], about: About): Fitted {
  if (effects.length === 0)
    return { lines: brought(lines, about.totalMinor, { ...about, jobId: null }), effects };
  const jobOfLine = new Map(lines.map(({ lineKey, jobId }) => [lineKey, jobId]));
  const jobOfEffect = (effect: Effect) =>
    (effect.lineKey === null ? null : jobOfLine.get(effect.lineKey)) ?? jobOf(effect);
  const linesByJob = Map.groupBy(lines, ({ jobId }) => jobId);
  const effectsByJob = Map.groupBy(effects, jobOfEffect);
  const jobIds = new Set([...linesByJob.keys(), ...effectsByJob.keys()]);
  const fitted = [...jobIds].map((jobId) =>
    fitJob(linesByJob.get(jobId) ?? [], effectsByJob.get(jobId!) ?? [], { ...about, jobId }),
  );
  const keys = new Map(fitted.flatMap((one) => [...one.keys]));
  return withKeys(
    fitted.flatMap((one) => one.lines),
    effects,
    keys,
  );
}

/** Effects keep their order: journals follow it. */
function withKeys(
  lines: readonly KeyedLine[],
  effects: readonly Effect[],
  keys: ReadonlyMap<Effect, string>,
): Fitted {
  return {
    lines,
    effects: effects.map((effect) => {
      const lineKey = keys.get(effect);
      return lineKey === undefined ? effect : { ...effect, lineKey };
    }),
  };
}

type OfJob = About & { readonly jobId: number | null };

type FittedJob = {
  readonly lines: readonly KeyedLine[];
  /** The lines that effects of none turn out to be of. */
  readonly keys: ReadonlyMap<Effect, string>;
};

function fitJob(lines: readonly KeyedLine[], effects: readonly Effect[], about: OfJob): FittedJob {
  if (lines.length === 0) return asAWhole(effects, about);
  const totalMinor = invoicedMinor(effects);
  const linesMinor = sumOf(lines);
  if (linesMinor === totalMinor) return { lines, keys: ofNothing(lines, effects) };
  const absorbed = effects.filter((effect) => effect.kind === 'interimAbsorbed');
  const withInterims = [...lines, ...absorbed.map(interimLine)];
  const printed = { lines: withInterims, keys: keysOf(absorbed) };
  if (sumOf(printed.lines) === totalMinor) return printed;
  if (effects.every(isOfALine)) {
    const atEffects = [...worth(lines, effects), ...restOf(effects, about)];
    return { ...printed, lines: [...atEffects, ...absorbed.map(interimLine)] };
  }
  const fitted = brought(lines, totalMinor, about);
  return { lines: fitted, keys: ofNothing(fitted, effects) };
}

/** A job of which the source gives no lines: one for what it was invoiced, and the interims that were taken off it. */
function asAWhole(effects: readonly Effect[], about: OfJob): FittedJob {
  const absorbed = effects.filter((effect) => effect.kind === 'interimAbsorbed');
  const rest = effects.filter((effect) => effect.kind !== 'interimAbsorbed');
  const amountMinor = invoicedMinor(rest);
  const whole = amountMinor === 0n ? [] : [wholeLine(amountMinor, about)];
  const keys = keysOf(absorbed);
  for (const { lineKey } of whole) for (const effect of rest) keys.set(effect, lineKey);
  return { lines: [...whole, ...absorbed.map(interimLine)], keys };
}

/** Lines of nothing cannot share what the job did: the first has it. */
function ofNothing(lines: readonly KeyedLine[], effects: readonly Effect[]): Map<Effect, string> {
  const [first] = lines;
  if (first === undefined || lines.some(({ amountMinor }) => amountMinor !== 0n)) return new Map();
  const free = effects.filter(({ lineKey }) => lineKey === null);
  return new Map(free.map((effect) => [effect, first.lineKey]));
}

function isOfALine(effect: Effect): boolean {
  return effect.lineKey !== null || effect.kind === 'interimAbsorbed' || invoicedMinor([effect]) === 0n;
}

/** Lines at what their effects come to. */
function worth(lines: readonly KeyedLine[], effects: readonly Effect[]): KeyedLine[] {
  const ofLine = Map.groupBy(effects, (effect) => effect.lineKey);
  return lines.map((line) => at(line, invoicedMinor(ofLine.get(line.lineKey) ?? [])));
}

function restOf(effects: readonly Effect[], about: OfJob): KeyedLine[] {
  if (about.jobId === null) return [];
  const key = restKey(about.jobId);
  const amountMinor = invoicedMinor(effects.filter((effect) => effect.lineKey === key));
  return amountMinor === 0n ? [] : [restLine(key, amountMinor, about)];
}

/** Lines that make a total: a fixed price falls on them, else the difference is a line. */
function brought(lines: readonly KeyedLine[], totalMinor: bigint, about: OfJob): readonly KeyedLine[] {
  const linesMinor = sumOf(lines);
  if (linesMinor === totalMinor) return lines;
  if (lines.length === 0) return [wholeLine(totalMinor, about)];
  const carries = totalMinor >= 0n && linesMinor > 0n && lines.every((line) => line.amountMinor >= 0n);
  if (!about.isFixedPrice || !carries) {
    return [...lines, restLine(`rest:${about.jobId ?? 0}`, totalMinor - linesMinor, about)];
  }
  const amounts = apportion(
    totalMinor,
    lines.map((line) => line.amountMinor),
  );
  return lines.map((line, index) => at(line, amounts[index]!));
}

/** At another amount a rate or a price no longer multiplies out, and the tax is another. */
function at(line: KeyedLine, amountMinor: bigint): KeyedLine {
  if (line.amountMinor === amountMinor) return line;
  const { taxMinor: _, ...untaxed } = line;
  return { ...untaxed, amountMinor, ratePerHourMinor: null, unitPriceMinor: null };
}

function keysOf(absorbed: readonly InterimAbsorbedEffect[]): Map<Effect, string> {
  return new Map(absorbed.map((effect) => [effect, interimKey(effect)]));
}

function interimKey({ item }: InterimAbsorbedEffect): string {
  return `interim:${item.itemId}`;
}

function interimLine(effect: InterimAbsorbedEffect): KeyedLine {
  const { item, amountMinor } = effect;
  return {
    ...blank,
    lineKey: interimKey(effect),
    kind: 'interim',
    jobId: item.jobId,
    interimId: item.itemId,
    description: 'Invoiced before',
    amountMinor: -amountMinor,
  };
}

function restLine(lineKey: string, amountMinor: bigint, { jobId }: OfJob): KeyedLine {
  return { ...blank, lineKey, kind: 'text', jobId, description: 'As invoiced beside the lines', amountMinor };
}

function wholeLine(
  amountMinor: bigint,
  { jobId, wholeKind: kind, wholeName: description }: OfJob,
): KeyedLine {
  return { ...blank, lineKey: `whole:${jobId ?? 0}`, kind, jobId, description, amountMinor };
}

const blank = {
  jobTaskId: null,
  costEntryId: null,
  minutes: null,
  ratePerHourMinor: null,
  quantityThousandths: null,
  unitPriceMinor: null,
  billable: true,
  typed: false,
} as const;

function sumOf(lines: readonly KeyedLine[]): bigint {
  return lines.reduce((sum, line) => sum + line.amountMinor, 0n);
}
