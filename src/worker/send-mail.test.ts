// Mail on its whole way: asked for, queued, taken up by a real worker on a real database, and handed to a real SMTP
// server, with everything that can go wrong between them.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { after, test, type TestContext } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import type { Context } from '#actions/context.ts';
import { deliverMail, type DrawUp } from '#actions/mail/deliver-mail.ts';
import { retryMail } from '#actions/mail/retry-mail.ts';
import { sendDocuments, type DocumentToSend } from '#actions/mail/send-documents.ts';
import { accepted, contextOf, refusedAs } from '#actions/testing/practice.ts';
import { openMailServer } from '#ops/mail-server.ts';
import { loadMails, type Mail } from '#store/billing/mail.ts';
import { readQueue } from '#store/queue.ts';
import { testDatabase } from '#store/testing/database.ts';
import { testFirm } from '#store/testing/firm.ts';
import { drawnUp, drawUpForTest } from './testing/draw-up.ts';
import { openLetterBox, type LetterBox } from './testing/letter-box.ts';
import { startWorker, type Worker } from './worker.ts';

const { database, address } = await testDatabase();
const firm = await testFirm(database, { name: 'Sørensen & Søn “Arkitekter”' });
const context: Context = { ...contextOf(database, firm), mail: 'server' };

await inFirm(
  `update client set name = 'Café Zoë', billing_email = 'bills@client.example' where firm_id = $1`,
);
await inFirm(`update billing_settings set email = 'office@practice.example' where firm_id = $1`);

function inFirm<Row extends object>(sql: string, params: unknown[] = []): Promise<Row[]> {
  return database.inFirm(firm.firmId, (tx) => tx.query<Row>(sql, [firm.firmId, ...params]));
}

let invoicesMade = 0;

async function approvedInvoice(): Promise<number> {
  const [row] = await inFirm<{ id: number }>(
    `insert into invoice (firm_id, number, client_id, type, basis, status, invoiced_on, due_on, currency, total_minor,
       tax_minor)
     values ($1, $2, $3, 'progress', 'actual', 'approved', '2026-03-31', '2026-04-20', 'NZD', 100000, 15000)
     returning id`,
    [`INV-${(invoicesMade += 1).toString().padStart(4, '0')}`, firm.clientId],
  );
  return row!.id;
}

async function queueInvoice(changes: Partial<DocumentToSend> = {}): Promise<{ mailId: number; id: number }> {
  const id = await approvedInvoice();
  const [mail] = accepted(await sendDocuments(context, [{ document: 'invoice', id, ...changes }]));
  return { mailId: mail!.id, id };
}

async function work(
  t: TestContext,
  box: Pick<LetterBox, 'url'>,
  drawUp: DrawUp = drawUpForTest,
): Promise<Worker> {
  const worker = await startWorker({
    supplies: {
      database,
      clock: context.clock,
      mail: { transport: openMailServer(box.url, 'accounts@practice.example'), drawUp },
    },
    address,
    concurrency: 2,
    description: 'a test',
    log: { warn() {}, error() {} },
    pace: { lookEvery: 100, reportEvery: 200, absentFor: 1_000, beginAgainAfter: 200 },
  });
  let isStopped = false;
  const stop = async () => {
    if (isStopped) return;
    isStopped = true;
    await worker.stop();
  };
  t.after(stop);
  return { stop };
}

async function read(mailId: number): Promise<Mail> {
  const [mail] = await database.inFirm(firm.firmId, (tx) => loadMails(tx, [mailId]));
  return mail!;
}

async function until(mailId: number, holds: (mail: Mail) => boolean): Promise<Mail> {
  for (let look = 0; look < 400; look += 1) {
    const mail = await read(mailId);
    if (holds(mail)) return mail;
    await pause(50);
  }
  return assert.fail(`it stayed so: ${JSON.stringify(await read(mailId))}`);
}

const isSent = ({ status }: Mail) => status === 'sent';

/** What waits for its next attempt is due now. */
async function letTimePass(): Promise<void> {
  await database.asInstallation((tx) =>
    tx.query('update graphile_worker._private_jobs set run_at = now() where locked_at is null'),
  );
}

async function sentAt(invoiceId: number): Promise<string | null> {
  for (let look = 0; ; look += 1) {
    const [row] = await inFirm<{ at: string | null }>(
      'select sent_at as at from invoice where firm_id = $1 and id = $2',
      [invoiceId],
    );
    if (row!.at !== null || look > 20) return row!.at;
    await pause(50);
  }
}

test('an invoice is sent with its PDF, in the name of the firm, and counts as sent when it has gone', async (t) => {
  const box = await openLetterBox();
  const { mailId, id } = await queueInvoice({ cc: ['partner@client.example', 'BILLS@client.example'] });
  assert.equal((await read(mailId)).status, 'queued');
  const [unsent] = await inFirm<{ at: string | null }>(
    'select sent_at as at from invoice where firm_id = $1 and id = $2',
    [id],
  );
  assert.equal(unsent!.at, null);

  await work(t, box);
  const mail = await until(mailId, isSent);
  const [letter] = box.letters;
  assert.ok(letter);
  assert.equal(letter.from, 'accounts@practice.example');
  assert.deepEqual(letter.to, ['bills@client.example', 'partner@client.example']);
  assert.equal(letter.headers.get('message-id'), mail.messageId);
  assert.equal(letter.headers.get('reply-to'), 'office@practice.example');
  assert.match(letter.headers.get('from') ?? '', /Sørensen & Søn “Arkitekter”.*<accounts@practice\.example>/);
  assert.equal(letter.headers.get('subject'), 'Invoice INV-0001 from Sørensen & Søn “Arkitekter”');
  assert.match(
    letter.text,
    /^Hello Café Zoë,\n\n.*invoice INV-0001 for \$1,150\.00 attached\. It is due on 20 April 2026\./,
  );
  assert.equal(letter.attachments.length, 1);
  assert.equal(letter.attachments[0]!.fileName, `invoice ${id}.pdf`);
  assert.ok(drawnUp.equals(letter.attachments[0]!.content));
  assert.equal(mail.attempts, 1);
  assert.equal(await sentAt(id), context.clock());
});

test('what a server refuses for the moment is sent later, under the same Message-ID', async (t) => {
  const box = await openLetterBox();
  box.refusals.push([451, 'greylisted, come back']);
  const { mailId } = await queueInvoice();
  await work(t, box);
  const postponed = await until(mailId, ({ attempts }) => attempts === 1);
  assert.equal(postponed.status, 'queued');
  assert.match(postponed.lastError ?? '', /The mail server answered: 451 greylisted, come back/);
  await pause(200);
  assert.equal(box.letters.length, 0, 'not before its time');

  await letTimePass();
  const sent = await until(mailId, isSent);
  assert.equal(sent.attempts, 2);
  assert.equal(sent.lastError, null);
  assert.equal(box.letters.length, 1);
  assert.deepEqual(box.offered, [sent.messageId, sent.messageId]);
});

test('what a server refuses for good has failed, says why, and can be tried once more by hand', async (t) => {
  const box = await openLetterBox();
  box.refusals.push([550, 'mailbox is closed']);
  const { mailId, id } = await queueInvoice();
  await work(t, box);
  const failed = await until(mailId, ({ status }) => status === 'failed');
  assert.match(failed.lastError ?? '', /550 mailbox is closed/);
  assert.equal(
    (await inFirm('select 1 from invoice where firm_id = $1 and id = $2 and sent_at is null', [id])).length,
    1,
  );

  const again = accepted(await retryMail(context, mailId));
  assert.equal(again.status, 'queued');
  await until(mailId, isSent);
  assert.equal(box.letters.length, 1);
  assert.deepEqual(refusedAs(await retryMail(context, mailId)), ['wrongState id']);
});

test('one recipient who is refused does not keep the letter from the others', async (t) => {
  const box = await openLetterBox();
  box.strangers.add('nobody@client.example');
  const { mailId } = await queueInvoice({ to: ['bills@client.example', 'nobody@client.example'] });
  const { mailId: toNobody } = await queueInvoice({ to: ['nobody@client.example'] });
  await work(t, box);
  const sent = await until(mailId, isSent);
  assert.equal(sent.lastError, 'The mail server did not take it for nobody@client.example.');
  assert.deepEqual(box.letters[0]!.to, ['bills@client.example']);
  assert.equal((await until(toNobody, ({ status }) => status !== 'queued')).status, 'failed');
});

test('mail waits while the server is down, and goes when it is back', async (t) => {
  const gone = await openLetterBox();
  const { url } = gone;
  await gone.close();
  const { mailId } = await queueInvoice();
  await work(t, { url });
  const waiting = await until(mailId, ({ attempts }) => attempts === 1);
  assert.equal(waiting.status, 'queued');
  assert.match(waiting.lastError ?? '', /^The mail server cannot be reached/);

  const back = await openLetterBox(Number(new URL(url).port));
  await letTimePass();
  await until(mailId, isSent);
  assert.equal(back.letters.length, 1);
});

test('the last attempt that fails is the last word', async (t) => {
  const box = await openLetterBox();
  box.refusals.push([451, 'try later']);
  const { mailId } = await queueInvoice();
  await database.asInstallation((tx) =>
    tx.query('update graphile_worker._private_jobs set attempts = max_attempts - 1 where key like $1', [
      `sendMail:%:${mailId}`,
    ]),
  );
  await work(t, box);
  const failed = await until(mailId, ({ status }) => status === 'failed');
  assert.match(failed.lastError ?? '', /451 try later/);
});

test('an invoice that was cancelled while its mail waited is not sent', async (t) => {
  const box = await openLetterBox();
  const { mailId, id } = await queueInvoice();
  await inFirm(`update invoice set status = 'cancelled' where firm_id = $1 and id = $2`, [id]);
  await work(t, box);
  const failed = await until(mailId, ({ status }) => status === 'failed');
  assert.match(failed.lastError ?? '', /is cancelled and is not sent like that/);
  assert.equal(box.letters.length, 0);
});

test('a document that cannot be drawn up is tried again and says so', async (t) => {
  const box = await openLetterBox();
  const { mailId } = await queueInvoice();
  let isBroken = true;
  await work(t, box, (asking, wanted) => {
    if (isBroken) throw new Error('out of ink');
    return drawUpForTest(asking, wanted);
  });
  const waiting = await until(mailId, ({ attempts }) => attempts === 1);
  assert.deepEqual([waiting.status, waiting.lastError], ['queued', 'The document could not be drawn up.']);
  isBroken = false;
  await letTimePass();
  await until(mailId, isSent);
});

test('several workers on one queue send each mail once', async (t) => {
  const box = await openLetterBox();
  const ids: number[] = [];
  for (let count = 0; count < 30; count += 1) ids.push((await queueInvoice()).mailId);
  // Queued twice, as when somebody is impatient: the second finds it in hand or done.
  await Promise.all([work(t, box), work(t, box), work(t, box)]);
  await Promise.all(ids.slice(0, 10).map((id) => retryMail(context, id)));
  for (const id of ids) await until(id, isSent);
  await letTimePass();
  await pause(300);
  assert.equal(box.letters.length, 30);
  assert.equal(new Set(box.letters.map(({ headers }) => headers.get('message-id'))).size, 30);
});

test('of several who have the same mail in hand, one sends it', async () => {
  const box = await openLetterBox();
  const { mailId } = await queueInvoice();
  const office = {
    database,
    clock: context.clock,
    transport: openMailServer(box.url, 'accounts@practice.example'),
    drawUp: drawUpForTest,
  };
  const subject = { firmId: firm.firmId, id: mailId };
  const all = Array.from({ length: 6 }, () => deliverMail(office, subject, { isLast: false }));
  const settled = (await Promise.all(all)).filter(({ kind }) => kind === 'settled');
  assert.ok(settled.length >= 1);
  assert.equal(box.letters.length, 1);
  assert.equal((await read(mailId)).attempts, 1);
});

test('a worker that is told to stop finishes the letter that it has begun', async (t) => {
  const box = await openLetterBox();
  const { mailId } = await queueInvoice();
  const begun = Promise.withResolvers<void>();
  const worker = await work(t, box, async (asking, wanted) => {
    begun.resolve();
    await pause(300);
    return drawUpForTest(asking, wanted);
  });
  await begun.promise;
  await worker.stop();
  assert.equal((await read(mailId)).status, 'sent');
  const { workers } = await database.asInstallation(readQueue);
  assert.deepEqual(workers, []);
});

test('when a worker is killed in the midst of sending, another takes over and sends it', async (t) => {
  const box = await openLetterBox();
  const reached = Promise.withResolvers<void>();
  box.silence = () => reached.resolve();
  const { mailId, id } = await queueInvoice();
  const program = join(import.meta.dirname, 'testing', 'worker-process.ts');
  const child = spawn(process.execPath, [program, JSON.stringify(address), box.url], { stdio: 'inherit' });
  after(() => child.kill('SIGKILL'));
  await reached.promise;
  assert.deepEqual(refusedAs(await retryMail(context, mailId)), ['conflict id']);
  child.kill('SIGKILL');
  await once(child, 'exit');

  const held = await read(mailId);
  assert.deepEqual([held.status, held.attempts], ['queued', 0]);
  box.silence = undefined;
  await work(t, box);
  await until(mailId, isSent);
  assert.equal(box.letters.length, 1);
  assert.notEqual(await sentAt(id), null);
  const { workers } = await database.asInstallation(readQueue);
  assert.deepEqual(workers.map(({ description }) => description).toSorted(), [
    'a test',
    'a test, billing runs',
  ]);
});

/** How many connections of workers were cut. */
async function cutConnections(): Promise<number> {
  const cut = await database.asInstallation((tx) =>
    tx.query(`select pg_terminate_backend(pid) from pg_stat_activity
              where application_name = 'workledger worker' and datname = current_database()`),
  );
  return cut.length;
}

test('a worker that loses its connections goes on', async (t) => {
  const box = await openLetterBox();
  await work(t, box);
  await pause(300);
  assert.ok((await cutConnections()) > 0);
  const { mailId } = await queueInvoice();
  await until(mailId, isSent);
});

test('a worker whose very first look at the queue fails begins again', async (t) => {
  const box = await openLetterBox();
  await database.asInstallation(async (tx) => {
    // The first look writes down what the worker can do, and has to wait for this.
    await tx.query('lock table graphile_worker._private_tasks in exclusive mode');
    await work(t, box);
    while ((await waitingConnections()) === 0) await pause(5);
    await cutConnections();
  });
  const { mailId } = await queueInvoice();
  await until(mailId, isSent);
});

async function waitingConnections(): Promise<number> {
  const waiting = await database.asInstallation((tx) =>
    tx.query(`select 1 from pg_stat_activity where application_name = 'workledger worker'
              and datname = current_database() and wait_event_type = 'Lock'`),
  );
  return waiting.length;
}

test('a name that holds line breaks adds no header', async (t) => {
  const box = await openLetterBox();
  const evil = 'Nice\r\nBcc: everybody@elsewhere.example';
  await inFirm(`update client set name = $2 where firm_id = $1`, [evil]);
  await inFirm(`update billing_settings set legal_name = $2 where firm_id = $1`, [evil]);
  t.after(() => inFirm(`update billing_settings set legal_name = null where firm_id = $1`));
  t.after(() => inFirm(`update client set name = 'Café Zoë' where firm_id = $1`));
  const { mailId } = await queueInvoice();
  await work(t, box);
  await until(mailId, isSent);
  const [letter] = box.letters;
  assert.deepEqual(letter!.to, ['bills@client.example']);
  assert.equal(letter!.headers.get('bcc'), undefined);
});

test('the queue tells how much there is to do', async () => {
  const before = await database.asInstallation(readQueue);
  await queueInvoice();
  const { routines } = await database.asInstallation(readQueue);
  const waiting = (state: typeof before) =>
    state.routines.find(({ routine }) => routine === 'sendMail')?.waiting ?? 0;
  assert.equal(waiting({ routines, workers: [] }), waiting(before) + 1);
  assert.ok(routines[0]!.waitingSince);
});

test('only a firm itself can queue its work', async () => {
  const asking = database.inFirm(firm.firmId, (tx) =>
    tx.query(`select graphile_worker.add_job('sendMail', '{"firmId": 2, "id": 1}')`),
  );
  await assert.rejects(asking, /permission denied for schema graphile_worker/);
});
