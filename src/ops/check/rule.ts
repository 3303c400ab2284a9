// A rule of the house as a program: it looks at the project and says what is wrong, where, and what to do about it.

import type { SourceFile } from './project.ts';

export type Finding = {
  readonly path: string;
  /** From 1; absent when it is about the file as a whole. */
  readonly line?: number;
  /** What is wrong and what to do. */
  readonly message: string;
};

export type Rule = {
  /** What holds when nothing is found. */
  readonly name: string;
  find(project: readonly SourceFile[]): readonly Finding[] | Promise<readonly Finding[]>;
};

export function placeOf({ path, line }: Finding): string {
  return line === undefined ? path : `${path}:${line}`;
}
