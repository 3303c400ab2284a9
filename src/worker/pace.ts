// How long a worker waits for what, and where it tells of what goes wrong.

/** In milliseconds. */
export type Pace = {
  /** How often the queue is looked at when nobody has called; routines that are postponed are found like that. */
  readonly lookEvery: number;
  /** How often the worker says that it is there, and looks who of the others is not. */
  readonly reportEvery: number;
  /** After how long a worker that says nothing counts as gone, although its connection stands. */
  readonly silentFor: number;
  /** After how long a worker that has no connection counts as gone. */
  readonly absentFor: number;
  /** After how long what the queue gave to this worker, and it knows nothing of, is given back. */
  readonly unheardFor: number;
  /** How long a routine may go on after the worker is told to stop. */
  readonly finishWithin: number;
  /** How long what is left of it may then take to be given back. */
  readonly forcedWithin: number;
  /** How long to wait before beginning again. */
  readonly beginAgainAfter: number;
};

export const usualPace: Pace = {
  lookEvery: 2_000,
  reportEvery: 2_000,
  silentFor: 30_000,
  absentFor: 5_000,
  unheardFor: 15_000,
  finishWithin: 25_000,
  forcedWithin: 10_000,
  beginAgainAfter: 1_000,
};

export type WorkerLog = {
  warn(detail: object, message: string): void;
  error(detail: object, message: string): void;
};
