// An invoice from recorded time and costs (docs/ledger-rules.md section 4, the actual columns). Four steps: what each item
// and typed line is billed at, a fixed total spread over what was not set by hand, whether a final invoice is one, and
// then the effect and the lines of each job.
//
// A final invoice that leaves billable work open, or holds some of it back, is saved as progress, and then goes by the
// rules of one.

import { done, refuseAll, type Result } from '../refusal.ts';
import {
  billingOf,
  closingAt,
  leavesRest,
  settle,
  spreadOver,
  withRest,
  writtenOff,
  type Billing,
} from './billing.ts';
import { isBillable, isCredit, type ChosenJob } from './chosen.ts';
import type { Notice } from './composition.ts';
import type { Draft, InvoiceType } from './draft.ts';
import type { Effect } from './effects.ts';
import {
  excessDescription,
  excessLine,
  keyOfItem,
  linesOfItems,
  reducingLines,
  typedKey,
  typedLine,
} from './lines.ts';
import {
  absorbedMinor,
  absorptions,
  entries,
  interimsLeftOut,
  misplaced,
  notice,
  noticesOfFinal,
  retainedMinor,
  savedAsProgress,
  type Part,
  type Parts,
} from './part.ts';
import { checkRetention, holdBack, retainableMinor } from './retention.ts';

/** What a job's items and typed lines are billed at. */
type Drawn = {
  readonly chosen: ChosenJob;
  /** Of the items' own lines, in the order of the book. */
  readonly billings: readonly Billing[];
  /** Of the entries that typed lines stand for. */
  readonly covered: readonly Billing[];
  /** Typed without work behind them. */
  readonly typed: readonly {
    readonly lineKey: string;
    readonly place: number;
    readonly amountMinor: bigint;
  }[];
  /** What of a fixed total no item carries. */
  readonly unallocatedMinor: bigint;
};

export function composeActual(draft: Draft, jobs: readonly ChosenJob[]): Result<Parts> {
  const problems = jobs.flatMap((chosen) => misplaced(chosen, 'actual'));
  if (problems.length > 0) return refuseAll(problems);
  const fixed = atFixedTotal(draft, jobs.map(draw));
  if (!fixed.ok) return fixed;
  const drawn = fixed.value.map(withoutExcess);
  const isFinal = draft.type === 'final' && !drawn.some(leavesWork);
  const type = isFinal ? 'final' : 'progress';
  const parts: Part[] = [];
  for (const own of drawn.map((one) => withRests(one, type))) {
    const effects = effectsOf(draft, own, type);
    const retained = checkRetention(draft, own.chosen, retainableMinor(effects));
    if (!retained.ok) problems.push(...retained.refusals);
    else parts.push(partOf(draft, own, holdBack(effects, retained.value)));
  }
  if (problems.length > 0) return refuseAll(problems);
  return done({ savedAs: type, unlists: isFinal, parts });
}

function keepsExcess({ wanted }: ChosenJob): boolean {
  return wanted.excess === 'keepAsCredit';
}

function draw(chosen: ChosenJob): Drawn {
  const covered: Billing[] = [];
  const typed: Drawn['typed'][number][] = [];
  for (const [place, { amountMinor }] of chosen.wanted.typed.entries()) {
    const lineKey = typedKey(chosen.jobId, place);
    const items = chosen.covered.get(place) ?? [];
    const field = `${chosen.field}.lines[${place}].amount`;
    const spread = spreadOver(items, { totalMinor: amountMinor, keepsExcess: keepsExcess(chosen), field });
    if (!spread.ok) throw new Error('an amount of 0 or more can always be spread');
    const { shares, unallocatedMinor } = spread.value;
    covered.push(...shares.map(({ item, recognisedMinor }) => closingAt(item, recognisedMinor, lineKey)));
    typed.push({ lineKey, place, amountMinor: unallocatedMinor });
  }
  const billings = chosen.billed.map((one) => billingOf(one, keyOfItem(one.item)));
  return { chosen, billings, covered, typed, unallocatedMinor: 0n };
}

/** Spreads a fixed total over what was not set by hand, of all jobs together. */
function atFixedTotal(draft: Draft, drawn: readonly Drawn[]): Result<readonly Drawn[]> {
  if (draft.fixedTotalMinor === null) return done(drawn);
  let leftMinor = draft.fixedTotalMinor;
  for (const { chosen, billings } of drawn) {
    leftMinor += absorbedMinor(chosen) + retainedMinor(chosen);
    for (const { isPinned, billedMinor } of billings) if (isPinned) leftMinor -= billedMinor;
    for (const { amountMinor } of chosen.wanted.typed) leftMinor -= amountMinor;
  }
  const free = drawn.flatMap(({ billings }) => billings.filter(({ isPinned }) => !isPinned));
  const [first] = drawn;
  const spread = spreadOver(
    free.map(({ item }) => item),
    {
      totalMinor: leftMinor,
      keepsExcess: first !== undefined && keepsExcess(first.chosen),
      field: 'fixedTotal',
    },
  );
  if (!spread.ok) return spread;
  const { shares, unallocatedMinor } = spread.value;
  const recognised = new Map(shares.map(({ item, recognisedMinor }) => [item, recognisedMinor]));
  return done(
    drawn.map((own, place) => ({
      ...own,
      billings: own.billings.map((billing) =>
        billing.isPinned ? billing : { ...billing, billedMinor: recognised.get(billing.item)! },
      ),
      unallocatedMinor: place === 0 ? unallocatedMinor : 0n,
    })),
  );
}

/** Where a job keeps its excess as credit: items at what is open of them, and the rest as one amount. */
function withoutExcess(drawn: Drawn): Drawn {
  if (!keepsExcess(drawn.chosen)) return drawn;
  let { unallocatedMinor } = drawn;
  const above = new Map<string | null, bigint>();
  const cap = (billing: Billing): Billing => {
    const { item, billedMinor, lineKey } = billing;
    if (isCredit(item) || billedMinor <= item.openMinor) return billing;
    above.set(lineKey, (above.get(lineKey) ?? 0n) + billedMinor - item.openMinor);
    const quantity = billing.quantity < item.openQuantity ? billing.quantity : item.openQuantity;
    return { ...billing, billedMinor: item.openMinor, quantity };
  };
  const billings = drawn.billings.map(cap);
  for (const amountMinor of above.values()) unallocatedMinor += amountMinor;
  above.clear();
  const covered = drawn.covered.map(cap);
  const typed = drawn.typed.map((line) => ({
    ...line,
    amountMinor: line.amountMinor + (above.get(line.lineKey) ?? 0n),
  }));
  return { ...drawn, billings, covered, typed, unallocatedMinor };
}

/** Row 7: of a cost that is billed in part while work goes on, the rest is carried forward; any other rest is written off. */
function withRests(drawn: Drawn, type: InvoiceType): Drawn {
  const restOf = ({ item, isPinned, rest }: Billing) =>
    rest ?? (type === 'progress' && item.kind === 'cost' && isPinned ? 'carryForward' : 'writeOff');
  return { ...drawn, billings: drawn.billings.map((billing) => withRest(billing, restOf(billing))) };
}

function leavesWork({ chosen, billings }: Drawn): boolean {
  const { carried, undecided, elsewhere, wanted } = chosen;
  return (
    carried.length > 0 ||
    (wanted.rest === 'carryForward' && undecided.some(isBillable)) ||
    elsewhere.some(isBillable) ||
    billings.some(leavesRest) ||
    retainedMinor(chosen) > 0n
  );
}

function effectsOf(draft: Draft, drawn: Drawn, type: InvoiceType): Effect[] {
  const { chosen, billings, covered, typed, unallocatedMinor } = drawn;
  const closed = chosen.undecided.filter((item) =>
    isBillable(item) ? draft.type === 'final' && chosen.wanted.rest === 'writeOff' : type === 'final',
  );
  return [
    ...billings.map(settle),
    ...covered.map(settle),
    ...typed.flatMap(({ lineKey, place, amountMinor }) => {
      const { kind, description } = chosen.wanted.typed[place]!;
      return aboveWork(chosen, {
        lineKey,
        amountMinor,
        description,
        account: kind === 'task' ? 'wipTime' : 'wipCost',
      });
    }),
    ...aboveWork(chosen, {
      lineKey: `excess:${chosen.jobId}`,
      amountMinor: unallocatedMinor,
      description: excessDescription,
      account: 'wipTime',
    }),
    ...absorptions(chosen),
    ...[...chosen.refused.map(({ item }) => item), ...closed].map(writtenOff),
  ].filter(changesSomething);
}

type Above = {
  readonly lineKey: string;
  readonly amountMinor: bigint;
  readonly description: string;
  readonly account: 'wipTime' | 'wipCost';
};

/** What is billed without an item: written on, or kept as an interim. */
function aboveWork(
  { jobId, wanted }: ChosenJob,
  { lineKey, amountMinor, description, account }: Above,
): Effect[] {
  if (amountMinor === 0n) return [];
  return wanted.excess === 'keepAsCredit'
    ? [{ kind: 'interimRaised', lineKey, jobId, itemId: null, amountMinor, description }]
    : [{ kind: 'writtenOn', lineKey, jobId, account, amountMinor }];
}

function changesSomething(effect: Effect): boolean {
  if (effect.kind !== 'item') return true;
  const { billedMinor, billedQuantity, writtenOffMinor, writtenOffQuantity } = effect;
  return billedMinor !== 0n || writtenOffMinor !== 0n || billedQuantity !== 0 || writtenOffQuantity !== 0;
}

function partOf(draft: Draft, drawn: Drawn, effects: Effect[]): Part {
  const { chosen, billings, unallocatedMinor } = drawn;
  const { jobId, wanted, book } = chosen;
  const shown = billings.filter(({ quantity, billedMinor }) => quantity !== 0 || billedMinor !== 0n);
  const isKept = keepsExcess(chosen);
  const lines = [
    ...linesOfItems(book, shown),
    ...wanted.typed.map((line, place) => typedLine(line, jobId, place)),
    ...(unallocatedMinor === 0n ? [] : [excessLine(jobId, unallocatedMinor, isKept)]),
    ...reducingLines(chosen),
  ];
  const notices = [
    ...coverQuestions(chosen),
    ...(draft.type === 'final' && leavesWork(drawn) ? [savedAsProgress(chosen)] : []),
    ...(draft.type === 'final' ? noticesOfFinal(chosen) : interimsLeftOut(chosen)),
  ];
  return { chosen, lines, effects, notices };
}

/** A typed line whose task has open time that is not on the invoice: which of it does the line stand for? */
function coverQuestions(chosen: ChosenJob): Notice[] {
  return chosen.wanted.typed.flatMap(({ covers, jobTaskId }, place) => {
    if (covers !== null || jobTaskId === null) return [];
    const open = chosen.undecided.filter(
      (item) => item.kind === 'time' && item.jobTaskId === jobTaskId && item.openMinor > 0n,
    );
    if (open.length === 0) return [];
    const task = chosen.book.jobTaskNames.get(jobTaskId) ?? 'this task';
    const detail = `${entries(open)} of ${task} are open and not on the invoice: say which of them the line stands for, or none.`;
    return [
      notice('coverUndecided', chosen, detail, { lineKey: typedKey(chosen.jobId, place), isQuestion: true }),
    ];
  });
}
