// A firm names its own job states; the type says what a state means to the product.

export const jobStateTypes = ['planned', 'inProgress', 'onHold', 'completed', 'cancelled'] as const;

export type JobStateType = (typeof jobStateTypes)[number];

/** Whether work on a job in such a state has ended. Time may still be recorded; the ledger does not ask. */
export function isEnded(type: JobStateType): boolean {
  return type === 'completed' || type === 'cancelled';
}
