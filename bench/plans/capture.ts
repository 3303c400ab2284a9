// Listening to PostgreSQL while the product works: auto_explain tells each statement that was sent, with its parameters,
// role and settings, how it was done, also inside of functions. So nothing here repeats a statement of the store, and no
// plan is of a statement that the product does not send.

import { openDatabase, type Database } from '#store/database.ts';
import type { Stage } from '../stage.ts';

export type Statement = {
  /** What was sent, or what a function did with it. */
  readonly text: string;
  readonly tookMs: number;
  readonly plan: readonly string[];
};

export type Listener = {
  /** The stage, on connections that are listened to. */
  readonly stage: Stage;
  /** The statements of a piece of work. */
  during(work: () => Promise<unknown>): Promise<Statement[]>;
  close(): Promise<void>;
};

const settings = {
  session_preload_libraries: 'auto_explain',
  'auto_explain.log_min_duration': '0',
  'auto_explain.log_analyze': 'on',
  'auto_explain.log_buffers': 'on',
  'auto_explain.log_nested_statements': 'on',
  'auto_explain.log_parameter_max_length': '0',
  'auto_explain.log_level': 'notice',
  client_min_messages: 'notice',
};

const told = /^duration: ([\d.]+) ms\s+plan:\n/;

export function listenOn(stage: Stage): Listener {
  let heard: Statement[] = [];
  const options = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`);
  const address = { ...stage.address, options: options.join(' ') };
  const database: Database = openDatabase(address, { statementTimeoutMs: 0 });
  database.pool.on('connect', (client) =>
    client.on('notice', ({ message = '' }) => {
      const statement = statementOf(message);
      if (statement !== undefined) heard.push(statement);
    }),
  );
  return {
    stage: { ...stage, database, context: { ...stage.context, database } },
    async during(work) {
      heard = [];
      await work();
      return heard;
    },
    close: () => database.close(),
  };
}

function statementOf(message: string): Statement | undefined {
  const [head, took] = told.exec(message) ?? [];
  if (head === undefined) return undefined;
  const rest = message.slice(head.length).replace(/^Query Text: /, '');
  const lines = rest.split('\n');
  const planned = lines.findIndex((line) => /\(cost=/.test(line));
  if (planned < 0) return undefined;
  return {
    text: lines.slice(0, planned).join(' ').replaceAll(/\s+/g, ' ').trim(),
    tookMs: Number(took),
    plan: lines.slice(planned),
  };
}
