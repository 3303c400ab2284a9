// What a plan says of a job and of an invoice that it would make. The figures are those of core/billing/composition.ts;
// per job, before + written on − written off − billed − raised + absorbed = after, whatever was decided.

import type { JobEffect } from '../billing/composition.ts';
import type { InvoiceBasis, InvoiceType } from '../billing/draft.ts';
import type { CurrencyCode } from '../money/currencies.ts';

export const decisions = ['bill', 'writeOff', 'hold', 'nothing'] as const;

export type Decision = (typeof decisions)[number];

/** What a person says of a job. Null in a choice: by the rules, where only the minimum does not count. */
export const choiceTreatments = ['bill', 'writeOff', 'hold', 'carry'] as const;

export type ChoiceTreatment = (typeof choiceTreatments)[number];

export type Choice = {
  readonly treatment: ChoiceTreatment | null;
  readonly ignoresMinimum: boolean;
};

/** Why a job is not simply billed. */
export const reasonCodes = [
  'byPerson',
  'carriedByRule',
  'worthTooLittle',
  'belowMinimum',
  'notDue',
  'quoted',
  'negative',
  'empty',
  'onOtherDraft',
  'afterCutOff',
  'excluded',
  'clientArchived',
  'otherCurrency',
  'tooManyItems',
  'taxWithoutRate',
  'refused',
] as const;

export type ReasonCode = (typeof reasonCodes)[number];

export const warningCodes = [
  'recipientMissing',
  'rateMissing',
  'negativeWip',
  'onOtherDraft',
  'stale',
  'laterWork',
  'jobCompleted',
  'jobCancelled',
  'quoteExceeded',
] as const;

export type WarningCode = (typeof warningCodes)[number];

export type JobFigures = {
  /** Ex tax, what the job is invoiced. */
  readonly totalMinor: bigint;
  readonly taxMinor: bigint;
  readonly beforeMinor: bigint;
  readonly billedMinor: bigint;
  readonly writtenOnMinor: bigint;
  readonly writtenOffMinor: bigint;
  readonly raisedMinor: bigint;
  readonly absorbedMinor: bigint;
  /** Open time and costs that stay. */
  readonly carriedMinor: bigint;
  readonly afterMinor: bigint;
};

export type PlannedJob = JobFigures & {
  readonly jobId: number;
  readonly clientId: number;
  readonly managerId: number | null;
  readonly partnerId: number | null;
  readonly category: string | null;
  readonly currency: CurrencyCode;
  readonly decision: Decision;
  readonly reason: ReasonCode | null;
  /** What a refused job was refused with. */
  readonly detail: string | null;
  /** The place of its unit; null where it is not invoiced. */
  readonly unitPlace: number | null;
  /** Of the job's balance when it was planned. */
  readonly balanceVersion: bigint;
  readonly openItems: number;
  readonly warnings: readonly WarningCode[];
};

/** One invoice. */
export type PlannedUnit = {
  readonly place: number;
  readonly clientId: number;
  readonly currency: CurrencyCode;
  readonly type: InvoiceType;
  readonly basis: InvoiceBasis;
  readonly totalMinor: bigint;
  readonly taxMinor: bigint;
  readonly jobCount: number;
  readonly itemCount: number;
};

/** What an invoice does to one of its jobs. */
export function figuresOf(effect: JobEffect, taxMinor: bigint): JobFigures {
  const {
    jobId: _,
    uninvoicedQuoteBeforeMinor: _before,
    uninvoicedQuoteAfterMinor: _after,
    ...figures
  } = effect;
  return { ...figures, taxMinor };
}

/** A job that nothing is done to. */
export function untouched(netWipMinor: bigint, workMinor: bigint): JobFigures {
  return {
    totalMinor: 0n,
    taxMinor: 0n,
    beforeMinor: netWipMinor,
    billedMinor: 0n,
    writtenOnMinor: 0n,
    writtenOffMinor: 0n,
    raisedMinor: 0n,
    absorbedMinor: 0n,
    carriedMinor: workMinor,
    afterMinor: netWipMinor,
  };
}

/** A job of which so much is written off without an invoice. */
export function writtenOffBy(netWipMinor: bigint, workMinor: bigint, offMinor: bigint): JobFigures {
  return {
    ...untouched(netWipMinor, workMinor),
    writtenOffMinor: offMinor,
    carriedMinor: workMinor - offMinor,
    afterMinor: netWipMinor - offMinor,
  };
}
