// The invoices of a run sent in bulk: each once, to whom the client's invoices go, and whoever has nobody is listed.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openMonth } from './billing-run-month.ts';
import type { Answer } from './testing.ts';

/** A run of four invoices of two clients, of which the first has an address for bills. */
async function openSending() {
  const month = await openMonth(4, { mail: 'server' });
  const { owner, run, jobs, api } = month;
  const addressed = async (clientId: string, billingEmail: string) => {
    const { version } = (await owner.get(`/clients/${clientId}`)).body;
    assert.equal((await owner.patch(`/clients/${clientId}`, { billingEmail }, version)).status, 200);
  };
  await addressed(jobs[0]!.clientId, 'bills@first.example');
  const planned = await run.rehearsed();
  await run.started(planned);
  await run.finished(planned);
  const id: string = planned.id;
  return {
    ...month,
    addressed,
    id,
    send: (body: object = {}, who = owner) => who.post(`/billing-runs/${id}/mails`, body),
    counts: async () => (await owner.get(`/billing-runs/${id}/sending`)).body,
    listed: async (query = '') => (await owner.get(`/billing-runs/${id}/mails?${query}`)).body.items,
    messages: async () => (await owner.get('/mails?document=invoice')).body.items,
    /** As the routine would, for each message that waits. */
    delivered: (status: 'sent' | 'failed') =>
      api.database.inFirm(api.firm.firmId, async (tx) => {
        await tx.query(
          `update mail set status = $2, attempts = 1, sent_at = case when $2 = 'sent' then now() end,
             last_error = case when $2 = 'failed' then 'No such mailbox' end
           where firm_id = $1 and status = 'queued'`,
          [api.firm.firmId, status],
        );
        await tx.query(
          `update invoice i set sent_at = m.sent_at from mail m
           where i.firm_id = $1 and m.firm_id = $1 and m.invoice_id = i.id and m.status = 'sent' and i.sent_at is null`,
          [api.firm.firmId],
        );
      }),
  };
}

const outcome = ({ body }: Answer) => [body.queued, body.unsendable, body.skipped, body.left];

test('each invoice waits to be sent to its recipient, and those with nobody are listed with the reason', async () => {
  const { send, counts, listed, messages, addressed, jobs } = await openSending();
  assert.deepEqual(await counts(), { unsent: 4, unsendable: 0, queued: 0, sent: 0, failed: 0 });
  const first = await send();
  assert.deepEqual([first.status, ...outcome(first)], [202, 2, 2, 0, 0]);
  assert.deepEqual(first.body.sending, { unsent: 0, unsendable: 2, queued: 2, sent: 0, failed: 0 });
  const [queued] = await listed('state=queued');
  assert.deepEqual([queued.place, queued.to], [1, ['bills@first.example']]);
  const without = await listed('state=unsendable');
  assert.deepEqual(
    without.map(({ place, refusals }: Answer['body']) => [place, refusals[0].code, refusals[0].detail]),
    [
      [3, 'recipientMissing', 'Client 02 and its contacts have no e-mail address.'],
      [4, 'recipientMissing', 'Client 02 and its contacts have no e-mail address.'],
    ],
  );
  // Once there is an address, asking again sends what is missing and nothing else.
  await addressed(jobs[2]!.clientId, 'bills@second.example');
  assert.deepEqual(outcome(await send()), [2, 0, 2, 0]);
  assert.deepEqual(outcome(await send()), [0, 0, 4, 0]);
  assert.deepEqual(await listed('state=unsendable'), []);
  const invoices = (await messages()).map(({ documentId }: Answer['body']) => documentId);
  assert.deepEqual([invoices.length, new Set(invoices).size], [4, 4]);
});

test('what was sent is sent again only where that is asked for, and what failed whenever it is asked for', async () => {
  const { send, counts, listed, messages, delivered, owner } = await openSending();
  await send({ units: [1] });
  await delivered('failed');
  const [failed] = await listed('state=failed');
  assert.deepEqual([failed.place, failed.lastError], [1, 'No such mailbox']);
  assert.deepEqual(outcome(await send({ units: [1, 2] })), [2, 0, 0, 0]);
  await delivered('sent');
  assert.deepEqual(outcome(await send({ units: [1, 2] })), [0, 0, 2, 0]);
  assert.deepEqual(outcome(await send({ units: [1], again: true })), [1, 0, 0, 0]);
  assert.deepEqual(outcome(await send({ units: [1], again: true })), [0, 0, 1, 0]);
  assert.deepEqual(await counts(), { unsent: 2, unsendable: 0, queued: 1, sent: 1, failed: 0 });
  assert.equal((await messages()).length, 4);
  // One that went by post counts as sent.
  const [third] = await listed('state=unsent');
  assert.equal((await owner.post(`/invoices/${third.invoiceId}/dispatch`, {})).status, 200);
  assert.equal((await counts()).sent, 2);
});

test('asked twice at the same moment, nothing is sent twice', async () => {
  const { send, messages, listed, api } = await openSending();
  const { firmId, actorId } = api.firm;
  const [first] = await listed();
  // Somebody else is just about to have queued it.
  const { asked } = await api.database.inFirm(firmId, async (tx) => {
    const invoiceId = Number(first.invoiceId);
    await tx.query('select 1 from invoice where firm_id = $1 and id = $2 for no key update', [
      firmId,
      invoiceId,
    ]);
    await tx.query(
      `insert into mail (firm_id, document, invoice_id, recipients, subject, body, actor_id, created_at)
       values ($1, 'invoice', $2, '{bills@first.example}', 'Your invoice', '', $3, now())`,
      [firmId, invoiceId, actorId],
    );
    const sending = send();
    await new Promise((resolve) => void setTimeout(resolve, 150));
    return { asked: sending };
  });
  assert.deepEqual(outcome(await asked), [1, 2, 1, 0]);
  await Promise.all([send(), send(), send()]);
  assert.equal((await messages()).length, 2);
});

test('who may send a run, and what there is to send', async () => {
  const { send, api, run } = await openSending();
  for (const role of ['projectManager', 'staff', 'auditor'] as const) {
    assert.equal((await send({}, api.as(role))).status, 403, role);
  }
  assert.equal((await send({}, api.asOther())).body.code, 'unknownBillingRun');
  const nowhere = await send({ units: [1, 7] });
  assert.deepEqual([nowhere.body.code, nowhere.body.errors[0].field], ['nothingToDo', 'units[1]']);
  const planned = await run.rehearsed();
  const none = await api.as('owner').post(`/billing-runs/${planned.id}/mails`, {});
  assert.equal(none.body.code, 'nothingToDo');
});

test('an installation without a mail server sends nothing', async () => {
  const { owner, run } = await openMonth(2);
  const planned = await run.rehearsed();
  assert.equal((await owner.post(`/billing-runs/${planned.id}/mails`, {})).body.code, 'mailNotSetUp');
});
