import type { CostRate, Rate } from '../../api/rates.ts';

/** What a rate is for, in words: 'Ann Hill on Design', 'Design for Longacre Dental'. */
export function rateScopeWords(rate: Rate | CostRate): string {
  const { staffName, taskName } = rate;
  switch (rate.scope) {
    case 'jobTask':
      return `${taskName ?? ''} on ${'jobNumber' in rate ? (rate.jobNumber ?? '') : ''}`;
    case 'jobStaff':
      return `${staffName ?? ''} on ${'jobNumber' in rate ? (rate.jobNumber ?? '') : ''}`;
    case 'clientTask':
      return `${taskName ?? ''} for ${'clientName' in rate ? (rate.clientName ?? '') : ''}`;
    case 'staffTask':
      return `${staffName ?? ''} on ${taskName ?? ''}`;
    case 'task':
      return `${taskName ?? ''}, whoever does it`;
    case 'staff':
      return `${staffName ?? ''}, whatever they do`;
  }
}

/** The same among the rates of one person, where the name would only be repeated. */
export function ownScopeWords(rate: Rate | CostRate): string {
  if (rate.scope === 'staff') return 'Any task';
  if (rate.scope === 'staffTask') return rate.taskName ?? '';
  return rateScopeWords(rate);
}
