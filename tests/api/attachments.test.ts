// Files on costs and jobs: what is taken, for whom, and that nothing in them can do harm.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addApiKey, createApiTest, type ApiCaller } from './testing.ts';

const api = await createApiTest();
const owner = api.as('owner');
const jobId = String(api.firm.jobId);
const ownerKey = await addApiKey(api.database, api.firm, { role: 'owner' });

const bytes = {
  jpeg: Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]),
  png: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0]),
  webp: Buffer.from('RIFF\x10\0\0\0WEBPVP8 '),
  heic: Buffer.from('\0\0\0\x18ftypheic\0\0\0\0'),
  pdf: Buffer.from('%PDF-1.7 and so on'),
  html: Buffer.from('<html><script>alert(1)</script></html>'),
  svg: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'),
};

type Sent = Readonly<Record<string, Buffer>>;

function upload(caller: ApiCaller, subject: string, files: Sent) {
  const boundary = 'a-boundary-that-no-file-holds';
  const parts = Object.entries(files).flatMap(([name, content]) => [
    Buffer.from(
      `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: text/html\r\n\r\n`,
    ),
    content,
    Buffer.from('\r\n'),
  ]);
  return caller.send('POST', `/attachments?${subject}`, {
    body: Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]),
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
  });
}

async function newCost(): Promise<string> {
  const cost = { jobId, incurredOn: '2026-03-11', description: 'Taxi', quantity: '1', unitCost: '30.00' };
  const made = await owner.post('/cost-entries', {
    costs: [{ ...cost, unitPrice: '30.00', billable: true, actual: true }],
  });
  assert.equal(made.status, 201, made.text);
  return made.body.costs[0].id;
}

test('a receipt is what its bytes say, whatever it is called, and comes back as it was', async () => {
  const cost = await newCost();
  const added = await upload(api.as('projectManager'), `costEntryId=${cost}`, {
    'receipt.html': bytes.jpeg,
    '../../etc/scan': bytes.pdf,
    'a.png': bytes.webp,
    'b.heic': bytes.heic,
    'c.png': bytes.png,
  });
  assert.equal(added.status, 201, added.text);
  const told = added.body.items.map((file: { fileName: string; mediaType: string }) => [
    file.fileName,
    file.mediaType,
  ]);
  assert.deepEqual(told, [
    ['receipt.jpg', 'image/jpeg'],
    ['scan.pdf', 'application/pdf'],
    ['a.webp', 'image/webp'],
    ['b.heic', 'image/heic'],
    ['c.png', 'image/png'],
  ]);
  const [picture, document] = added.body.items;
  const read = await api.server.inject({
    url: `/api/v1/attachments/${picture.id}`,
    headers: { authorization: `Bearer ${ownerKey}` },
  });
  assert.deepEqual(read.rawPayload, bytes.jpeg);
  assert.equal(read.headers['content-type'], 'image/jpeg');
  assert.equal(read.headers['x-content-type-options'], 'nosniff');
  assert.match(String(read.headers['content-disposition']), /^attachment; filename="receipt.jpg"/);
  const inline = await owner.get(`/attachments/${picture.id}?inline=true`);
  assert.match(inline.headers['content-disposition']!, /^inline; /);
  assert.equal(inline.headers['content-security-policy'], "default-src 'none'; sandbox");
  const pdf = await owner.get(`/attachments/${document.id}?inline=true`);
  assert.match(pdf.headers['content-disposition']!, /^attachment; /);
});

test('what could run in a browser, is empty or too large is refused, and then nothing is kept', async () => {
  const cost = await newCost();
  for (const name of ['html', 'svg'] as const) {
    const refused = await upload(owner, `costEntryId=${cost}`, {
      'ok.png': bytes.png,
      'photo.jpg': bytes[name],
    });
    assert.deepEqual([refused.status, refused.body.code], [422, 'unknownFormat'], name);
  }
  const large = Buffer.concat([bytes.png, Buffer.alloc(10 * 1024 * 1024)]);
  assert.equal(
    (await upload(owner, `costEntryId=${cost}`, { 'large.png': large })).body.code,
    'fileTooLarge',
  );
  assert.equal((await upload(owner, `costEntryId=${cost}`, {})).status, 400);
  assert.equal(
    (await upload(owner, `costEntryId=${cost}`, { 'empty.png': Buffer.alloc(0) })).body.code,
    'unknownFormat',
  );
  assert.deepEqual((await owner.get(`/attachments?costEntryId=${cost}`)).body.items, []);
});

test('the same file twice is one, so that an upload may be repeated', async () => {
  const cost = await newCost();
  const first = await upload(owner, `costEntryId=${cost}`, { 'a.png': bytes.png });
  const again = await upload(owner, `costEntryId=${cost}`, { 'again.png': bytes.png });
  assert.deepEqual(again.body, first.body);
  const onJob = await upload(owner, `jobId=${jobId}`, { 'a.png': bytes.png });
  assert.notEqual(onJob.body.items[0].id, first.body.items[0].id);
});

test('files come a page at a time, are removed, and leave a trace in the history', async () => {
  const cost = await newCost();
  const { body } = await upload(owner, `costEntryId=${cost}`, { 'a.png': bytes.png, 'b.pdf': bytes.pdf });
  const page = await owner.get(`/attachments?costEntryId=${cost}&limit=1`);
  assert.equal(page.body.items[0].fileName, 'a.png');
  const rest = await owner.get(`/attachments?costEntryId=${cost}&limit=1&cursor=${page.body.nextCursor}`);
  assert.deepEqual([rest.body.items[0].fileName, rest.body.nextCursor], ['b.pdf', null]);
  assert.equal((await owner.delete(`/attachments/${body.items[0].id}`)).status, 204);
  assert.equal((await owner.get(`/attachments/${body.items[0].id}`)).status, 404);
  const history = await owner.get(`/history?subject=costEntry&id=${cost}`);
  const sentences = history.body.items.map(({ sentence }: { sentence: string }) => sentence);
  assert.ok(sentences.includes('Removed the file a.png.') && sentences.includes('Added the file b.pdf.'));
});

test('there is a limit to the files of one thing, named in the refusal', async () => {
  const cost = await newCost();
  for (let place = 0; place < 30; place += 1) {
    const content = Buffer.concat([bytes.png, Buffer.from([place])]);
    assert.equal((await upload(owner, `costEntryId=${cost}`, { 'a.png': content })).status, 201);
  }
  const refused = await upload(owner, `costEntryId=${cost}`, { 'a.png': bytes.jpeg });
  assert.deepEqual([refused.status, refused.body.code], [409, 'limitReached']);
  assert.match(refused.body.detail, /at most 30 files/);
});

test('costs and jobs have files of their own, for those who may see and change them', async () => {
  const cost = await newCost();
  const { body } = await upload(owner, `costEntryId=${cost}`, { 'a.png': bytes.png });
  const onJob = await upload(api.as('projectManager'), `jobId=${jobId}`, { 'plan.pdf': bytes.pdf });
  const staff = api.as('staff');
  assert.equal((await staff.get(`/attachments/${onJob.body.items[0].id}`)).status, 200);
  assert.equal((await staff.get(`/attachments/${body.items[0].id}`)).status, 404);
  assert.equal((await upload(staff, `jobId=${jobId}`, { 'a.png': bytes.png })).status, 403);
  assert.equal((await api.as('auditor').delete(`/attachments/${body.items[0].id}`)).status, 403);
  assert.equal(
    (await upload(owner, `costEntryId=${cost}&jobId=${jobId}`, { 'a.png': bytes.png })).status,
    400,
  );
  assert.equal((await upload(owner, 'costEntryId=999999', { 'a.png': bytes.png })).body.code, 'unknownEntry');
});

test('another firm neither adds to it nor reads it', async () => {
  const cost = await newCost();
  const { body } = await upload(owner, `costEntryId=${cost}`, { 'a.png': bytes.png });
  const other = api.asOther();
  assert.equal((await other.get(`/attachments/${body.items[0].id}`)).status, 404);
  assert.equal((await other.delete(`/attachments/${body.items[0].id}`)).status, 404);
  assert.deepEqual((await other.get(`/attachments?costEntryId=${cost}`)).body.items, []);
  assert.equal((await upload(other, `costEntryId=${cost}`, { 'b.png': bytes.jpeg })).status, 404);
});
