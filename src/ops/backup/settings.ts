// What the environment says about backups.

import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { StartError } from '../start-error.ts';
import { readKeep, type Keep } from './retention.ts';
import type { S3Access } from './s3-place.ts';
import { readTimetable, type Timetable } from './timetable.ts';

export type BackupSettings = {
  /** A folder or `s3://bucket/folder`. */
  target: string | undefined;
  /** When backups are made by themselves. */
  at: Timetable | undefined;
  keep: Keep;
  /** When restoring the latest backup is tried. */
  drillAt: Timetable | undefined;
  passphrase: string | undefined;
  keyFile: string | undefined;
  s3: S3Access | undefined;
};

const text = z.string();
const readable = (read: (given: string) => unknown) => text.refine((given) => read(given) !== undefined);

export const backupVariables = {
  BACKUP_TARGET: { schema: text, accepted: 'the path of a folder, or s3://bucket/folder' },
  BACKUP_AT: {
    schema: readable(readTimetable),
    accepted: 'a time of day in UTC such as 02:00, or a day of the week before it, such as sunday 02:00',
  },
  BACKUP_KEEP: {
    schema: readable(readKeep),
    accepted: 'how many of which, such as 7 daily, 5 weekly, 12 monthly, 10 yearly',
  },
  BACKUP_DRILL_AT: {
    schema: readable(readTimetable),
    accepted: 'a day of the week and a time in UTC, such as sunday 04:00',
  },
  BACKUP_PASSPHRASE: {
    schema: text.min(12),
    accepted: 'at least 12 characters that nobody can guess',
    hidden: true,
  },
  BACKUP_KEY_FILE: { schema: text, accepted: 'the path of a file that holds the passphrase' },
  AWS_ACCESS_KEY_ID: { schema: text, accepted: 'the name of a key of the store' },
  AWS_SECRET_ACCESS_KEY: { schema: text, accepted: 'the secret of that key', hidden: true },
  AWS_SESSION_TOKEN: { schema: text, accepted: 'the token that belongs to a passing key', hidden: true },
  AWS_REGION: { schema: text.regex(/^[\w-]+$/), accepted: 'the name of a region, such as eu-central-1' },
  AWS_ENDPOINT_URL_S3: {
    schema: z.url({ protocol: /^https?$/ }),
    accepted: 'the address of a store that is not of Amazon',
  },
};

type Given = Partial<Record<keyof typeof backupVariables, string>>;

export function backupSettingsOf(given: Given): BackupSettings {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = given;
  return {
    target: given.BACKUP_TARGET,
    at: given.BACKUP_AT === undefined ? undefined : readTimetable(given.BACKUP_AT),
    keep: readKeep(given.BACKUP_KEEP ?? '7 daily, 5 weekly, 12 monthly, 10 yearly')!,
    drillAt: given.BACKUP_DRILL_AT === undefined ? undefined : readTimetable(given.BACKUP_DRILL_AT),
    passphrase: given.BACKUP_PASSPHRASE,
    keyFile: given.BACKUP_KEY_FILE,
    s3:
      accessKeyId === undefined || secretAccessKey === undefined
        ? undefined
        : {
            accessKeyId,
            secretAccessKey,
            sessionToken: given.AWS_SESSION_TOKEN,
            region: given.AWS_REGION ?? 'us-east-1',
            endpoint: given.AWS_ENDPOINT_URL_S3,
          },
  };
}

/** What backups are encrypted with; undefined where they are not. */
export function passphraseOf({ passphrase, keyFile }: BackupSettings): string | undefined {
  if (passphrase !== undefined || keyFile === undefined) return passphrase;
  let content: string;
  try {
    content = readFileSync(keyFile, 'utf8').trim();
  } catch (error) {
    throw new StartError(`BACKUP_KEY_FILE ${keyFile} cannot be read: ${(error as Error).message}`, {
      cause: error,
    });
  }
  if (content.length < 12) throw new StartError(`BACKUP_KEY_FILE ${keyFile} holds less than 12 characters.`);
  return content;
}
