// How billing is set up, over the API: taxes, settings, numbers, templates and the texts of mail.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createApiTest, type ApiCaller } from './testing.ts';

const api = await createApiTest();
const bookkeeper = api.as('bookkeeper');

const gst = (from: string, percent: string) => ({
  effectiveFrom: from,
  components: [{ component: 'GST', percent }],
});

async function added(path: string, body: object) {
  const answer = await bookkeeper.post(path, body);
  assert.equal(answer.status, 201, answer.text);
  return answer.body;
}

async function changesOf(subject: string): Promise<{ action: string; before: unknown; after: unknown }[]> {
  return api.database.inFirm(api.firm.firmId, (tx) =>
    tx.query(`select action, before, after from change where firm_id = $1 and subject = $2 order by id`, [
      api.firm.firmId,
      subject,
    ]),
  );
}

test('a tax is added with its rates, which come back oldest first and as they were said', async () => {
  const tax = await added('/taxes', {
    name: 'Sales',
    rates: [gst('2010-10-01', '15'), gst('1989-07-01', '12.50')],
  });
  assert.deepEqual(tax.rates, [gst('1989-07-01', '12.5'), gst('2010-10-01', '15')]);
  assert.equal(tax.archived, false);
  assert.deepEqual((await bookkeeper.get(`/taxes/${tax.id}`)).body, tax);
  const { items } = (await bookkeeper.get('/taxes')).body;
  assert.deepEqual(
    items.find(({ id }: { id: string }) => id === tax.id),
    tax,
  );
});

test('a tax is replaced with its rates under its version, and the change leaves a trace', async () => {
  const tax = await added('/taxes', { name: 'Levy', rates: [gst('2020-01-01', '3')] });
  const to = { name: 'Levy', rates: [gst('2020-01-01', '3'), gst('2027-01-01', '4')] };
  const replaced = await bookkeeper.put(`/taxes/${tax.id}`, to, tax.version);
  assert.equal(replaced.status, 200, replaced.text);
  assert.equal(replaced.body.rates.length, 2);
  assert.equal(replaced.body.version, tax.version + 1);
  assert.equal((await bookkeeper.put(`/taxes/${tax.id}`, to, tax.version)).body.code, 'staleVersion');
  const again = await bookkeeper.put(`/taxes/${tax.id}`, to, replaced.body.version);
  assert.equal(again.body.version, replaced.body.version, 'nothing differs');
  const last = (await changesOf('tax')).at(-1)!;
  assert.deepEqual(
    [last.action, (last.before as typeof to).rates.length, (last.after as typeof to).rates.length],
    ['changed', 1, 2],
  );
});

test('a tax says each day and each component once, and has a name of its own', async () => {
  const twice = { name: 'Twice', rates: [gst('2020-01-01', '3'), gst('2020-01-01', '4')] };
  const day = await bookkeeper.post('/taxes', twice);
  assert.deepEqual([day.body.code, day.body.errors[0].field], ['duplicate', 'rates[1].effectiveFrom']);
  const components = [
    { component: 'State', percent: '1' },
    { component: 'state', percent: '2' },
  ];
  const component = await bookkeeper.post('/taxes', {
    name: 'Twice',
    rates: [{ effectiveFrom: '2020-01-01', components }],
  });
  assert.equal(component.body.errors[0].field, 'rates[0].components[1].component');
  await added('/taxes', { name: 'Only once', rates: [gst('2020-01-01', '3')] });
  const named = await bookkeeper.post('/taxes', { name: 'ONLY ONCE', rates: [gst('2020-01-01', '3')] });
  assert.deepEqual([named.body.code, named.body.errors[0].field], ['duplicate', 'name']);
  const odd = {
    '-1': 'amountOutOfRange',
    '101': 'amountOutOfRange',
    '1.23456': 'invalidAmount',
    '1e1': 'invalidAmount',
  };
  for (const [percent, code] of Object.entries(odd)) {
    const refused = await bookkeeper.post('/taxes', { name: 'Odd', rates: [gst('2020-01-01', percent)] });
    assert.equal(refused.body.code, code, percent);
  }
});

test('the tax of the firm or of a client is neither archived nor removed', async () => {
  const tax = await added('/taxes', { name: 'Kept', rates: [gst('2020-01-01', '3')] });
  const before = (await bookkeeper.get('/billing-settings')).body;
  const changed = await bookkeeper.patch('/billing-settings', { defaultTaxId: tax.id }, before.version);
  assert.equal(changed.body.defaultTaxId, tax.id, changed.text);
  const archive = { name: 'Kept', rates: tax.rates, archived: true };
  assert.equal((await bookkeeper.put(`/taxes/${tax.id}`, archive, tax.version)).body.code, 'stillInUse');
  assert.equal((await bookkeeper.delete(`/taxes/${tax.id}`, tax.version)).body.code, 'stillInUse');
  const cleared = await bookkeeper.patch('/billing-settings', { defaultTaxId: null }, changed.body.version);
  assert.equal(cleared.status, 200);

  const client = (await bookkeeper.get(`/clients/${api.firm.clientId}`)).body;
  const taxed = await bookkeeper.patch(`/clients/${client.id}`, { taxId: tax.id }, client.version);
  assert.equal(taxed.body.taxId, tax.id, taxed.text);
  const refused = await bookkeeper.put(`/taxes/${tax.id}`, archive, tax.version);
  assert.match(refused.body.errors[0].detail, /A Client/);
  const freed = await bookkeeper.patch(`/clients/${client.id}`, { taxId: null }, taxed.body.version);
  assert.equal(freed.body.taxId, null);
  const archived = await bookkeeper.put(`/taxes/${tax.id}`, archive, tax.version);
  assert.equal(archived.body.archived, true, archived.text);
  const chosen = await bookkeeper.patch('/billing-settings', { defaultTaxId: tax.id }, cleared.body.version);
  assert.deepEqual([chosen.body.code, chosen.body.errors[0].field], ['conflict', 'defaultTaxId']);
  assert.equal((await bookkeeper.delete(`/taxes/${tax.id}`, archived.body.version)).status, 204);
});

test('billing settings change by what is sent, under their version', async () => {
  const before = (await bookkeeper.get('/billing-settings')).body;
  assert.deepEqual(before.due, { rule: 'daysAfter', days: 20 });
  const due = { rule: 'dayOfNextMonth', days: 20 };
  const to = { legalName: 'Kauri Limited', taxHalf: 'down', taxRounding: 'total', due };
  const changed = await bookkeeper.patch('/billing-settings', to, before.version);
  assert.equal(changed.status, 200, changed.text);
  assert.deepEqual(changed.body, { ...before, ...to, version: before.version + 1 });
  assert.equal((await bookkeeper.patch('/billing-settings', to, before.version)).body.code, 'staleVersion');
  const odd = { due: { rule: 'dayOfNextMonth', days: 32 } };
  assert.equal((await bookkeeper.patch('/billing-settings', odd, changed.body.version)).status, 400);
  const foreign = (await api.asOther().post('/taxes', { name: 'Theirs', rates: [gst('2020-01-01', '1')] }))
    .body;
  const taken = await bookkeeper.patch(
    '/billing-settings',
    { defaultTaxId: foreign.id },
    changed.body.version,
  );
  assert.equal(taken.body.code, 'unknownTax');
});

test('a firm begins with a series for each document, and another one takes the default over', async () => {
  const { items } = (await bookkeeper.get('/number-series')).body;
  assert.deepEqual(
    items.map((series: { nextNumber: string; isDefault: boolean }) => [series.nextNumber, series.isDefault]),
    [
      ['INV-0001', true],
      ['CN-0001', true],
      ['Q-0001', true],
    ],
  );
  const [invoices] = items;
  const made = await added('/number-series', {
    document: 'invoice',
    name: 'Retail',
    prefix: 'R',
    nextValue: 500,
    minimumDigits: 6,
    isDefault: true,
  });
  assert.equal(made.nextNumber, 'R000500');
  const first = (await bookkeeper.get(`/number-series/${invoices.id}`)).body;
  assert.deepEqual([first.isDefault, first.version], [false, invoices.version + 1]);
  const down = await bookkeeper.patch(`/number-series/${made.id}`, { isDefault: false }, made.version);
  assert.equal(down.body.code, 'conflict');
  const away = await bookkeeper.patch(`/number-series/${made.id}`, { archived: true }, made.version);
  assert.equal(away.body.code, 'stillInUse');
  assert.equal((await bookkeeper.delete(`/number-series/${made.id}`, made.version)).body.code, 'stillInUse');
  const back = await bookkeeper.patch(`/number-series/${first.id}`, { isDefault: true }, first.version);
  assert.equal(back.body.isDefault, true, back.text);
  const retail = (await bookkeeper.get(`/number-series/${made.id}`)).body;
  assert.equal(retail.isDefault, false);
  assert.equal((await bookkeeper.delete(`/number-series/${made.id}`, retail.version)).status, 204);
});

test('numbers that were used, also by an imported invoice, are never given again', async () => {
  await api.database.inFirm(api.firm.firmId, async (tx) => {
    await tx.query(
      `insert into invoice (firm_id, number, basis, status, invoiced_on, currency, total_minor, origin)
       values ($1, 'OLD-0041', 'miscellaneous', 'approved', '2025-01-01', 'NZD', 0, 'imported'),
              ($1, 'OLD-1a', 'miscellaneous', 'approved', '2025-01-01', 'NZD', 0, 'imported')`,
      [api.firm.firmId],
    );
  });
  const old = { document: 'invoice', name: 'Old', prefix: 'OLD-' };
  const refused = await bookkeeper.post('/number-series', { ...old, nextValue: 41 });
  assert.equal(refused.status, 409, refused.text);
  assert.deepEqual(
    [refused.body.errors[0].field, refused.body.errors[0].accepted],
    ['nextValue', '42 to 999999999999'],
  );
  const series = await added('/number-series', { ...old, nextValue: 42 });
  await api.database.inFirm(api.firm.firmId, async (tx) => {
    await tx.query(
      `insert into invoice (firm_id, number, basis, status, invoiced_on, currency, total_minor, series_id, series_value)
       values ($1, 'OLD-0060', 'miscellaneous', 'approved', '2025-01-01', 'NZD', 0, $2, 60)`,
      [api.firm.firmId, Number(series.id)],
    );
  });
  const path = `/number-series/${series.id}`;
  assert.equal((await bookkeeper.patch(path, { nextValue: 60 }, series.version)).body.code, 'conflict');
  const renamed = { prefix: 'NEW-', nextValue: 1 };
  assert.equal((await bookkeeper.patch(path, renamed, series.version)).body.code, 'conflict');
  const raised = await bookkeeper.patch(path, { nextValue: 100 }, series.version);
  assert.equal(raised.body.nextNumber, 'OLD-0100', raised.text);
  const lowered = await bookkeeper.patch(path, { nextValue: 61 }, raised.body.version);
  assert.equal(lowered.body.nextNumber, 'OLD-0061', 'back to what was not used');
  assert.equal(lowered.body.suggestedNextValue, null);
  await api.database.inFirm(api.firm.firmId, async (tx) => {
    await tx.query(
      `insert into invoice (firm_id, number, basis, status, invoiced_on, currency, total_minor, origin)
       values ($1, 'OLD-0070', 'miscellaneous', 'approved', '2025-01-01', 'NZD', 0, 'imported')`,
      [api.firm.firmId],
    );
  });
  assert.equal((await bookkeeper.get(path)).body.suggestedNextValue, 71);
  const { items } = (await bookkeeper.get('/number-series')).body;
  const suggested = items.map((one: { id: string; suggestedNextValue: number | null }) => [
    one.id === series.id,
    one.suggestedNextValue,
  ]);
  assert.deepEqual(
    suggested.filter(([, value]: [boolean, number | null]) => value !== null),
    [[true, 71]],
  );
  assert.equal((await bookkeeper.delete(path, lowered.body.version)).body.code, 'stillInUse');
});

test('a prefix that another series has left goes on above the numbers it gave under it', async () => {
  const site = { document: 'invoice', name: 'Site', prefix: 'SITE-', nextValue: 1 };
  const series = await added('/number-series', site);
  await api.database.inFirm(api.firm.firmId, async (tx) => {
    await tx.query(
      `insert into invoice (firm_id, number, basis, status, invoiced_on, currency, total_minor, series_id, series_value)
       values ($1, 'SITE-0005', 'miscellaneous', 'approved', '2025-01-01', 'NZD', 0, $2, 5)`,
      [api.firm.firmId, Number(series.id)],
    );
  });
  const path = `/number-series/${series.id}`;
  assert.equal(
    (await bookkeeper.patch(path, { prefix: 'YARD-', nextValue: 5 }, series.version)).body.code,
    'conflict',
  );
  const left = await bookkeeper.patch(path, { prefix: 'YARD-', nextValue: 6 }, series.version);
  assert.deepEqual([left.body.nextNumber, left.body.suggestedNextValue], ['YARD-0006', null], left.text);
  const refused = await bookkeeper.post('/number-series', { ...site, name: 'Site again', nextValue: 5 });
  assert.equal(refused.body.errors[0].accepted, '6 to 999999999999', refused.text);
  const again = await added('/number-series', { ...site, name: 'Site again', nextValue: 6 });
  assert.deepEqual([again.nextNumber, again.suggestedNextValue], ['SITE-0006', null]);
});

test('two series never give the same number', async () => {
  const invoices = { document: 'invoice', name: 'Again', prefix: 'INV-' };
  assert.equal((await bookkeeper.post('/number-series', invoices)).body.code, 'duplicate');
  const credit = await bookkeeper.post('/number-series', { ...invoices, document: 'creditNote' });
  assert.equal(credit.body.errors[0].field, 'prefix');
  const digit = await bookkeeper.post('/number-series', { ...invoices, prefix: 'INV-2026' });
  assert.equal(digit.body.errors[0].field, 'prefix');
  const quotes = await added('/number-series', { ...invoices, document: 'quote' });
  assert.equal(quotes.nextNumber, 'INV-0001');
});

test('a template is added, changed, made the default and removed', async () => {
  const [standard] = (await bookkeeper.get('/document-templates')).body.items;
  assert.deepEqual([standard.name, standard.isDefault, standard.logoType], ['Standard', true, null]);
  const body = {
    name: 'Letterhead',
    layout: 'staff',
    accentColour: '#aa0011',
    isDefault: true,
    terms: 'Pay soon.',
  };
  const made = await added('/document-templates', body);
  assert.deepEqual([made.layout, made.pageSize, made.isDefault], ['staff', 'A4', true]);
  const before = (await bookkeeper.get(`/document-templates/${standard.id}`)).body;
  assert.equal(before.isDefault, false);
  assert.equal(
    (await bookkeeper.delete(`/document-templates/${made.id}`, made.version)).body.code,
    'stillInUse',
  );
  const back = await bookkeeper.patch(
    `/document-templates/${standard.id}`,
    { isDefault: true },
    before.version,
  );
  assert.equal(back.body.isDefault, true, back.text);
  const freed = (await bookkeeper.get(`/document-templates/${made.id}`)).body;
  const changed = await bookkeeper.patch(
    `/document-templates/${made.id}`,
    { footer: 'Kauri' },
    freed.version,
  );
  assert.deepEqual([changed.body.footer, changed.body.terms], ['Kauri', 'Pay soon.']);
  assert.equal((await bookkeeper.delete(`/document-templates/${made.id}`, changed.body.version)).status, 204);
  const colour = await bookkeeper.post('/document-templates', { ...body, accentColour: 'url(evil)' });
  assert.equal(colour.status, 400);
});

const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 255, 128, 13, 10]);

async function putLogo(caller: ApiCaller, id: string, version: number, content: Buffer | null) {
  const boundary = 'a-boundary-that-no-file-holds';
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="x.svg"\r\nContent-Type: image/svg+xml\r\n\r\n`;
  const end = `--${boundary}--\r\n`;
  const part = content === null ? [] : [Buffer.from(head), content, Buffer.from('\r\n')];
  const payload = Buffer.concat([...part, Buffer.from(end)]);
  const headers = { 'content-type': `multipart/form-data; boundary=${boundary}`, 'if-match': `"${version}"` };
  return caller.send('PUT', `/document-templates/${id}/logo`, { body: payload, headers });
}

test('a logo is a picture by its bytes, is read back as it was sent, and can be taken off', async () => {
  const template = await added('/document-templates', { name: 'With a logo' });
  const { id } = template;
  const none = await bookkeeper.get(`/document-templates/${id}/logo`);
  assert.equal(none.status, 404);
  const script = await putLogo(bookkeeper, id, template.version, Buffer.from('<svg onload="alert(1)"/>'));
  assert.deepEqual([script.status, script.body.code], [422, 'unknownFormat'], script.text);
  const nothing = await putLogo(bookkeeper, id, template.version, null);
  assert.equal(nothing.status < 500 && nothing.status >= 400, true, nothing.text);
  const large = await putLogo(
    bookkeeper,
    id,
    template.version,
    Buffer.concat([png, Buffer.alloc(1_000_000)]),
  );
  assert.equal(large.status, 413, large.text);
  assert.equal((await putLogo(api.as('staff'), id, template.version, png)).status, 403);
  assert.equal((await putLogo(api.asOther(), id, template.version, png)).status, 404);

  const put = await putLogo(bookkeeper, id, template.version, png);
  assert.deepEqual([put.status, put.body.logoType], [200, 'image/png'], put.text);
  assert.equal((await putLogo(bookkeeper, id, template.version, png)).body.code, 'staleVersion');
  const read = await api.server.inject({
    url: `/api/v1/document-templates/${id}/logo`,
    headers: await credentials(),
  });
  assert.deepEqual([read.headers['content-type'], read.rawPayload.equals(png)], ['image/png', true]);
  const off = await bookkeeper.delete(`/document-templates/${id}/logo`, put.body.version);
  assert.deepEqual([off.status, off.body.logoType], [200, null], off.text);
});

test('a logo may be the body itself', async () => {
  const { id, version } = await added('/document-templates', { name: 'With a picture' });
  const put = (type: string, body: Buffer, path = `/document-templates/${id}/logo`) =>
    bookkeeper.send('PUT', path, { body, headers: { 'content-type': type, 'if-match': `"${version}"` } });
  const large = await put('image/png', Buffer.concat([png, Buffer.alloc(1_000_000)]));
  assert.equal(large.status, 413, large.text);
  assert.equal((await put('image/png', Buffer.from('<svg/>'))).body.code, 'unknownFormat');
  assert.equal((await put('image/jpeg', Buffer.alloc(0))).body.code, 'invalidRequest');
  assert.equal((await put('image/svg+xml', Buffer.from('<svg/>'))).status, 415);
  assert.equal((await put('image/png', png, `/taxes/${id}`)).status, 415);
  // The bytes say what it is, not the name.
  const done = await put('image/jpeg', png);
  assert.deepEqual([done.status, done.body.logoType], [200, 'image/png'], done.text);
});

async function credentials() {
  const { addApiKey } = await import('./testing.ts');
  return { authorization: `Bearer ${await addApiKey(api.database, api.firm, { role: 'bookkeeper' })}` };
}

test('mail reads as the firm says, with placeholders that can be filled in', async () => {
  const texts = (await bookkeeper.get('/mail-texts')).body.items;
  assert.deepEqual(
    texts.map(({ document, version }: { document: string; version: number }) => [document, version]),
    [
      ['invoice', 1],
      ['creditNote', 1],
      ['quote', 1],
      ['statement', 1],
    ],
  );
  const to = { document: 'invoice', subject: '{firm}: {number}', body: 'Kia ora {client}' };
  const changed = await bookkeeper.put('/mail-texts', to, 1);
  assert.deepEqual(changed.body, { ...to, version: 2 }, changed.text);
  assert.equal((await bookkeeper.put('/mail-texts', to, 1)).body.code, 'staleVersion');
  const wrong = await bookkeeper.put('/mail-texts', { ...to, body: 'Hello {customer}' }, 2);
  assert.deepEqual([wrong.status, wrong.body.errors[0].field], [400, 'body']);
  assert.deepEqual((await bookkeeper.get('/mail-texts')).body.items[0], changed.body);
});

test('a client says when it pays, how it is taxed and where its invoices go', async () => {
  const tax = await added('/taxes', { name: 'Abroad', rates: [gst('2020-01-01', '0')] });
  const due = { rule: 'dayOfNextMonth', days: 20 };
  const client = await added('/clients', {
    name: 'Harbour Trust',
    taxId: tax.id,
    taxExempt: false,
    due,
    billingEmail: 'Accounts@harbour.example',
  });
  assert.deepEqual(
    [client.taxId, client.taxExempt, client.due, client.billingEmail],
    [tax.id, false, due, 'accounts@harbour.example'],
  );
  const changed = await bookkeeper.patch(
    `/clients/${client.id}`,
    { due: null, taxId: null, taxExempt: true },
    client.version,
  );
  assert.deepEqual(
    [changed.body.due, changed.body.taxId, changed.body.taxExempt],
    [null, null, true],
    changed.text,
  );
  const unknown = await bookkeeper.patch(`/clients/${client.id}`, { taxId: '999999' }, changed.body.version);
  assert.deepEqual([unknown.body.code, unknown.body.errors[0].field], ['unknownTax', 'taxId']);
  assert.deepEqual((await bookkeeper.get(`/clients/${api.firm.clientId}`)).body.due, null);
});

test('everybody who sees invoices sees how they are set up, and only some may change it', async () => {
  const paths = ['/taxes', '/billing-settings', '/number-series', '/document-templates', '/mail-texts'];
  for (const path of paths) assert.equal((await api.as('auditor').get(path)).status, 200, path);
  const tax = { name: 'Not theirs', rates: [gst('2020-01-01', '3')] };
  assert.equal((await api.as('auditor').post('/taxes', tax)).status, 403);
});
