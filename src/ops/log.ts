// The log of a process: JSON lines on standard error, for programs that gather logs; standard output is for the person
// who started it. No personal data and no secrets: addresses, headers and bodies are never logged, and of an error only
// what its maker wrote, not the values that the database or a mail server repeats.

import { pino, type Logger } from 'pino';
import type { LogLevel } from './config.ts';

export function openLog(level: LogLevel): Logger {
  const options = {
    level,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: errorForLog },
  };
  return pino(options, pino.destination({ dest: 2, sync: true }));
}

type ErrorForLog = {
  type: string;
  message: string;
  code?: unknown;
  constraint?: unknown;
  stack?: string | undefined;
  cause?: ErrorForLog | string;
};

const causesMax = 5;

/** Of the database's errors `detail`, `where` and the like are left out: they repeat values of rows. */
export function errorForLog(error: unknown, causesLeft = causesMax): ErrorForLog {
  if (!(error instanceof Error))
    return { type: typeof error, message: 'something was thrown that is no error' };
  const { name, message, stack, cause } = error;
  const { code, constraint } = error as { code?: unknown; constraint?: unknown };
  return {
    type: error.constructor.name || name,
    message: withoutAddresses(message),
    ...(code === undefined ? {} : { code }),
    ...(constraint === undefined ? {} : { constraint }),
    stack: stack === undefined ? undefined : withoutAddresses(stack),
    ...(cause === undefined || causesLeft === 0 ? {} : { cause: errorForLog(cause, causesLeft - 1) }),
  };
}

/** Mail servers name recipients, and drivers may name a connection string with its password: both hold an @. */
function withoutAddresses(text: string): string {
  return text.replaceAll(/[^\s<>"'(),;]+@[^\s<>"'(),;]+/g, '[address]');
}
