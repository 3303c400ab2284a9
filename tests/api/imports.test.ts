import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createApiTest, type ApiCaller } from './testing.ts';

const api = await createApiTest({ now: '2024-12-31T02:00:00Z' });
const owner = api.as('owner');

const header =
  'User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags,Amount (NZD)';
const row = (date: string, hours: string, amount: string) =>
  `Mere Walker,mere@harbour.example,Kauri,Showroom,Design,,Yes,${date},09:00:00,${date},10:00:00,${hours},,${amount}`;

function upload(caller: ApiCaller, files: Record<string, string>) {
  const boundary = 'a-boundary-that-no-file-holds';
  const parts = Object.entries(files).map(
    ([name, content]) =>
      `--${boundary}\r\nContent-Disposition: form-data; name="files"; filename="${name}"\r\nContent-Type: text/csv\r\n\r\n${content}\r\n`,
  );
  const headers = { 'content-type': `multipart/form-data; boundary=${boundary}` };
  return caller.send('POST', '/imports', { body: `${parts.join('')}--${boundary}--\r\n`, headers });
}

test('files are read, shown, applied and proven', async () => {
  const read = await upload(owner, {
    'toggl.csv': [header, row('2024-07-15', '02:00:00', '300.00')].join('\n'),
  });
  assert.equal(read.status, 201, read.text);
  assert.equal(read.body.state, 'checked');
  const { id } = read.body;
  const preview = await owner.get(`/imports/${id}/preview`);
  assert.equal(preview.status, 200, preview.text);
  assert.equal(preview.body.files[0].file, 'toggl.csv');
  assert.deepEqual(preview.body.totals, [
    { kind: 'time billable', currency: 'NZD', records: 1, minutes: 120, amount: '300.00' },
  ]);
  const applied = await owner.post(`/imports/${id}/apply`, {});
  assert.equal(applied.status, 200, applied.text);
  assert.equal(applied.body.state, 'applied');
  assert.equal(applied.body.counts.timeEntry.created, 1);
  const tieOut = await owner.get(`/imports/${id}/tie-out`);
  assert.deepEqual(tieOut.body, { items: [], nextCursor: null, totals: [] });
  const listed = await owner.get('/imports');
  assert.equal(listed.body.items[0].id, id);
  assert.deepEqual(listed.body.items[0].sources, ['toggl']);
});

test('refused rows are told with file, line, field and value, and nothing is imported unless asked', async () => {
  const rows = [header, row('2024-02-31', '01:00:00', '10.00'), row('2024-08-01', '01:00:00', '10.00')];
  const { body } = await upload(owner, { 'broken.csv': rows.join('\n') });
  assert.equal(body.refused, 1);
  const problems = await owner.get(`/imports/${body.id}/problems?severity=refused`);
  const [problem] = problems.body.items;
  assert.deepEqual(
    [problem.file, problem.line, problem.field, problem.value, problem.code],
    ['broken.csv', 2, 'Start date', '2024-02-31', 'invalidDate'],
  );
  const refused = await owner.post(`/imports/${body.id}/apply`, {});
  assert.equal(refused.status, 422);
  assert.equal(refused.body.code, 'rowRefused');
  const applied = await owner.post(`/imports/${body.id}/apply`, { skipRefused: true });
  assert.equal(applied.body.counts.timeEntry.created, 1);
});

test('a file of no known kind is one problem of the file', async () => {
  const { status, body } = await upload(owner, { 'photo.csv': 'a,b,c\n1,2,3\n' });
  assert.equal(status, 201);
  assert.equal(body.refused, 1);
  const { body: problems } = await owner.get(`/imports/${body.id}/problems`);
  assert.equal(problems.items[0].code, 'unknownHeader');
});

test('an upload without files, and an import that is not there, are refused', async () => {
  assert.equal((await upload(owner, {})).status, 413);
  assert.equal((await owner.get('/imports/9999/preview')).status, 404);
  assert.equal((await owner.post('/imports/9999/apply', {})).status, 404);
});

test('a bookkeeper imports, an auditor looks, a project manager does neither', async () => {
  const files = { 'time.csv': [header, row('2024-09-01', '01:00:00', '10.00')].join('\n') };
  const read = await upload(api.as('bookkeeper'), files);
  assert.equal(read.status, 201, read.text);
  assert.equal((await api.as('auditor').get(`/imports/${read.body.id}`)).status, 200);
  assert.equal((await upload(api.as('auditor'), files)).status, 403);
  assert.equal((await api.as('projectManager').get('/imports')).status, 403);
  assert.equal((await api.asOther().get(`/imports/${read.body.id}`)).status, 404);
});

test('an invoice without a job is assigned to one', async () => {
  const invoice = {
    uuid: 'i',
    invoiceNumber: 'I-1',
    type: 'Progress Invoice',
    mode: 'actual',
    status: 'approved',
  };
  const document = { ...invoice, date: '2024-06-30', amountExTax: 500, jobs: [] };
  const read = await upload(owner, { 'invoices.json': JSON.stringify({ invoices: [document] }) });
  const applied = await owner.post(`/imports/${read.body.id}/apply`, {});
  assert.equal(applied.status, 200, applied.text);
  const { body } = await owner.get('/unmatched-invoices');
  assert.equal(body.items[0].number, 'I-1');
  const decided = await owner.post(`/unmatched-invoices/${body.items[0].invoiceId}/decision`, {
    jobId: String(api.firm.jobId),
  });
  assert.equal(decided.status, 201, decided.text);
  assert.equal(decided.body.jobNumber, 'J000001');
  assert.equal((await owner.get('/unmatched-invoices')).body.items.length, 0);
});
