// The invoices of a run as one PDF, and as an archive with one for each.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openMonth } from './billing-run-month.ts';
import { addApiKey, type Answer, type ApiTest } from './testing.ts';

async function openDocuments(rules: object = {}) {
  const month = await openMonth(5);
  const { run, jobs, owner } = month;
  const { version } = (await owner.get(`/clients/${jobs[0]!.clientId}`)).body;
  await owner.patch(`/clients/${jobs[0]!.clientId}`, { name: 'Ngāti / Co: "North"' }, version);
  const planned = await run.rehearsed(rules);
  await run.started(planned);
  await run.finished(planned);
  return { ...month, path: `/billing-runs/${planned.id}/documents`, id: planned.id as string };
}

/** The bytes of an answer that is a file. */
async function download(
  api: ApiTest,
  path: string,
): Promise<{ headers: Answer['headers']; content: Buffer }> {
  const key = await addApiKey(api.database, api.firm, { role: 'owner' });
  const headers = { authorization: `Bearer ${key}` };
  const answer = await api.server.inject({ url: `/api/v1${path}`, headers });
  assert.equal(answer.statusCode, 200, answer.body);
  return { headers: answer.headers as Answer['headers'], content: answer.rawPayload };
}

type Entry = { readonly name: string; readonly content: string };

/** By the directory at its end. */
function unzip(archive: Buffer): Entry[] {
  const end = archive.length - 22;
  assert.equal(archive.readUInt32LE(end), 0x06054b50);
  let at = archive.readUInt32LE(end + 16);
  return Array.from({ length: archive.readUInt16LE(end + 10) }, () => {
    const [packed, nameLength] = [archive.readUInt32LE(at + 20), archive.readUInt16LE(at + 28)];
    const name = archive.toString('utf8', at + 46, at + 46 + nameLength);
    const local = archive.readUInt32LE(at + 42);
    const begins = local + 30 + archive.readUInt16LE(local + 26);
    at += 46 + nameLength;
    return { name, content: archive.toString('latin1', begins, begins + packed) };
  });
}

const pagesIn = (pdf: string) => [...pdf.matchAll(/\/Type \/Page\n/g)].length;

test('an archive has a file for each invoice, named after its number and its client', async () => {
  const { api, path, run, id } = await openDocuments();
  const { headers, content } = await download(api, `${path}?as=zip`);
  assert.equal(headers['content-type'], 'application/zip');
  assert.match(headers['content-disposition']!, /filename="March\.zip"/);
  const entries = unzip(content);
  const units = await run.units(id);
  assert.deepEqual(
    entries.map(({ name }) => name),
    units.map(
      ({ invoiceNumber, clientName }: Answer['body']) =>
        `${invoiceNumber} ${clientName === 'Ngāti / Co: "North"' ? 'Ngāti - Co- -North-' : clientName}.pdf`,
    ),
  );
  for (const [place, { content: pdf }] of entries.entries()) {
    assert.ok(pdf.startsWith('%PDF-'));
    assert.match(pdf, new RegExp(`invoice ${units[place].invoiceNumber}\\)`, 'i'));
  }
});

test('one file has all invoices in the order of their numbers', async () => {
  const { api, path, run, id, owner } = await openDocuments({ approval: 'afterReview' });
  // Approved in another order than they were made in.
  for (const units of [[4], [1, 2, 3, 5]]) {
    await owner.post(`/billing-runs/${id}/approval`, { units });
    await run.finished({ id });
  }
  const { headers, content } = await download(api, path);
  assert.equal(headers['content-type'], 'application/pdf');
  const pdf = content.toString('latin1');
  assert.equal(pagesIn(pdf), 5);
  const numbers = [...pdf.matchAll(/\/Title <feff([0-9a-f]+)>\n\/Parent/g)].map(([, hex]) => {
    return Buffer.from(hex!, 'hex').swap16().toString('utf16le').split(' ')[0]!;
  });
  assert.equal(numbers.length, 5);
  assert.deepEqual(numbers, numbers.toSorted());
  const [, , , fourth] = await run.units(id);
  assert.equal(numbers[0], fourth.invoiceNumber);
});

test('drafts are drawn for whoever reviews them, and what was cancelled is left out', async () => {
  const { api, path, run, id, owner } = await openDocuments({ approval: 'afterReview' });
  const none = await owner.get(path);
  assert.deepEqual([none.status, none.body.code], [409, 'nothingToDo']);
  const drafts = unzip((await download(api, `${path}?as=zip&of=drafts`)).content);
  assert.equal(drafts.length, 5);
  assert.match(drafts[0]!.name, /^Draft invoice \d+ /);
  await owner.post(`/billing-runs/${id}/approval`, {});
  await run.finished({ id });
  const [first] = await run.units(id);
  const cancelled = await owner.post(`/invoices/${first.invoiceId}/cancellation`, { reason: 'Wrong' });
  assert.equal(cancelled.status, 200, cancelled.text);
  assert.equal(pagesIn((await download(api, `${path}?as=pdf`)).content.toString('latin1')), 4);
});

test('who may not see invoices gets none, and a run of another firm is not there', async () => {
  const { api, path, id } = await openDocuments();
  assert.equal((await api.as('staff').get(`/billing-runs/${id}/documents`)).status, 403);
  assert.equal((await api.asOther().get(path)).body.code, 'unknownBillingRun');
});

test('an invoice that is only planned is read as it will be printed, and nothing is left of it', async () => {
  const { run, owner, api, jobs, balances } = await openMonth(3);
  const planned = await run.rehearsed({ approval: 'afterReview', grouping: 'client' });
  const before = await balances();
  const [unit] = await run.units(planned.id);
  const printed = async () => owner.get(`/billing-runs/${planned.id}/units/${unit.place}/document`);
  const first = await printed();
  assert.equal(first.status, 200, first.text);
  assert.equal(first.body.tables.length > 0, true);
  assert.deepEqual((await owner.get('/invoices')).body.items, []);
  assert.deepEqual(await balances(), before);
  assert.equal((await api.as('auditor').get(`/billing-runs/${planned.id}/units/1/document`)).status, 200);
  assert.equal((await owner.get(`/billing-runs/${planned.id}/units/99/document`)).body.code, 'notFound');
  assert.equal(
    (await api.asOther().get(`/billing-runs/${planned.id}/units/1/document`)).body.code,
    'unknownBillingRun',
  );
  // The draft that the run makes of it says the very same.
  await run.started(planned);
  await run.finished(planned);
  const made = await printed();
  const plain = ({ tables, totals, recipient, facts }: Answer['body']) => ({
    tables,
    totals,
    recipient,
    facts,
  });
  assert.deepEqual(plain(made.body), plain(first.body));
  assert.ok(jobs.length > 0);
});

test('any invoices are one file or an archive, in the order in which they are named', async () => {
  const { api, run, id, owner } = await openDocuments();
  const [one, two, three] = await run.units(id);
  const named = `${three.invoiceId},${one.invoiceId},${two.invoiceId}`;
  const archive = await download(api, `/invoices/documents?as=zip&ids=${named}`);
  assert.equal(archive.headers['content-type'], 'application/zip');
  assert.deepEqual(
    unzip(archive.content).map(({ name }) => name.split(' ')[0]),
    [three, one, two].map(({ invoiceNumber }) => invoiceNumber),
  );
  const file = await download(api, `/invoices/documents?ids=${one.invoiceId},${one.invoiceId}`);
  assert.equal(pagesIn(file.content.toString('latin1')), 1);
  assert.match(file.headers['content-disposition']!, /Invoices of/);
  const unknown = await owner.get(`/invoices/documents?ids=${one.invoiceId},99999`);
  assert.deepEqual(
    [unknown.status, unknown.body.code, unknown.body.errors[0].field],
    [404, 'unknownInvoice', 'ids[1]'],
  );
  const others = await api.asOther().get(`/invoices/documents?ids=${one.invoiceId}`);
  assert.equal(others.body.code, 'unknownInvoice');
});
