// A bucket of Amazon S3, or of any store that speaks its protocol, as a place for backups. Files go up in parts of
// 16 MiB, one at a time, so memory does not grow with them; up to 10,000 parts, which is 160 GB of one table, compressed.
// Each part says its digest, which the store compares with what arrived.

import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { AwsClient } from 'aws4fetch';
import { SaxesParser } from 'saxes';
import { StartError } from '../start-error.ts';
import type { Place } from './place.ts';

export type S3Access = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string | undefined;
  readonly region: string;
  /** Undefined for Amazon. */
  readonly endpoint: string | undefined;
};

type Bucket = { readonly client: AwsClient; readonly address: string; readonly prefix: string };
type Answer = { readonly status: number; readonly headers: Headers; readonly text: string };

const partBytes = 16 * 1024 * 1024;
const attemptsMax = 6;
const removedTogether = 20;

export function s3Place(target: string, access: S3Access): Place {
  const bucket = openBucket(target, access);
  const keyOf = (name: string) => `${bucket.prefix}${name}`;
  return {
    description: target,
    write: (name, content) => upload(bucket, keyOf(name), content),

    async read(name) {
      const response = await send(bucket, { method: 'GET', key: keyOf(name) });
      if (response.status === 404) throw new StartError(`${target}/${name} is missing.`);
      if (!response.ok) throw refusedBy(bucket, 'reading', await answerOf(response));
      return Readable.fromWeb(response.body as ReadableStream<Uint8Array>);
    },

    list: () => listAll(bucket),

    async remove(names) {
      // One by one: the request that removes many is not understood by every store.
      for (let at = 0; at < names.length; at += removedTogether) {
        const some = names.slice(at, at + removedTogether);
        await Promise.all(
          some.map((name) => ask(bucket, 'removing', { method: 'DELETE', key: keyOf(name) })),
        );
      }
    },
  };
}

function openBucket(target: string, access: S3Access): Bucket {
  const [name, ...path] = target
    .slice('s3://'.length)
    .split('/')
    .filter((part) => part !== '');
  if (name === undefined) throw new StartError('The target names no bucket. Accepted: s3://bucket/folder.');
  const { region, endpoint } = access;
  // Stores of others are mostly reached by path, Amazon by host.
  const address =
    endpoint === undefined
      ? `https://${name}.s3.${region}.amazonaws.com`
      : `${endpoint.replace(/\/+$/, '')}/${name}`;
  const client = new AwsClient({ ...access, service: 's3', retries: 0 });
  return { client, address, prefix: path.length === 0 ? '' : `${path.join('/')}/` };
}

async function upload(bucket: Bucket, key: string, content: AsyncIterable<Uint8Array>): Promise<void> {
  const parts = partsOf(content);
  const first = await parts.next();
  const second = await parts.next();
  if (second.done) {
    await ask(bucket, 'writing', { method: 'PUT', key, body: first.value ?? Buffer.alloc(0) });
    return;
  }
  const begun = await ask(bucket, 'writing', { method: 'POST', key, query: 'uploads=' });
  const id = encodeURIComponent(valuesOf(begun.text, 'UploadId')[0] ?? '');
  try {
    const tags: string[] = [];
    const sendPart = async (body: Buffer<ArrayBuffer>) => {
      const query = `partNumber=${tags.length + 1}&uploadId=${id}`;
      const { headers } = await ask(bucket, 'writing', { method: 'PUT', key, query, body });
      tags.push(headers.get('etag') ?? '');
    };
    await sendPart(first.value!);
    await sendPart(second.value);
    for await (const part of parts) await sendPart(part);
    const listed = tags.map(
      (tag, at) => `<Part><PartNumber>${at + 1}</PartNumber><ETag>${tag}</ETag></Part>`,
    );
    const body = Buffer.from(`<CompleteMultipartUpload>${listed.join('')}</CompleteMultipartUpload>`);
    const ended = await ask(bucket, 'writing', { method: 'POST', key, query: `uploadId=${id}`, body });
    // A store may begin its answer with 200 and find out afterwards that it cannot.
    if (ended.text.includes('<Error>')) throw refusedBy(bucket, 'writing', ended);
  } catch (error) {
    await send(bucket, { method: 'DELETE', key, query: `uploadId=${id}` }).catch(() => {});
    throw error;
  }
}

async function* partsOf(content: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer<ArrayBuffer>, undefined> {
  let gathered: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of content) {
    for (let from = 0; from < chunk.length;) {
      const taken = chunk.subarray(from, from + partBytes - length);
      gathered.push(taken);
      length += taken.length;
      from += taken.length;
      if (length < partBytes) continue;
      yield Buffer.concat(gathered);
      gathered = [];
      length = 0;
    }
  }
  if (length > 0) yield Buffer.concat(gathered);
  return undefined;
}

async function listAll(bucket: Bucket): Promise<{ name: string; writtenAtMs: number }[]> {
  const found: { name: string; writtenAtMs: number }[] = [];
  for (let next = ''; ;) {
    const query =
      `list-type=2&prefix=${encodeURIComponent(bucket.prefix)}` +
      (next === '' ? '' : `&continuation-token=${encodeURIComponent(next)}`);
    const { text } = await ask(bucket, 'listing', { method: 'GET', key: '', query });
    const times = valuesOf(text, 'LastModified');
    for (const [at, key] of valuesOf(text, 'Key').entries())
      found.push({ name: key.slice(bucket.prefix.length), writtenAtMs: Date.parse(times[at] ?? '') });
    next = valuesOf(text, 'NextContinuationToken')[0] ?? '';
    if (next === '') return found;
  }
}

type Request = {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  readonly key: string;
  readonly query?: string;
  readonly body?: Buffer<ArrayBuffer>;
};

async function ask(bucket: Bucket, what: string, request: Request): Promise<Answer> {
  const answer = await answerOf(await send(bucket, request));
  if (answer.status >= 300) throw refusedBy(bucket, what, answer);
  return answer;
}

async function answerOf(response: Response): Promise<Answer> {
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** Repeats what failed on the way or because the store was busy; every request of ours may be made twice. */
async function send({ client, address }: Bucket, { method, key, query, body }: Request): Promise<Response> {
  const path = key.split('/').map(encodeURIComponent).join('/');
  const url = `${address}/${path}${query === undefined ? '' : `?${query}`}`;
  const digest = createHash('sha256')
    .update(body ?? '')
    .digest('hex');
  for (let attempt = 1; ; attempt += 1) {
    try {
      const headers = { 'x-amz-content-sha256': digest };
      const signed = await client.sign(url, { method, headers, ...(body === undefined ? {} : { body }) });
      const response = await fetch(signed);
      if (attempt >= attemptsMax || (response.status < 500 && response.status !== 429)) return response;
      await response.body?.cancel();
    } catch (error) {
      if (attempt >= attemptsMax)
        throw new StartError(`${new URL(address).host} cannot be reached: ${reasonOf(error)}.`, {
          cause: error,
        });
    }
    await new Promise((resolve) => setTimeout(resolve, 100 * 2 ** attempt));
  }
}

function reasonOf(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error ? cause.message : message;
}

function refusedBy({ address }: Bucket, what: string, { status, text }: Answer): StartError {
  const said = [...valuesOf(text, 'Code'), ...valuesOf(text, 'Message')].join(': ');
  return new StartError(
    `${new URL(address).host} refused ${what} (${status}${said === '' ? '' : `, ${said}`}).`,
  );
}

/** The texts of all elements of this name. */
function valuesOf(xml: string, element: string): string[] {
  const values: string[] = [];
  const parser = new SaxesParser();
  let inside: string | undefined;
  parser.on('opentag', ({ name }) => {
    if (name === element) inside = '';
  });
  parser.on('text', (piece) => {
    if (inside !== undefined) inside += piece;
  });
  parser.on('closetag', ({ name }) => {
    if (name !== element || inside === undefined) return;
    values.push(inside);
    inside = undefined;
  });
  // What is not XML says nothing that we look for.
  parser.on('error', () => {});
  parser.write(xml).close();
  return values;
}
