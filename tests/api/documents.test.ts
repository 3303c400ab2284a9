// Documents over HTTP: as files, and as they are printed.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createApiTest } from './testing.ts';

const api = await createApiTest();
const { firm, database } = api;
const bookkeeper = api.as('bookkeeper');

const made = await database.inFirm(firm.firmId, async (tx) => {
  const [invoice] = await tx.query<{ id: number }>(
    `insert into invoice (firm_id, number, client_id, basis, status, invoiced_on, due_on, currency, total_minor, tax_minor)
     values ($1, 'INV-0042', $2, 'actual', 'approved', '2026-03-31', '2026-04-20', 'NZD', 30000, 0) returning id`,
    [tx.firmId, firm.clientId],
  );
  await tx.query(
    `insert into invoice_line (firm_id, invoice_id, line_number, kind, job_id, description, minutes, rate_per_hour_minor,
       amount_minor) values ($1, $2, 1, 'task', $3, 'Design of the boathouse', 120, 15000, 30000)`,
    [tx.firmId, invoice!.id, firm.jobId],
  );
  const [quote] = await tx.query<{ id: number }>(
    `insert into quote (firm_id, client_id, state, currency, total_minor, name)
     values ($1, $2, 'draft', 'NZD', 50000, 'Jetty') returning id`,
    [tx.firmId, firm.clientId],
  );
  await tx.query(
    `insert into quote_line (firm_id, quote_id, line_number, kind, description, typed_minor, amount_minor)
     values ($1, $2, 1, 'task', 'Piles', 50000, 50000)`,
    [tx.firmId, quote!.id],
  );
  const [template] = await tx.query<{ id: number }>(
    `update document_template set terms = 'Within 20 days', accent_colour = '#7a1fa2' where firm_id = $1 returning id`,
    [tx.firmId],
  );
  return { invoiceId: invoice!.id, quoteId: quote!.id, templateId: template!.id };
});

function isPdf(answer: { status: number; text: string; headers: Record<string, string | undefined> }): void {
  assert.equal(answer.status, 200, answer.text.slice(0, 300));
  assert.equal(answer.headers['content-type'], 'application/pdf');
  assert.ok(answer.text.startsWith('%PDF-'));
}

describe('as a file', () => {
  test('an invoice is a PDF under its number', async () => {
    const answer = await bookkeeper.get(`/invoices/${made.invoiceId}/pdf`);
    isPdf(answer);
    assert.match(answer.headers['content-disposition'] ?? '', /filename="INV-0042\.pdf"/);
  });

  test('a quote is a PDF, also while it is a draft', async () => {
    const answer = await bookkeeper.get(`/quotes/${made.quoteId}/pdf`);
    isPdf(answer);
    assert.match(answer.headers['content-disposition'] ?? '', /Draft quote/);
  });

  test("a statement of a client's account is a PDF", async () => {
    isPdf(await bookkeeper.get(`/clients/${firm.clientId}/statement.pdf`));
    isPdf(
      await bookkeeper.get(
        `/clients/${firm.clientId}/statement.pdf?from=2026-03-01&to=2026-03-31&currency=NZD`,
      ),
    );
    const turned = await bookkeeper.get(
      `/clients/${firm.clientId}/statement.pdf?from=2026-03-02&to=2026-03-01`,
    );
    assert.equal(turned.status, 400);
  });

  test('a template is shown with an invented invoice, in every layout', async () => {
    isPdf(await bookkeeper.get(`/document-templates/${made.templateId}/sample.pdf`));
    for (const layout of ['task', 'staff', 'entry', 'job', 'summary', 'progressClaim']) {
      isPdf(await bookkeeper.get(`/document-templates/${made.templateId}/sample.pdf?layout=${layout}`));
    }
    assert.equal((await bookkeeper.get('/document-templates/99999/sample.pdf')).status, 404);
    const shown = await bookkeeper.get(`/document-templates/${made.templateId}/document?layout=summary`);
    assert.equal(shown.status, 200, shown.text);
    assert.equal(shown.body.templateId, String(made.templateId));
    assert.ok(shown.body.tables.length > 0 && shown.body.totals.length > 0);
    assert.equal((await bookkeeper.get('/document-templates/99999/document')).status, 404);
    const unknown = await bookkeeper.get(`/document-templates/${made.templateId}/sample.pdf?layout=fancy`);
    assert.equal(unknown.status, 400);
  });
});

describe('as it is printed', () => {
  test('an invoice has the words and figures of its PDF, and the look of its template', async () => {
    const { status, body } = await bookkeeper.get(`/invoices/${made.invoiceId}/document`);
    assert.equal(status, 200);
    assert.equal(body.title, 'Invoice');
    assert.equal(body.accentColour, '#7a1fa2');
    assert.equal(body.templateId, String(made.templateId));
    assert.deepEqual(body.tables[0].rows, [
      { kind: 'line', cells: ['Design of the boathouse', '2.00', '150.00', '300.00'], note: null },
    ]);
    assert.deepEqual(body.totals.at(-1), { label: 'Amount due NZD', text: '300.00', weight: 'due' });
    assert.deepEqual(body.notes, [{ heading: 'Terms', text: 'Within 20 days' }]);
  });

  test('a quote that is a draft says so', async () => {
    const { status, body } = await bookkeeper.get(`/quotes/${made.quoteId}/document`);
    assert.equal(status, 200);
    assert.equal(body.stamp, 'DRAFT');
    assert.equal(body.subject, 'Jetty');
    assert.deepEqual(body.tables[0].rows[0].cells, ['Piles', '500.00']);
  });

  test('what is not there is 404, and who may not see it is told', async () => {
    for (const path of [
      '/invoices/99999/pdf',
      '/invoices/99999/document',
      '/quotes/99999/pdf',
      '/quotes/99999/document',
    ]) {
      assert.equal((await bookkeeper.get(path)).status, 404, path);
    }
    assert.equal((await bookkeeper.get('/clients/99999/statement.pdf')).status, 404);
    assert.equal((await api.as('staff').get(`/invoices/${made.invoiceId}/pdf`)).status, 403);
    assert.equal((await api.asOther().get(`/invoices/${made.invoiceId}/pdf`)).status, 404);
  });
});
