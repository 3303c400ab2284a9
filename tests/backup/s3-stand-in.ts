// A store that speaks enough of S3 to keep backups, and is strict about it: every request has to be signed (version 4,
// reckoned here from the specification and not by the client's library), bodies have to be what their digest says, parts
// but the last have to be 5 MiB or more and are put together by what they were called when they arrived. Lists come in
// pages of three. It can be told to be busy now and then.

import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { after } from 'node:test';
import type { S3Access } from '#ops/backup/s3-place.ts';

export type S3StandIn = {
  readonly access: S3Access;
  readonly target: string;
  readonly objects: Map<string, Buffer>;
  /** Requests that were refused because they were not signed as they should. */
  refusals: number;
  /** Uploads that were begun and neither completed nor given up. */
  readonly uploads: Map<string, Map<number, Buffer>>;
  /** Answers 503 to every request whose number it says yes to. */
  isBusy: (request: number) => boolean;
};

type Asked = { readonly request: IncomingMessage; readonly url: URL; readonly body: Buffer };

const accessKeyId = 'AKIDSTANDIN';
const secretAccessKey = 'secret/of+the stand-in';
const region = 'eu-test-1';
const partBytesMin = 5 * 1024 * 1024;
const pageSize = 3;

export async function openS3StandIn(): Promise<S3StandIn> {
  const server = createServer((request, response) => {
    answer(request, response).catch((error: Error) => response.destroy(error));
  });
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  after(() => server.close());
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const store: S3StandIn = {
    access: { accessKeyId, secretAccessKey, sessionToken: undefined, region, endpoint },
    target: 's3://books/of the firm',
    objects: new Map(),
    uploads: new Map(),
    refusals: 0,
    isBusy: () => false,
  };
  let requests = 0;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    const asked = { request, url: new URL(request.url!, endpoint), body };
    if (store.isBusy((requests += 1))) return say(response, 503, '<Error><Code>SlowDown</Code></Error>');
    const fault = faultOf(asked);
    if (fault !== undefined) {
      store.refusals += 1;
      return say(response, 403, `<Error><Code>${fault}</Code><Message>No &amp; no.</Message></Error>`);
    }
    return serve(store, asked, response);
  }
  return store;
}

function say(
  response: ServerResponse,
  status: number,
  xml: string,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/xml', ...headers });
  response.end(status === 204 ? undefined : `<?xml version="1.0"?>${xml}`);
}

function serve(store: S3StandIn, { request, url, body }: Asked, response: ServerResponse): void {
  const [, bucket, ...rest] = decodeURIComponent(url.pathname).split('/');
  const key = rest.join('/');
  const upload = url.searchParams.get('uploadId');
  if (bucket !== 'books') return say(response, 404, '<Error><Code>NoSuchBucket</Code></Error>');
  if (upload !== null && !store.uploads.has(upload))
    return say(response, 404, '<Error><Code>NoSuchUpload</Code></Error>');
  switch (`${request.method} ${[...url.searchParams.keys()].toSorted().join(' ')}`.trim()) {
    case 'PUT':
      store.objects.set(key, body);
      return say(response, 200, '', { etag: tagOf(body) });
    case 'GET': {
      const found = store.objects.get(key);
      if (found === undefined) return say(response, 404, '<Error><Code>NoSuchKey</Code></Error>');
      response.writeHead(200, { 'content-length': found.length });
      response.end(found);
      return undefined;
    }
    case 'DELETE':
      store.objects.delete(key);
      return say(response, 204, '');
    case 'POST uploads': {
      const id = `upload/${store.uploads.size + 1}+`;
      store.uploads.set(id, new Map());
      return say(response, 200, `<R><Bucket>books</Bucket><UploadId>${id}</UploadId></R>`);
    }
    case 'PUT partNumber uploadId':
      store.uploads.get(upload!)!.set(Number(url.searchParams.get('partNumber')), body);
      return say(response, 200, '', { etag: tagOf(body) });
    case 'DELETE uploadId':
      store.uploads.delete(upload!);
      return say(response, 204, '');
    case 'POST uploadId':
      return complete(store, { key, upload: upload!, wanted: body.toString() }, response);
    default:
      return list(store, url, response);
  }
}

function complete(
  store: S3StandIn,
  { key, upload, wanted }: { key: string; upload: string; wanted: string },
  response: ServerResponse,
): void {
  const parts = store.uploads.get(upload)!;
  const named = [...wanted.matchAll(/<PartNumber>(\d+)<\/PartNumber><ETag>([^<]+)<\/ETag>/g)];
  const bodies = named.map(([, number, tag]) => {
    const part = parts.get(Number(number));
    return part !== undefined && tagOf(part) === tag!.replaceAll('&quot;', '"') ? part : undefined;
  });
  const isWhole = bodies.length === parts.size && bodies.every((part) => part !== undefined);
  const isLargeEnough = bodies.slice(0, -1).every((part) => part!.length >= partBytesMin);
  // As the real one may do: the answer begins well and ends badly.
  if (!isWhole || !isLargeEnough) return say(response, 200, '<Error><Code>InvalidPart</Code></Error>');
  store.objects.set(key, Buffer.concat(bodies as Buffer[]));
  store.uploads.delete(upload);
  return say(response, 200, '<CompleteMultipartUploadResult/>');
}

function list(store: S3StandIn, url: URL, response: ServerResponse): void {
  const keys = [...store.objects.keys()].filter((key) =>
    key.startsWith(url.searchParams.get('prefix') ?? ''),
  );
  const sorted = keys.toSorted((a, b) => (a < b ? -1 : 1));
  const from = Number(url.searchParams.get('continuation-token')?.split('/+')[0] ?? 0);
  const contents = sorted
    .slice(from, from + pageSize)
    .map(
      (key) => `<Contents><Key>${key}</Key><LastModified>2026-03-30T00:00:00.000Z</LastModified></Contents>`,
    );
  const next =
    from + pageSize < sorted.length
      ? `<NextContinuationToken>${from + pageSize}/+=</NextContinuationToken>`
      : '';
  return say(response, 200, `<ListBucketResult>${contents.join('')}${next}</ListBucketResult>`);
}

function tagOf(body: Buffer): string {
  return `"${createHash('md5').update(body).digest('hex')}"`;
}

/** The signature of a request, reckoned from its parts; undefined when all is as it should be. */
function faultOf({ request, url, body }: Asked): string | undefined {
  const digest = createHash('sha256').update(body).digest('hex');
  if (request.headers['x-amz-content-sha256'] !== digest) return 'XAmzContentSHA256Mismatch';
  const given =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      request.headers.authorization ?? '',
    );
  if (given === null) return 'AccessDenied';
  const [, keyId, day, inRegion, signedHeaders, signature] = given;
  if (keyId !== accessKeyId || inRegion !== region) return 'InvalidAccessKeyId';
  const signed = signedHeaders!.split(';');
  if (!['host', 'x-amz-content-sha256', 'x-amz-date'].every((name) => signed.includes(name)))
    return 'AccessDenied';
  const encode = (text: string) =>
    encodeURIComponent(text).replaceAll(
      /[!'()*]/g,
      (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
    );
  const query = [...url.searchParams]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .toSorted((a, b) => (a < b ? -1 : 1));
  const canonical = [
    request.method,
    decodeURIComponent(url.pathname).split('/').map(encode).join('/'),
    query.join('&'),
    ...signed.map((name) => `${name}:${String(request.headers[name]).trim()}`),
    '',
    signedHeaders,
    digest,
  ].join('\n');
  const moment = String(request.headers['x-amz-date']);
  if (!moment.startsWith(day!)) return 'RequestTimeTooSkewed';
  const hashed = createHash('sha256').update(canonical).digest('hex');
  const text = ['AWS4-HMAC-SHA256', moment, `${day}/${inRegion}/s3/aws4_request`, hashed].join('\n');
  const steps = [day!, inRegion!, 's3', 'aws4_request', text];
  const expected = steps.reduce<string | Buffer>(
    (key, step) => createHmac('sha256', key).update(step).digest(),
    `AWS4${secretAccessKey}`,
  );
  return (expected as Buffer).toString('hex') === signature ? undefined : 'SignatureDoesNotMatch';
}
