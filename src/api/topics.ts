// Which topics live pages are told of. What they are is said in live-topics.ts.

import type { Principal } from '#core/access/principal.ts';
import type { Method, Tag } from './tags.ts';

/** What of a route says what it touches. */
export type TopicsRoute = { readonly method: Method; readonly path: string; readonly tag: Tag };

export type Topics = {
  /** What a successful request to the route changes; nothing where it only reads. */
  of(route: TopicsRoute): readonly string[];
  mayHear(principal: Principal, topic: string): boolean;
};
