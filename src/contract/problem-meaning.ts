// What is said of every way of saying no, and two remedies that many share.

export type ProblemMeaning = {
  readonly status: number;
  readonly title: string;
  /** When it is answered. */
  readonly meaning: string;
  /** What the caller can do. */
  readonly remedy: string;
};

export const resend = 'Put the named field right and send the request again.';
export const lookUp =
  'Look the id up again: it may belong to another firm, have been removed, or be mistyped.';
