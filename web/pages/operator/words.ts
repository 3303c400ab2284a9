// What states are called, and what is to be done about what is not well.

import type { Tone } from '../../ui/StatusBadge.tsx';
import type { Check, OperationKind, State } from './questions.ts';

export const checkWords: Readonly<
  Record<Check['name'], { label: string; tab: string; advice: string; help: string }>
> = {
  cpu: {
    label: 'Processors',
    tab: 'utilisation',
    advice: 'See which routes take the time. Where it lasts, add a server or let workers run on another one.',
    help: 'watch-it',
  },
  memory: {
    label: 'Memory',
    tab: 'utilisation',
    advice: 'See whether it grows without end. Restart what grew, or give the machine more.',
    help: 'watch-it',
  },
  disk: {
    label: 'Disk',
    tab: 'utilisation',
    advice: 'Make room now: move backups elsewhere, or enlarge the disk. A full disk stops the database.',
    help: 'watch-it',
  },
  availability: {
    label: 'Availability',
    tab: 'availability',
    advice: 'See when it was down, and tell people with an incident.',
    help: 'watch-it',
  },
  queue: {
    label: 'Queue',
    tab: 'queue',
    advice: 'Where nobody works, start a worker: workledger work. What fails is listed with what it said.',
    help: 'start-stop-and-look-after-it',
  },
  ledger: {
    label: 'Ledger',
    tab: 'ledger',
    advice: 'Have it recounted now. Differences are put right by nobody: keep what it says, and look.',
    help: 'when-something-went-wrong',
  },
  backup: {
    label: 'Backup',
    tab: 'backups',
    advice: 'Make one now and see why the last one failed. Without BACKUP_TARGET none is made.',
    help: 'back-it-up-and-try-the-backup',
  },
};

export const stateWords: Readonly<Record<Check['state'], { label: string; tone: Tone }>> = {
  ok: { label: 'OK', tone: 'positive' },
  unknown: { label: 'Unknown', tone: 'quiet' },
  warning: { label: 'Look', tone: 'warning' },
  critical: { label: 'Act', tone: 'negative' },
};

export const processWords: Readonly<
  Record<State['processes'][number]['state'], { label: string; tone: Tone }>
> = {
  up: { label: 'At work', tone: 'positive' },
  draining: { label: 'Draining', tone: 'warning' },
  silent: { label: 'Silent', tone: 'negative' },
};

export const operationWords: Readonly<Record<OperationKind, { label: string; now: string; wait: string }>> = {
  verify: { label: 'Recount', now: 'Check now', wait: 'The ledgers are recounted' },
  backup: { label: 'Backup', now: 'Back up now', wait: 'A backup is made' },
  restoreDrill: { label: 'Restore drill', now: 'Try a restore now', wait: 'A restore is tried' },
};

const routineWords: Readonly<Record<string, string>> = {
  sendMail: 'Send mail',
  runBillingChunk: 'Billing runs',
  sendPasswordReset: 'Mail new passwords',
  sendAccountMail: 'Mail about accounts',
};

export function routineLabel(routine: string): string {
  return routineWords[routine] ?? routine;
}
