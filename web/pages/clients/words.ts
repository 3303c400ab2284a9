import type { Client } from '../../api/clients.ts';

const schedules: Readonly<Record<Client['billing']['schedule'], string>> = {
  none: 'By no schedule',
  monthly: 'Monthly',
  fortnightly: 'Fortnightly',
  quarterly: 'Quarterly',
  onCompletion: 'When a job is completed',
};

export function scheduleWords(schedule: Client['billing']['schedule']): string {
  return schedules[schedule];
}

export const scheduleChoices = (Object.keys(schedules) as Client['billing']['schedule'][]).map((value) => ({
  value,
  label: schedules[value],
}));

export function dueWords(due: Client['due']): string {
  if (due === null) return 'By the firm’s terms';
  if (due.rule === 'daysAfter') return `${due.days} days after the invoice`;
  return `On day ${due.days} of the next month`;
}

export function roundingWords(rounding: Client['rounding']): string {
  if (rounding === null) return 'As the firm';
  const { incrementMinutes, direction } = rounding;
  if (incrementMinutes === 1) return 'To the minute';
  const way = { up: 'up to', nearest: 'to the nearest', down: 'down to' }[direction];
  return `${way.slice(0, 1).toUpperCase()}${way.slice(1)} ${incrementMinutes} minutes`;
}
