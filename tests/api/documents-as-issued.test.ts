// What was issued is printed for ever as it was issued, whatever becomes of the firm, its templates and its people.

import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { createApiTest } from './testing.ts';

const api = await createApiTest();
const { firm, database } = api;
const owner = api.as('owner');
const clientId = String(firm.clientId);
const jobId = String(firm.jobId);

const png = (last: number) => Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, last]);

async function done(path: string, body: object, headers?: Record<string, string>) {
  const answer = await owner.post(path, body, headers);
  assert.ok(answer.status < 300, answer.text);
  return answer.body;
}

async function setLogo(templateId: string, last: number): Promise<void> {
  await database.inFirm(firm.firmId, (tx) =>
    tx.query(
      `update document_template set logo = $2, logo_type = 'image/png' where firm_id = $1 and id = $3`,
      [tx.firmId, png(last), templateId],
    ),
  );
}

async function draftInvoice(more: object = {}) {
  return done('/invoices', {
    clientId,
    type: 'progress',
    basis: 'actual',
    jobs: [{ jobId, select: 'none', lines: [{ kind: 'cost', description: 'Prints', amount: '40.00' }] }],
    ...more,
  });
}

async function invoiced(more: object = {}): Promise<string> {
  const draft = await draftInvoice(more);
  await done(`/invoices/${draft.id}/approval`, { fingerprint: draft.fingerprint });
  return draft.id;
}

async function quoted(): Promise<string> {
  const quote = await done('/quotes', {
    clientId,
    jobId,
    contactId: known.contactId,
    name: 'Boathouse',
    lines: [{ kind: 'task', description: 'Drawings', amount: '900.00' }],
  });
  await done(`/quotes/${quote.id}/issue`, {}, { 'if-match': `"${quote.version}"` });
  return quote.id;
}

async function printed(path: string) {
  const answer = await owner.get(`${path}/document`);
  assert.equal(answer.status, 200, answer.text);
  return answer.body;
}

const known = { contactId: '', templateId: '' };
const issued = { invoice: '', claim: '', creditNote: '', quote: '', draft: '' };
const paths = () => ({
  invoice: `/invoices/${issued.invoice}`,
  claim: `/invoices/${issued.claim}`,
  creditNote: `/invoices/${issued.creditNote}`,
  quote: `/quotes/${issued.quote}`,
  draft: `/invoices/${issued.draft}`,
});
const was = new Map<string, unknown>();

before(async () => {
  known.contactId = (await done('/contacts', { clientId, name: 'Mere' })).id;
  const [template] = (await owner.get('/document-templates')).body.items;
  known.templateId = template.id;
  await setLogo(template.id, 1);
  await change({ name: 'Kauri Architects', address: '1 Quay', terms: 'Twenty days', colour: '#101010' });

  issued.quote = await quoted();
  const { version } = (await owner.get(`/quotes/${issued.quote}`)).body;
  await done(`/quotes/${issued.quote}/acceptance`, { jobId }, { 'if-match': `"${version}"` });
  const claims = {
    jobs: [{ jobId, select: 'none', claims: [{ quoteLineId: await lineOf(issued.quote), percent: '50' }] }],
  };
  issued.claim = await invoiced({ basis: 'quoted', layout: 'progressClaim', ...claims });
  issued.invoice = await invoiced({ contactId: known.contactId });
  const creditNote = await done(`/invoices/${issued.invoice}/credit-notes`, {
    reason: 'Too much',
    lines: [{ lineNumber: 1, amount: '10.00' }],
  });
  issued.creditNote = creditNote.id;
  issued.draft = (await draftInvoice({ contactId: known.contactId })).id;
  for (const [name, path] of Object.entries(paths())) was.set(name, await printed(path));

  await change({ name: 'Totara Studio', address: '9 Hill', terms: 'Seven days', colour: '#ff00ff' });
  await setLogo(known.templateId, 2);
  await rename();
  const more = await quoted();
  const { version: seen } = (await owner.get(`/quotes/${more}`)).body;
  await done(`/quotes/${more}/acceptance`, { jobId, adds: true }, { 'if-match': `"${seen}"` });
});

async function lineOf(quoteId: string): Promise<string> {
  return (await owner.get(`/quotes/${quoteId}`)).body.lines[0].id;
}

async function change(to: { name: string; address: string; terms: string; colour: string }): Promise<void> {
  const settings = (await owner.get('/billing-settings')).body;
  const { name: legalName, address, terms, colour: accentColour } = to;
  const changed = await owner.patch('/billing-settings', { legalName, address }, settings.version);
  assert.equal(changed.status, 200, changed.text);
  const template = (await owner.get(`/document-templates/${known.templateId}`)).body;
  const looks = await owner.patch(
    `/document-templates/${known.templateId}`,
    { terms, accentColour, layout: terms === 'Seven days' ? 'summary' : 'task' },
    template.version,
  );
  assert.equal(looks.status, 200, looks.text);
}

/** The client, the person and the job, under other names. */
async function rename(): Promise<void> {
  await database.inFirm(firm.firmId, async (tx) => {
    await tx.query(`update contact set name = 'Hine' where firm_id = $1`, [tx.firmId]);
    await tx.query(`update client set name = 'Another Name', address = 'Elsewhere' where firm_id = $1`, [
      tx.firmId,
    ]);
    await tx.query(`update job set name = 'Another Job' where firm_id = $1`, [tx.firmId]);
  });
}

describe('after the letterhead, the template, the logo and the names have changed', () => {
  for (const name of ['invoice', 'claim', 'creditNote', 'quote'] as const) {
    test(`the ${name} is printed as it was issued`, async () => {
      const now = await printed(paths()[name]);
      // What was paid and credited since is told on an invoice.
      const { totals: _now, ...asPrinted } = now;
      const { totals: _was, ...asIssued } = was.get(name) as typeof now;
      assert.deepEqual(asPrinted, asIssued);
      assert.equal(now.sender.name, 'Kauri Architects');
      assert.equal(now.accentColour, '#101010');
    });
  }

  test('a draft is printed as things are now', async () => {
    const now = await printed(paths().draft);
    assert.equal(now.sender.name, 'Totara Studio');
    assert.equal(now.recipient.name, 'Another Name');
    assert.deepEqual(now.recipient.lines, ['Attention: Hine', 'Elsewhere']);
    assert.equal(now.notes.at(-1).text, 'Seven days');
    assert.deepEqual([now.templateId, now.lookId], [known.templateId, null]);
  });

  test('the logo of what was issued is the one of then', async () => {
    const { lookId, templateId } = await printed(paths().invoice);
    assert.equal(templateId, null);
    const logo = await owner.get(`/document-looks/${lookId}/logo`);
    assert.equal(logo.headers['content-type'], 'image/png');
    const kept = await database.inFirm(firm.firmId, (tx) =>
      tx.query<{ logo: Buffer }>('select logo from document_look where firm_id = $1 order by logo', [
        tx.firmId,
      ]),
    );
    assert.deepEqual(
      kept.map(({ logo }) => logo.at(-1)),
      [1, 2],
    );
    assert.equal((await api.asOther().get(`/document-looks/${lookId}/logo`)).status, 404);
  });
});

test('documents that look the same share one look, and an old look that returns is the old one', async () => {
  const { lookId: before } = await printed(`/invoices/${await invoiced()}`);
  const { lookId: again } = await printed(`/invoices/${await invoiced()}`);
  assert.equal(again, before);
  await change({ name: 'Kauri Architects', address: '1 Quay', terms: 'Twenty days', colour: '#101010' });
  await setLogo(known.templateId, 1);
  const { lookId: returned } = await printed(`/invoices/${await invoiced()}`);
  assert.equal(returned, (await printed(paths().invoice)).lookId);
});

test('a look is never changed, by nobody', async () => {
  await assert.rejects(
    database.inFirm(firm.firmId, (tx) =>
      tx.query(`update document_look set letterhead = '{}' where firm_id = $1`, [tx.firmId]),
    ),
    /permission denied/,
  );
});
