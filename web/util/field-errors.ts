// Errors stand at their fields. A field is checked when it is left; the server's own objections join in after sending,
// until the form is sent again.

import { useState } from 'react';
import { asProblem } from '../api/problem.ts';

export type FieldErrors = {
  /** The error to show at a field, if any. */
  of(name: string): string | undefined;
  leave(name: string): void;
  /** Shows every error that is known before sending; whether there is one. */
  findAll(): boolean;
};

export function useFieldErrors(
  problem: unknown,
  found: Readonly<Partial<Record<string, string>>>,
): FieldErrors {
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const said = problem === null ? [] : asProblem(problem).said.errors;
  return {
    of: (name: string) =>
      (left.has(name) ? found[name] : undefined) ?? said.find(({ field }) => field === name)?.detail,
    leave: (name: string) => setLeft((before) => new Set([...before, name])),
    findAll: () => {
      setLeft(new Set(Object.keys(found)));
      return Object.keys(found).length > 0;
    },
  };
}
