// The API of a firm for the command line: a route is read, asked and answered as the server does it, by the operator.

import { buffer } from 'node:stream/consumers';
import { z } from 'zod';
import { refusedBySchema } from '#api/errors/from-zod.ts';
import { Download, Encoded, Events, type FirmRoute } from '#api/route.ts';
import { topicsOf } from '#api/live-topics.ts';
import { routes } from '#api/routes/index.ts';
import type { Context } from '#actions/context.ts';
import type { Endpoint, FirmApi, OpenFirmApi, Question } from '#cli/firm-api.ts';
import { done, type Result } from '#core/refusal.ts';
import { sendNotice } from '#store/live.ts';
import { chooseFirm, contextFor, openForCommand } from './operator.ts';

export async function openFirmApi(): Promise<OpenFirmApi> {
  const installation = await openForCommand('on documents');
  return async (firm) => {
    const chosen = await chooseFirm(installation, firm);
    return chosen.ok ? done(firmApiOf(await contextFor(installation, chosen.value.id))) : chosen;
  };
}

export function firmApiOf(context: Context): FirmApi {
  return {
    async ask(endpoint, question) {
      const route = routeOf(endpoint);
      const answer = await askRoute(context, route, question);
      if (!answer.ok) return answer;
      if (answer.value instanceof Encoded)
        return done(JSON.parse(new TextDecoder().decode(answer.value.json)));
      return done(route.answer === undefined ? null : z.encode(route.answer, answer.value));
    },
    async events(endpoint, question) {
      const answer = await askRoute(context, routeOf(endpoint), question);
      if (!answer.ok) return answer;
      if (!(answer.value instanceof Events)) throw new Error(`${endpoint} answers no events`);
      return done(readEvents(answer.value));
    },
    async file(endpoint, question) {
      const answer = await download(context, endpoint, question);
      if (!answer.ok) return answer;
      const { fileName, content } = answer.value;
      return done({ fileName, content: isWhole(content) ? content : await buffer(content) });
    },
    async stream(endpoint, question) {
      const answer = await download(context, endpoint, question);
      if (!answer.ok) return answer;
      const { fileName, content } = answer.value;
      return done({ fileName, content: bytesOf(content) });
    },
  };
}

async function download(context: Context, endpoint: Endpoint, question: Question): Promise<Result<Download>> {
  const answer = await askRoute(context, routeOf(endpoint), question);
  if (!answer.ok) return answer;
  if (!(answer.value instanceof Download)) throw new Error(`${endpoint} answers no file`);
  return done(answer.value);
}

function isWhole(content: Download['content']): content is string | Uint8Array {
  return typeof content === 'string' || content instanceof Uint8Array;
}

async function* bytesOf(content: Download['content']): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const part of isWhole(content) ? [content] : content) {
    yield typeof part === 'string' ? Buffer.from(part) : part;
  }
}

async function* readEvents({ events }: Events): AsyncGenerator<unknown, void, undefined> {
  for await (const { json } of events) yield JSON.parse(json);
}

export function routeOf(endpoint: Endpoint): FirmRoute {
  const route = routes.find(({ method, path }) => `${method} ${path}` === endpoint);
  if (route?.kind !== 'firm') throw new Error(`there is no endpoint ${endpoint}`);
  return route;
}

async function askRoute(context: Context, route: FirmRoute, question: Question): Promise<Result<unknown>> {
  const params = readAs(route.params, question.id === undefined ? {} : { id: question.id });
  if (!params.ok) return params;
  const query = readAs(route.query, onlySaid(question.query ?? {}));
  if (!query.ok) return query;
  const body = readAs(route.body, question.body);
  if (!body.ok) return body;
  // Their types are those of the route, which wore them off.
  const asked = { params: params.value, query: query.value, body: body.value } as {
    params: undefined;
    query: undefined;
    body: undefined;
  };
  const version = question.version ?? 0;
  const rest = { version, lastEventId: null, baseUrl: '', files: noFiles() };
  const result = await route.handler({ ...asked, context, ...rest });
  if (result.ok) await leaveWord(context, route);
  return result;
}

const topics = topicsOf(routes);

/** Tells servers what was changed. What is done is done, also where they cannot be told. */
async function leaveWord({ database, principal }: Context, route: FirmRoute): Promise<void> {
  const changed = topics.of(route);
  if (changed.length === 0) return;
  const firms = new Map([[principal.firmId, new Map(changed.map((topic) => [topic, '']))]]);
  await sendNotice(database, { from: 'command', firms }).catch(() => {});
}

function readAs(schema: z.ZodType | undefined, input: unknown): Result<unknown> {
  if (schema === undefined) return done(undefined);
  const parsed = schema.safeParse(input);
  return parsed.success ? done(parsed.data) : refusedBySchema(schema, parsed.error.issues, input);
}

function onlySaid(query: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

async function* noFiles(): AsyncGenerator<never> {}
