// A real SMTP server in the test's own process, which keeps what it takes and answers as it is told.

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { after } from 'node:test';
import { SMTPServer } from 'smtp-server';
import { wholeLetter } from './whole-letter.ts';

export type Letter = {
  readonly from: string;
  readonly to: readonly string[];
  /** Headers by their name in small letters, unfolded and decoded. */
  readonly headers: ReadonlyMap<string, string>;
  readonly text: string;
  readonly attachments: readonly { readonly fileName: string; readonly content: Buffer }[];
  readonly raw: string;
};

export type LetterBox = {
  readonly url: string;
  readonly letters: readonly Letter[];
  /** The Message-ID of each letter that was read to its end, taken or not. */
  readonly offered: readonly string[];
  /** What the next letters are answered with instead of being taken: a code and a text each. */
  readonly refusals: [code: number, text: string][];
  /** Recipients that are refused. */
  readonly strangers: Set<string>;
  /** As long as it is set, letters are read to their end and never answered; it is called for each. */
  silence: (() => void) | undefined;
  close(): Promise<void>;
};

export async function openLetterBox(port = 0): Promise<LetterBox> {
  const letters: Letter[] = [];
  const offered: string[] = [];
  const refusals: LetterBox['refusals'] = [];
  const strangers = new Set<string>();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    logger: false,
    onRcptTo({ address }, _session, done) {
      done(strangers.has(address) ? answer(550, 'no such user') : null);
    },
    async onData(stream, { envelope }, done) {
      const said = await wholeLetter(stream);
      if (said === undefined) return;
      const letter = read(said);
      offered.push(letter.headers.get('message-id') ?? '');
      if (box.silence !== undefined) return box.silence();
      const refusal = refusals.shift();
      if (refusal !== undefined) return done(answer(...refusal));
      const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
      const to = envelope.rcptTo.map(({ address }) => address);
      letters.push({ from, to, ...letter });
      return done();
    },
  });
  const listening = server.listen(port, '127.0.0.1');
  await once(listening, 'listening');
  const address = listening.address() as AddressInfo;
  let isOpen = true;
  const box: LetterBox = {
    url: `smtp://127.0.0.1:${address.port}`,
    letters,
    offered,
    refusals,
    strangers,
    silence: undefined,
    async close() {
      if (!isOpen) return;
      isOpen = false;
      for (const connection of server.connections) connection.close();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
  after(() => box.close());
  return box;
}

function answer(responseCode: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode });
}

type Part = { headers: Map<string, string>; body: string };

function read(raw: string): Omit<Letter, 'from' | 'to'> {
  const whole = partOf(raw);
  const boundary = /boundary="([^"]+)"/.exec(whole.headers.get('content-type') ?? '')?.[1];
  const parts =
    boundary === undefined
      ? [whole]
      : whole.body
          .split(`--${boundary}`)
          .slice(1, -1)
          .map((part) => partOf(part.replace(/^\r\n/, '')));
  const isAttached = ({ headers }: Part) =>
    (headers.get('content-disposition') ?? '').startsWith('attachment');
  const text = parts.find((part) => !isAttached(part));
  return {
    headers: whole.headers,
    raw,
    text: text === undefined ? '' : contentOf(text).toString('utf8').replaceAll('\r\n', '\n'),
    attachments: parts.filter(isAttached).map((part) => ({
      fileName: fileNameOf(part.headers.get('content-disposition') ?? ''),
      content: contentOf(part),
    })),
  };
}

function partOf(raw: string): Part {
  const end = raw.indexOf('\r\n\r\n');
  const lines = raw
    .slice(0, end)
    .replaceAll(/\r\n[ \t]+/g, ' ')
    .split('\r\n');
  const headers = new Map(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), decoded(line.slice(colon + 1).trim())];
    }),
  );
  return { headers, body: raw.slice(end + 4) };
}

/** Encoded words, such as =?UTF-8?Q?S=C3=B8n?=. */
function decoded(text: string): string {
  return text
    .replaceAll(/\?=\s+=\?/g, '?==?')
    .replaceAll(/=\?utf-8\?([qb])\?([^?]*)\?=/gi, (_, kind: string, content: string) =>
      (kind.toLowerCase() === 'b'
        ? Buffer.from(content, 'base64')
        : fromQuotedPrintable(content.replaceAll('_', ' '))
      ).toString('utf8'),
    );
}

function contentOf({ headers, body }: Part): Buffer {
  switch (headers.get('content-transfer-encoding')) {
    case 'base64':
      return Buffer.from(body, 'base64');
    case 'quoted-printable':
      return fromQuotedPrintable(body.replaceAll('=\r\n', ''));
    default:
      return Buffer.from(body, 'latin1');
  }
}

function fromQuotedPrintable(text: string): Buffer {
  const bytes = text.replaceAll(/=([0-9A-F]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(bytes, 'latin1');
}

function fileNameOf(disposition: string): string {
  const extended = /filename\*0?\*?=(?:utf-8'')?([^;]+)/i.exec(disposition)?.[1];
  if (extended !== undefined) return decodeURIComponent(extended.replaceAll('"', ''));
  return /filename="?([^";]+)"?/.exec(disposition)?.[1] ?? '';
}
