// An entry, as somebody was told of it.

export type Known = {
  id: bigint;
  kind: 'time' | 'cost' | 'interim';
  jobId: number;
  version: number;
  amountMinor: bigint;
};
