import { isIP } from 'node:net';
import { availableParallelism, homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { isMailAddress } from '#actions/mail/addresses.ts';
import { type BackupSettings, backupSettingsOf, backupVariables } from './backup/settings.ts';
import { readTimetable, type Timetable } from './backup/timetable.ts';
import { isLoopback } from './mail-server.ts';
import { StartError } from './start-error.ts';

/** The environment, read once and checked. Nothing else in the program looks at environment variables. */

export type Config = {
  host: string;
  /** 0 takes any free port. */
  port: number;
  /** Where people reach this installation, for links; undefined means the address it listens on. */
  baseUrl: string | undefined;
  /** Holds the built-in database and the secret. */
  dataFolder: string;
  /** Use this PostgreSQL (15 or newer) instead of the built-in one. */
  databaseUrl: string | undefined;
  /** The same database without the pooler that DATABASE_URL leads to. */
  databaseDirectUrl: string | undefined;
  /** A streaming replica, for reports. */
  databaseReplicaUrl: string | undefined;
  /** Whether statements stay prepared on a connection; not behind a pooler that does not know them. */
  databasePrepared: boolean;
  databasePoolSize: number;
  /** How many requests a server works on at the same time, besides those that record work. */
  requestsAtOnce: number;
  /** Make a demo firm when the installation is started for the first time. */
  demo: boolean;
  /** Whose X-Forwarded-* headers are believed: everybody's, nobody's, or those of proxies at these addresses. */
  trustProxy: boolean | readonly string[];
  logLevel: LogLevel;
  /** Signs sessions. When not given, one is made on the first start and kept in the data folder. */
  secret: string | undefined;
  /** The one that SECRET takes the place of, for the command that changes it. */
  secretBefore: string | undefined;
  /** The mail server to send through. Given with `mailFrom`. */
  smtpUrl: string | undefined;
  /** The address that mail comes from. */
  mailFrom: string | undefined;
  /** How long a server that is told to stop goes on answering, so that load balancers notice. */
  drainSeconds: number;
  monitoring: MonitoringConfig;
  backup: BackupSettings;
  /** When workers recount all ledgers by themselves; undefined: they do not. */
  ledgerCheckAt: Timetable | undefined;
};

/** How the installation can be watched from outside. */
export type MonitoringConfig = {
  /** Where Prometheus finds the metrics of this process; nowhere unless a port is given. 0 takes any free port. */
  metrics: { host: string; port: number; token: string | undefined } | undefined;
  /** Where samples are sent as Graphite's plain text. */
  graphite: { host: string; port: number; prefix: string; intervalSeconds: number } | undefined;
  slowRequestMs: number;
  slowQueryMs: number;
  /** Whether anybody may see when the installation was there. */
  statusPage: 'public' | undefined;
};

export type LogLevel = (typeof logLevels)[number];

type Variable = { schema: z.ZodType<string>; accepted: string; hidden?: boolean };

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
const secretLengthMin = 32;
/** Of the pool: for recordings, which share transactions, to find out who is calling, and for requests that need a second. */
const connectionsBeside = 6;
const requestsPerCore = 4;

const url = (...protocols: string[]) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol));
const isPlainServer = (text: string) => {
  const { hostname, pathname, search, hash } = new URL(text);
  return hostname !== '' && (pathname === '' || pathname === '/') && search === '' && hash === '';
};
const wholeNumber = (least: number, most: number) =>
  z.string().refine((text) => /^\d{1,9}$/.test(text) && Number(text) >= least && Number(text) <= most);

const isTrust = (text: string) =>
  text === 'on' || text === 'off' || addressesIn(text).every((address) => isNetwork(address));
const addressesIn = (text: string) => text.split(',').map((address) => address.trim());

/** An address, or a network such as 10.1.0.0/16. */
function isNetwork(text: string): boolean {
  const [address = '', prefix] = text.split('/');
  const family = isIP(address);
  return (
    family !== 0 &&
    (prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (family === 4 ? 32 : 128)))
  );
}

function trustOf(text: string): Config['trustProxy'] {
  return text === 'on' || text === 'off' ? text === 'on' : addressesIn(text);
}

const variables = {
  HOST: {
    schema: z.string().regex(/^[\w.:-]+$/),
    accepted: 'a host name or address, such as 127.0.0.1 or 0.0.0.0',
  },
  PORT: { schema: wholeNumber(0, 65_535), accepted: 'a whole number from 0 to 65535; 0 takes any free port' },
  BASE_URL: { schema: url('http:', 'https:'), accepted: 'an address such as https://ledger.example.com' },
  WORKLEDGER_DATA: { schema: z.string(), accepted: 'the path of a folder' },
  DATABASE_URL: {
    schema: url('postgres:', 'postgresql:'),
    accepted:
      'an address such as postgres://user:password@host:5432/database, with signs of the password other than letters and digits as %40 and the like',
    hidden: true,
  },
  DATABASE_DIRECT_URL: {
    schema: url('postgres:', 'postgresql:'),
    accepted:
      'the address of the database without a pooler, such as postgres://user:password@host:5432/database',
    hidden: true,
  },
  DATABASE_REPLICA_URL: {
    schema: url('postgres:', 'postgresql:'),
    accepted: 'the address of a streaming replica, such as postgres://user:password@host:5432/database',
    hidden: true,
  },
  DATABASE_PREPARED: { schema: z.enum(['on', 'off']), accepted: 'on or off' },
  WORKLEDGER_DEMO: { schema: z.enum(['on', 'off']), accepted: 'on or off' },
  TRUST_PROXY: {
    schema: z.string().refine(isTrust),
    accepted: 'on, off, or the addresses of the proxies, such as 10.0.0.5,10.1.0.0/16',
  },
  DATABASE_POOL_SIZE: { schema: wholeNumber(2, 500), accepted: 'a whole number from 2 to 500' },
  REQUESTS_AT_ONCE: { schema: wholeNumber(3, 500), accepted: 'a whole number from 3 to 500' },
  LOG_LEVEL: { schema: z.enum(logLevels), accepted: logLevels.join(', ') },
  SECRET: {
    // What the example in deploy/systemd says in its place is long enough and known to everybody.
    schema: z
      .string()
      .min(secretLengthMin)
      .refine((text) => !text.startsWith('change this')),
    accepted: `at least ${secretLengthMin} characters that nobody can guess, such as "openssl rand -base64 48" prints`,
    hidden: true,
  },
  SECRET_BEFORE: {
    schema: z.string().min(secretLengthMin),
    accepted: 'the former SECRET',
    hidden: true,
  },
  SMTP_URL: {
    schema: url('smtp:', 'smtps:').refine(isPlainServer),
    accepted:
      'an address such as smtp://user:password@mail.example.com:587 or smtps://…, and nothing behind it',
    hidden: true,
  },
  MAIL_FROM: {
    schema: z.string().refine(isMailAddress),
    accepted: 'one e-mail address, such as accounts@example.com',
  },
  DRAIN_SECONDS: { schema: wholeNumber(0, 300), accepted: 'a whole number of seconds from 0 to 300' },
  METRICS_HOST: {
    schema: z.string().regex(/^[\w.:-]+$/),
    accepted: 'a host name or address, such as 127.0.0.1',
  },
  METRICS_PORT: {
    schema: wholeNumber(0, 65_535),
    accepted: 'a whole number from 0 to 65535; 0 takes any free port',
  },
  METRICS_TOKEN: {
    schema: z.string().regex(/^[\x21-\x7e]{16,}$/),
    accepted: 'at least 16 visible ASCII characters',
    hidden: true,
  },
  GRAPHITE_ADDRESS: {
    schema: z.string().regex(/^(?:\[[\da-f:]+\]|[\w.-]+):\d{1,5}$/i),
    accepted: "host and port of carbon's plain-text receiver, such as graphite.example.com:2003",
  },
  GRAPHITE_PREFIX: {
    schema: z.string().regex(/^[\w-]+(?:\.[\w-]+)*$/),
    accepted: 'words separated by dots, such as servers.workledger',
  },
  GRAPHITE_INTERVAL_SECONDS: {
    schema: wholeNumber(1, 3600),
    accepted: 'a whole number of seconds from 1 to 3600',
  },
  SLOW_REQUEST_MS: { schema: wholeNumber(1, 600_000), accepted: 'a whole number of milliseconds' },
  SLOW_QUERY_MS: { schema: wholeNumber(1, 600_000), accepted: 'a whole number of milliseconds' },
  STATUS_PAGE: { schema: z.enum(['public', 'signedIn']), accepted: 'public or signedIn' },
  LEDGER_CHECK_AT: {
    schema: z.string().refine((text) => text === 'off' || readTimetable(text) !== undefined),
    accepted: 'off, a time of day in UTC such as 03:30, or a day of the week before it',
  },
  ...backupVariables,
} satisfies Record<string, Variable>;

type Given = Partial<Record<keyof typeof variables, string>>;
type Environment = Readonly<Record<string, string | undefined>>;

export function readConfig(environment: Environment): Config {
  const given = checkedVariables(environment);
  return {
    host: given.HOST ?? '127.0.0.1',
    port: Number(given.PORT ?? 3000),
    baseUrl: given.BASE_URL?.replace(/\/+$/, ''),
    dataFolder: resolve(given.WORKLEDGER_DATA ?? defaultDataFolder(environment)),
    databaseUrl: given.DATABASE_URL,
    databaseDirectUrl: given.DATABASE_DIRECT_URL,
    databaseReplicaUrl: given.DATABASE_REPLICA_URL,
    databasePrepared: (given.DATABASE_PREPARED ?? (given.DATABASE_DIRECT_URL ? 'off' : 'on')) === 'on',
    databasePoolSize: poolSizeOf(given),
    requestsAtOnce: Number(given.REQUESTS_AT_ONCE ?? requestsAtOnceUsual(given)),
    demo: given.WORKLEDGER_DEMO !== 'off',
    trustProxy: trustOf(given.TRUST_PROXY ?? 'off'),
    logLevel: (given.LOG_LEVEL as LogLevel | undefined) ?? 'warn',
    secret: given.SECRET,
    secretBefore: given.SECRET_BEFORE,
    smtpUrl: given.SMTP_URL,
    mailFrom: given.MAIL_FROM,
    drainSeconds: Number(given.DRAIN_SECONDS ?? 0),
    monitoring: monitoringOf(given),
    backup: backupSettingsOf(given),
    ledgerCheckAt: readTimetable(given.LEDGER_CHECK_AT ?? '03:30'),
  };
}

function poolSizeOf(given: Given): number {
  return Number(given.DATABASE_POOL_SIZE ?? 20);
}

/** So many that processors are busy while others wait for the disk or a lock, and no more than have a connection. */
function requestsAtOnceUsual(given: Given): number {
  return Math.max(
    3,
    Math.min(requestsPerCore * availableParallelism(), poolSizeOf(given) - connectionsBeside),
  );
}

function monitoringOf(given: Given): MonitoringConfig {
  const graphite = /^\[?(.+?)\]?:(\d+)$/.exec(given.GRAPHITE_ADDRESS ?? '');
  return {
    metrics:
      given.METRICS_PORT === undefined
        ? undefined
        : {
            host: given.METRICS_HOST ?? '127.0.0.1',
            port: Number(given.METRICS_PORT),
            token: given.METRICS_TOKEN,
          },
    graphite: graphite
      ? {
          host: graphite[1]!,
          port: Number(graphite[2]),
          prefix: given.GRAPHITE_PREFIX ?? 'workledger',
          intervalSeconds: Number(given.GRAPHITE_INTERVAL_SECONDS ?? 60),
        }
      : undefined,
    slowRequestMs: Number(given.SLOW_REQUEST_MS ?? 1_000),
    slowQueryMs: Number(given.SLOW_QUERY_MS ?? 500),
    statusPage: given.STATUS_PAGE === 'public' ? 'public' : undefined,
  };
}

/** An empty variable counts as not given. All mistakes are reported at once. */
function checkedVariables(environment: Environment): Given {
  const given: Record<string, string> = {};
  const mistakes: string[] = [];
  for (const [name, variable] of Object.entries<Variable>(variables)) {
    const text = environment[name]?.trim();
    if (text === undefined || text === '') continue;
    const checked = variable.schema.safeParse(text);
    if (checked.success) given[name] = checked.data;
    else
      mistakes.push(
        `${name} is ${variable.hidden ? 'not usable' : `"${text}"`}. Accepted: ${variable.accepted}.`,
      );
  }
  if (given['SMTP_URL'] !== undefined && (environment['MAIL_FROM'] ?? '').trim() === '')
    mistakes.push('SMTP_URL is set and MAIL_FROM is not. Set it to the address that mail comes from.');
  for (const name of ['DATABASE_DIRECT_URL', 'DATABASE_REPLICA_URL'])
    if (given[name] !== undefined && given['DATABASE_URL'] === undefined)
      mistakes.push(
        `${name} is set and DATABASE_URL is not. Set both, or neither for the built-in database.`,
      );
  if (!isLoopback(given['METRICS_HOST'] ?? 'localhost') && given['METRICS_TOKEN'] === undefined)
    mistakes.push(
      'METRICS_HOST lets others in and METRICS_TOKEN is not set. Set it, or listen on 127.0.0.1.',
    );
  if (mistakes.length > 0) throw new StartError(mistakes.join('\n'));
  return given;
}

/**
 * Outside of the program's own folder, so that replacing the program never touches a ledger. As root it must be a
 * place that PostgreSQL's user can reach, which /root is not.
 */
function defaultDataFolder(environment: Environment): string {
  if (process.getuid?.() === 0) return '/var/lib/workledger';
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Workledger');
  return join(environment['XDG_DATA_HOME'] || join(homedir(), '.local', 'share'), 'workledger');
}
