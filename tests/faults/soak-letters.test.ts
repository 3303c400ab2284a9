import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { openLetters } from './soak-letters.ts';

test('a worker that is killed in the middle of a letter does not take the mail server with it', async () => {
  const letters = await openLetters();
  const begin = ['EHLO worker', 'MAIL FROM:<a@practice.example>', 'RCPT TO:<b@client.example>', 'DATA'];
  const half = 'Message-ID: <1@practice.example>\r\n\r\nhalf of it\r\n';
  const dying = await saying([...begin, half]);
  dying.resetAndDestroy();
  await pause(50);
  const living = await saying([...begin, `${half}.`]);
  living.end();
  assert.deepEqual([...letters.taken], [['<1@practice.example>', 1]]);
  await letters.close();

  async function saying(lines: readonly string[]) {
    const socket = connect(Number(new URL(letters.url).port), '127.0.0.1');
    await once(socket, 'data');
    for (const line of lines) {
      socket.write(`${line}\r\n`);
      await (line.endsWith('\r\n') ? pause(50) : once(socket, 'data'));
    }
    return socket;
  }
});
