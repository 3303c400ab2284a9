import type { z } from 'zod';
import type { explainedWipAction, wipAction } from '#contract/wip/actions.ts';
import type { useMay } from '../../util/firm-context.ts';
import type { Formats } from '../../util/formats.ts';

export type LoggedAction = z.input<typeof wipAction>;
export type ExplainedAction = z.input<typeof explainedWipAction>;

export const actionWords: Readonly<Record<LoggedAction['kind'], string>> = {
  writeOff: 'Write-off',
  writeOn: 'Write-on',
  washUp: 'Wash-up',
  revaluation: 'Revaluation',
  move: 'Move',
  interim: 'Interim',
  openingAdjustment: 'Opening adjustment',
};

/** 'KL000024 Annual report', or how many jobs. */
export function jobsInWords({ job, jobCount }: LoggedAction, formats: Formats): string {
  if (job === null) return '';
  return jobCount === 1 ? `${job.number} ${job.name}` : `${formats.count(jobCount)} jobs`;
}

/** What one may do oneself one may take back; an opening adjustment goes with its import. */
const permissionOf = {
  writeOff: 'wip.writeOff',
  writeOn: 'wip.writeOff',
  washUp: 'wip.washUp',
  revaluation: 'wip.revalue',
  move: 'wip.move',
  interim: 'wip.raiseInterims',
  openingAdjustment: null,
} as const;

export function isUndoable({ kind, undoneAt }: LoggedAction, may: ReturnType<typeof useMay>): boolean {
  const permission = permissionOf[kind];
  return undoneAt === null && permission !== null && may(permission);
}
