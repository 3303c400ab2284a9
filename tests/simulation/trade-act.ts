// What somebody of the random trade is about to do, and what they know.

import type { Place } from '../faults/program.ts';
import type { Office } from '../faults/storm.ts';
import type { Chance } from './random.ts';
import type { Fact } from './trade-facts.ts';

// oxlint-disable-next-line typescript/no-explicit-any -- a test looks into answers as it expects them
export type Answer = any;

export type Question = {
  readonly key: string;
  readonly path: string;
  readonly body: unknown;
  readonly more: Record<string, string>;
};

export type Trade = {
  readonly place: Place;
  readonly office: Office;
  readonly facts: Fact[];
  /** Of what was done, with its first answer. */
  readonly asked: (Question & { readonly answer: Answer })[];
  readonly runs: string[];
  /** Why, by what was asked. */
  readonly refused: Map<string, string[]>;
  askedAgain: number;
};

export type Person = {
  readonly name: string;
  readonly chance: Chance;
  deeds: number;
  /** From one round to the next. */
  readonly papers: Papers;
};

type Item = { readonly id: string; readonly isTime: boolean; jobId: string };

export type OwnQuote = {
  readonly id: string;
  readonly version: number;
  readonly state?: 'issued' | 'declined' | 'accepted';
  readonly jobId?: string;
  /** Of its first line. */
  readonly lineId?: string;
  readonly minor?: bigint;
};

type Papers = {
  readonly quotes: OwnQuote[];
  readonly invoices: string[];
  readonly notes: string[];
  readonly payments: string[];
};

/** What a person goes on with: only they do, so that one knows what became of it. */
export type Own = Papers & {
  readonly items: Item[];
  readonly cells: { id: string; version: number; job: Office['jobs'][number] }[];
  /** With the job on which the entry was before. */
  readonly actions: { action: string; item: Item; jobId: string }[];
};

export type Post = (path: string, body: unknown, more?: Record<string, string>) => Promise<Answer>;

/** Somebody about to do something. */
export type Act = {
  readonly trade: Trade;
  readonly chance: Chance;
  readonly post: Post;
  readonly own: Own;
};
