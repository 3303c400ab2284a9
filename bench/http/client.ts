// A client that costs little, because it shares the cores with what it measures: one socket, one request at a time, and
// no more of HTTP than this server speaks.

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export type HttpAnswer = { readonly status: number; readonly body: string };

export type HttpClient = {
  request(method: 'GET' | 'POST', path: string, sending?: Sending): Promise<HttpAnswer>;
  close(): void;
};

export type Sending = { readonly body?: string; readonly headers?: Readonly<Record<string, string>> };

type Waiting = { resolve: (answer: HttpAnswer) => void; reject: (error: Error) => void };

export async function openClient(
  port: number,
  headers: Readonly<Record<string, string>>,
): Promise<HttpClient> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  const always = linesOf({ host: 'localhost', ...headers });
  let waiting: Waiting | undefined;
  answersOf(socket, (answer) => waiting?.resolve(answer));
  socket.on('error', (error) => waiting?.reject(error));
  socket.on('close', () => waiting?.reject(new Error('the server closed the connection')));
  return {
    request(method, path, { body = '', headers: more = {} } = {}) {
      const content: Record<string, string> = body === '' ? {} : { 'content-type': 'application/json' };
      const length: Record<string, string> =
        method === 'POST' ? { 'content-length': String(Buffer.byteLength(body)) } : {};
      const head = `${method} ${path} HTTP/1.1\r\n${always}${linesOf({ ...content, ...length, ...more })}\r\n`;
      return new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        socket.write(head + body);
      });
    },
    close: () => void socket.removeAllListeners('close').destroy(),
  };
}

function linesOf(headers: Readonly<Record<string, string>>): string {
  return Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('');
}

/** Cuts what arrives into answers, by length or by chunks. */
function answersOf(socket: Socket, take: (answer: HttpAnswer) => void): void {
  let arrived = '';
  socket.setEncoding('latin1');
  socket.on('data', (text: string) => {
    arrived += text;
    for (;;) {
      const found = firstAnswer(arrived);
      if (found === undefined) return;
      arrived = arrived.slice(found.length);
      take(found.answer);
    }
  });
}

function firstAnswer(text: string): { answer: HttpAnswer; length: number } | undefined {
  const headEnd = text.indexOf('\r\n\r\n');
  if (headEnd < 0) return undefined;
  const head = text.slice(0, headEnd);
  const start = headEnd + 4;
  const status = Number(head.slice(9, 12));
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  if (length !== undefined) {
    const end = start + Number(length);
    return text.length < end ? undefined : { answer: { status, body: text.slice(start, end) }, length: end };
  }
  const last = text.indexOf('0\r\n\r\n', start);
  const whole = last === start || text.slice(last - 2, last) === '\r\n';
  return last < 0 || !whole
    ? undefined
    : { answer: { status, body: text.slice(start, last) }, length: last + 5 };
}
