// What the server says when it cannot do what was asked (RFC 9457), and what we say when it cannot be reached.

import { withDays } from '../util/formats.ts';

export type FieldProblem = {
  field?: string;
  value?: string;
  accepted?: string;
  detail?: string;
  code?: string;
};

type Said = {
  status: number;
  code: string;
  title: string;
  detail: string;
  errors: readonly FieldProblem[];
  requestId: string | undefined;
};

export class Problem extends Error {
  readonly said: Said;

  constructor(said: Said) {
    super(said.detail || said.title);
    this.name = 'Problem';
    this.said = { ...said, detail: withDays(said.detail), errors: said.errors.map(readably) };
  }

  static unreachable(): Problem {
    return new Problem({
      status: 0,
      code: 'unreachable',
      title: 'Workledger cannot be reached',
      detail: 'The server does not answer. Nothing is lost; check the connection and try again.',
      errors: [],
      requestId: undefined,
    });
  }

  /** Whether asking again may help: the server was away or busy, not unwilling. */
  get isPassing(): boolean {
    return this.said.status === 0 || this.said.status === 429 || this.said.status >= 500;
  }
}

function readably(problem: FieldProblem): FieldProblem {
  const { detail, accepted } = problem;
  return {
    ...problem,
    ...(detail === undefined ? {} : { detail: withDays(detail) }),
    ...(accepted === undefined ? {} : { accepted: withDays(accepted) }),
  };
}

/** Any thrown thing as a problem to show; what is none is a defect of ours and says so plainly. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  return new Problem({
    status: -1,
    code: 'defect',
    title: 'This page has a fault',
    detail: error instanceof Error ? error.message : String(error),
    errors: [],
    requestId: undefined,
  });
}
