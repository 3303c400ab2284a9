// What an invoice is told by: the text that its fingerprint is made of, and what differs between two compositions of it.
// Both leave out what an author does not approve: what stays open on the job, how much of an item was open where only a
// part of it is taken, the ids of interims that approval raises. Work recorded meanwhile changes no invoice.

import type { CurrencyCode } from '../money/currencies.ts';
import { formatMinor } from '../money/money.ts';
import { formatQuantity } from '../money/quantity.ts';
import type { ComposedLine, Composition } from './composition.ts';
import { jobOf, type Effect, type ItemEffect } from './effects.ts';

/** A composition as it was shown, or as a draft keeps it. */
export type Shown = Pick<Composition, 'savedAs' | 'lines' | 'effects' | 'totalMinor'>;

/** Null: it was not there, or is not any more. */
export type Difference = { readonly field: string; readonly was: string | null; readonly is: string | null };

/** The same for two compositions exactly when approving them does the same and prints the same. */
export function fingerprintText({ savedAs, lines, effects, totalMinor }: Shown): string {
  return [
    savedAs,
    String(totalMinor),
    ...lines.map((line) => JSON.stringify(lineFields.map((field) => textOf(line[field])))),
    ...effects.map((effect) => JSON.stringify(effectParts(effect).map(textOf))).toSorted(),
  ].join('\n');
}

const lineFields = [
  'key',
  'kind',
  'jobId',
  'jobTaskId',
  'costItemId',
  'quoteLineId',
  'interimId',
  'description',
  'minutes',
  'ratePerHourMinor',
  'quantityThousandths',
  'unitPriceMinor',
  'amountMinor',
  'typed',
] as const satisfies readonly (keyof ComposedLine)[];

type Field = string | number | bigint | boolean | null;

function textOf(value: Field): string | null {
  return value === null ? null : String(value);
}

function effectParts(effect: Effect): Field[] {
  const about = [effect.kind, effect.lineKey, jobOf(effect)];
  switch (effect.kind) {
    case 'item':
      return [...about, effect.item.itemId, ...itemFields.map((field) => effect[field])];
    case 'writtenOn':
      return [...about, effect.account, effect.amountMinor];
    case 'interimAbsorbed':
      return [...about, effect.item.itemId, effect.amountMinor];
    case 'interimRaised':
      return [...about, effect.amountMinor, effect.description];
    case 'quoteInvoiced':
      return [...about, effect.amountMinor];
  }
}

const itemFields = [
  'billedMinor',
  'billedQuantity',
  'writtenOnMinor',
  'writtenOffMinor',
  'writtenOffQuantity',
] as const satisfies readonly (keyof ItemEffect)[];

/** What differs, as a person reads it: the type and the total first, then lines, then what happens to each entry. */
export function differencesBetween(was: Shown, is: Shown, currency: CurrencyCode): Difference[] {
  const money = (minor: bigint) => formatMinor(minor, currency);
  const head = [
    differenceOf('type', was.savedAs, is.savedAs),
    differenceOf('total', money(was.totalMinor), money(is.totalMinor)),
  ];
  const lines = compared(
    new Map(was.lines.map((line) => [`lines[${line.key}]`, lineText(line, money)])),
    new Map(is.lines.map((line) => [`lines[${line.key}]`, lineText(line, money)])),
  );
  const effects = compared(effectTexts(was.effects, money), effectTexts(is.effects, money));
  return [...head.filter((one) => one !== null), ...lines, ...effects];
}

function differenceOf(field: string, was: string | null, is: string | null): Difference | null {
  return was === is ? null : { field, was, is };
}

function compared(was: ReadonlyMap<string, string>, is: ReadonlyMap<string, string>): Difference[] {
  return [...new Set([...was.keys(), ...is.keys()])].flatMap(
    (field) => differenceOf(field, was.get(field) ?? null, is.get(field) ?? null) ?? [],
  );
}

type Money = (minor: bigint) => string;

function lineText(line: ComposedLine, money: Money): string {
  const { description, minutes, ratePerHourMinor, quantityThousandths, unitPriceMinor, amountMinor } = line;
  const parts = [
    description,
    minutes === null ? null : `${minutes} min`,
    quantityThousandths === null ? null : formatQuantity(quantityThousandths),
    ratePerHourMinor === null ? null : `at ${money(ratePerHourMinor)}`,
    unitPriceMinor === null ? null : `at ${money(unitPriceMinor)}`,
    money(amountMinor),
  ];
  return parts.filter((part) => part !== null).join(', ');
}

/** What happens by entry, interim and job; several effects on one are told together. */
function effectTexts(effects: readonly Effect[], money: Money): Map<string, string> {
  const groups = Map.groupBy(effects, fieldOf);
  return new Map(
    [...groups].map(([field, own]) => {
      const sums = new Map<string, bigint>();
      for (const [word, minor] of own.flatMap(movementsOf)) sums.set(word, (sums.get(word) ?? 0n) + minor);
      const said = [...sums]
        .filter(([, minor]) => minor !== 0n)
        .map(([word, minor]) => `${word} ${money(minor)}`);
      return [field, said.length === 0 ? 'closed' : said.join(', ')];
    }),
  );
}

function fieldOf(effect: Effect): string {
  if (effect.kind === 'item') return `entries[${effect.item.itemId}]`;
  if (effect.kind === 'interimAbsorbed') return `interims[${effect.item.itemId}]`;
  return `jobs[${effect.jobId}]`;
}

function movementsOf(effect: Effect): [word: string, minor: bigint][] {
  switch (effect.kind) {
    case 'item':
      return [
        ['written on', effect.writtenOnMinor],
        ['written off', effect.writtenOffMinor],
        ['billed', effect.billedMinor],
      ];
    case 'writtenOn':
      return [['written on and billed', effect.amountMinor]];
    case 'interimRaised':
      return [['invoiced ahead', effect.amountMinor]];
    case 'interimAbsorbed':
      return [['absorbed', effect.amountMinor]];
    case 'quoteInvoiced':
      return [['invoiced of the quote', effect.amountMinor]];
  }
}
