// Records of one kind, found by what a source calls them and by name. Those that are to be made stand on the shelf like
// the others, without an id until they have been saved, so that checking and applying find the same thing.

import { folded } from '../keys.ts';

export type Node = {
  /** Null until it has been saved. */
  id: number | null;
  readonly name: string;
  /** Which sources know it by an id of theirs. */
  readonly identifiedBy: Set<string>;
};

export type NewLink<N extends Node> = {
  readonly node: N;
  readonly source: string;
  readonly externalKey: string;
  readonly contentHash: string | null;
};

export class Shelf<N extends Node> {
  readonly byId = new Map<number, N>();
  /** To be saved. */
  pending: N[] = [];
  newLinks: NewLink<N>[] = [];
  /** Counts what was put on the shelf or linked. */
  changes = 0;
  readonly #byKey = new Map<string, { node: N; contentHash: string | null }>();
  readonly #byName = new Map<string, N[]>();

  /** Puts a record of the firm on the shelf. */
  load(node: N & { id: number }): void {
    this.byId.set(node.id, node);
    this.#addName(node);
  }

  /** Puts a record on the shelf that is to be made. */
  make(node: N): N {
    this.pending.push(node);
    this.#addName(node);
    return node;
  }

  /** Remembers a reference that the firm has kept. */
  loadLink(source: string, externalKey: string, known: { id: number; contentHash: string | null }): void {
    const node = this.byId.get(known.id);
    if (node === undefined) return;
    this.changes += 1;
    this.#byKey.set(keyOf(source, externalKey), { node, contentHash: known.contentHash });
    if (externalKey.startsWith('id:')) node.identifiedBy.add(source);
  }

  /** Says that a source's record is this one. */
  link(source: string, externalKey: string, node: N, contentHash: string | null = null): void {
    const known = this.#byKey.get(keyOf(source, externalKey));
    if (known?.node === node && (contentHash === null || known.contentHash === contentHash)) return;
    this.changes += 1;
    this.#byKey.set(keyOf(source, externalKey), { node, contentHash });
    this.newLinks.push({ node, source, externalKey, contentHash });
    if (externalKey.startsWith('id:')) node.identifiedBy.add(source);
  }

  find(source: string, externalKey: string): N | undefined {
    return this.#byKey.get(keyOf(source, externalKey))?.node;
  }

  /** Of the record as it was last imported; undefined when it never was, null when only its existence is known. */
  hashOf(source: string, externalKey: string): string | null | undefined {
    return this.#byKey.get(keyOf(source, externalKey))?.contentHash;
  }

  named(name: string): readonly N[] {
    return this.#byName.get(folded(name)) ?? [];
  }

  #addName(node: N): void {
    this.changes += 1;
    const key = folded(node.name);
    const there = this.#byName.get(key);
    if (there === undefined) this.#byName.set(key, [node]);
    else there.push(node);
  }
}

function keyOf(source: string, externalKey: string): string {
  return `${source} ${externalKey}`;
}
