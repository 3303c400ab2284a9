import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { MailMessage } from '#actions/mail/transport.ts';
import { openLetterBox } from '#worker/testing/letter-box.ts';
import { readConfig } from './config.ts';
import { openMailFolder } from './mail-folder.ts';
import { connectionOf, openMailServer } from './mail-server.ts';
import { mailSetUp } from './mail-set-up.ts';

const folder = mkdtempSync(join(tmpdir(), 'workledger-mail-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const message: MailMessage = {
  messageKey: 'workledger.1.17.abc',
  writtenAt: '2026-03-30T23:00:00Z',
  fromName: 'Kauri Studio',
  replyTo: null,
  to: ['bills@client.example'],
  cc: [],
  subject: 'Invoice INV-0001',
  body: 'Hello,\n.\nplease find…\n',
  attachments: [{ fileName: 'Café 1.pdf', mediaType: 'application/pdf', content: Buffer.from('%PDF-1.7 …') }],
};

const kindOf = (environment: Record<string, string>) => mailSetUp(readConfig(environment))?.kind;

test('mail goes into files only where nobody but this machine reaches the installation', () => {
  assert.equal(kindOf({}), 'folder');
  assert.equal(kindOf({ BASE_URL: 'http://localhost:3000' }), 'folder');
  assert.equal(kindOf({ HOST: '0.0.0.0' }), undefined);
  assert.equal(kindOf({ BASE_URL: 'https://ledger.example.com' }), undefined);
  assert.equal(kindOf({ TRUST_PROXY: 'on' }), undefined);
  const server = { SMTP_URL: 'smtps://mail.example.com', MAIL_FROM: 'accounts@example.com' };
  assert.equal(kindOf(server), 'server');
  assert.equal(kindOf({ ...server, HOST: '0.0.0.0' }), 'server');
});

test('what leaves the machine is encrypted with a certificate that is checked', () => {
  const far = connectionOf(new URL('smtp://me:p%40ss@mail.example.com'));
  assert.deepEqual(
    [far.port, far.secure, far.requireTLS, far.tls.rejectUnauthorized],
    [587, false, true, true],
  );
  assert.deepEqual(far.auth, { user: 'me', pass: 'p@ss' });
  const wrapped = connectionOf(new URL('smtps://mail.example.com'));
  assert.deepEqual([wrapped.port, wrapped.secure, wrapped.tls.rejectUnauthorized], [465, true, true]);
  for (const near of ['smtp://localhost:1025', 'smtp://127.0.0.1:1025', 'smtp://[::1]:1025']) {
    assert.equal(connectionOf(new URL(near)).requireTLS, false, near);
  }
  for (const posing of ['smtp://127.0.0.1.example.com', 'smtp://localhost.example.com', 'smtp://10.0.0.1']) {
    assert.equal(connectionOf(new URL(posing)).requireTLS, true, posing);
  }
});

test('a message in a folder is a file that only its owner reads, and the same file when it is written again', async () => {
  const transport = openMailFolder(join(folder, 'mail'), 'workledger@localhost');
  const taken = await transport.send(message);
  assert.deepEqual(taken, {
    kind: 'taken',
    messageId: '<workledger.1.17.abc@localhost>',
    keptAs: 'workledger.1.17.abc.eml',
    remark: null,
  });
  await transport.send(message);
  assert.deepEqual(readdirSync(join(folder, 'mail')), ['workledger.1.17.abc.eml']);
  const file = join(folder, 'mail', 'workledger.1.17.abc.eml');
  assert.equal(statSync(file).mode & 0o077, 0);
  const text = readFileSync(file, 'utf8');
  assert.match(text, /^Message-ID: <workledger\.1\.17\.abc@localhost>\r$/m);
  assert.match(text, /^To: bills@client\.example\r$/m);
  assert.match(text, /^Date: Mon, 30 Mar 2026 23:00:00 \+0000\r$/m);
  assert.match(text, /filename/);
});

test('a server gets the letter as it was written', async () => {
  const box = await openLetterBox();
  await openMailServer(box.url, 'accounts@bücher.example').send(message);
  const [letter] = box.letters;
  assert.equal(letter!.text.trimEnd(), message.body.trimEnd());
  assert.equal(letter!.attachments[0]!.fileName, 'Café 1.pdf');
  assert.equal(letter!.headers.get('message-id'), '<workledger.1.17.abc@xn--bcher-kva.example>');
  assert.equal(letter!.from, 'accounts@bücher.example');
});

test('a server that wants us to sign in first, or does not know us, may be put right: the mail waits', async () => {
  const box = await openLetterBox();
  const { port } = new URL(box.url);
  const unknown = await openMailServer(`smtp://me:wrong@127.0.0.1:${port}`, 'accounts@example.com').send(
    message,
  );
  assert.equal(unknown.kind === 'refused' && unknown.isFinal, false);
});
