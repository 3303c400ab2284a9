// The OpenAPI 3.1 document, made from the routes. Every schema is described as it travels (the input side of zod's
// codecs): that is what a caller sends, and what an answer is encoded to. Schemas with a name of their own become
// components; two different schemas of one name are a mistake and throw.

import { z } from 'zod';
import { permissions, type Permission } from '#core/access/permissions.ts';
import { isDeepStrictEqual } from 'node:util';
import { problem } from '#contract/problem.ts';
import { problems, type ProblemCode } from '#contract/refusals.ts';
import { needsRequestKey, needsVersion, permissionsOfRoute, statusOf, type Route } from './route.ts';
import { tags } from './tags.ts';

type Json = { [name: string]: unknown };

export function openApiDocument(routes: readonly Route[]): Json {
  const components: Json = {};
  const problemReference = describe(problem, components);
  const paths: { [path: string]: Json } = {};
  for (const route of routes) {
    const path = (paths[`/api/v1${route.path}`] ??= {});
    path[route.method.toLowerCase()] = operation(route, components, problemReference);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Workledger',
      version: '1',
      description: introduction,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    tags: tags.filter((tag) => routes.some((route) => route.tag === tag)).map((name) => ({ name })),
    paths,
    components: {
      schemas: Object.fromEntries(Object.entries(components).sort(([a], [b]) => (a < b ? -1 : 1))),
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer', description: 'An API key of one firm, such as wl_….' },
        session: { type: 'apiKey', in: 'cookie', name: 'workledger.session_token' },
      },
    },
  };
}

const introduction = `Everything that the product can do. JSON in camelCase; amounts are decimal strings, durations whole minutes, dates YYYY-MM-DD, ids decimal strings.

Send an API key as \`Authorization: Bearer …\`, or sign in and choose one of your firms with the \`Workledger-Firm\` header. A POST that writes needs an \`Idempotency-Key\`: the same request with the same key is answered again and not repeated. An edit needs \`If-Match\` with the version that you saw. Lists are answered a page at a time: pass \`nextCursor\` as \`cursor\`. Whatever could not be done is answered as \`application/problem+json\`, with a code that has a page of its own.`;

function operation(route: Route, components: Json, problemReference: unknown): Json {
  const status = statusOf(route);
  return {
    operationId: operationIdOf(route),
    summary: route.summary,
    description: descriptionOf(route),
    tags: [route.tag],
    ...(route.kind === 'firm'
      ? { 'x-permissions': permissionsOfRoute(route) }
      : { 'x-access': route.access }),
    security: isPublic(route) ? [] : [{ apiKey: [] }, { session: [] }],
    parameters: [
      ...parametersOf(route.params, 'path', components),
      ...parametersOf(route.query, 'query', components),
      ...headersOf(route),
    ],
    ...requestBodyOf(route, components),
    responses: {
      [status]: successOf(route, components),
      ...problemResponses(route, problemReference),
    },
  };
}

function isPublic(route: Route): boolean {
  return route.kind === 'open' && route.access === 'public';
}

function operationIdOf({ method, path }: Route): string {
  const words = path.split(/[/\-{}]+/).filter((word) => word !== '');
  return [method.toLowerCase(), ...words.map((word) => word[0]!.toUpperCase() + word.slice(1))].join('');
}

function descriptionOf(route: Route): string {
  const needed = route.kind === 'firm' ? `Needs permission to ${sentences(permissionsOfRoute(route))}.` : '';
  return [route.description, needed].filter((part) => part !== undefined && part !== '').join('\n\n');
}

function sentences(needed: readonly Permission[]): string {
  return needed
    .map((permission) => `${permissions[permission].sentence} (\`${permission}\`)`)
    .join(', or to ');
}

function parametersOf(schema: z.ZodType | undefined, where: 'path' | 'query', components: Json): Json[] {
  if (schema === undefined) return [];
  const described = describe(schema, components) as { properties?: Json; required?: string[] };
  return Object.entries(described.properties ?? {}).map(([name, property]) => {
    const { description, ...inner } = property as Json;
    return {
      name,
      in: where,
      required: where === 'path' || (described.required ?? []).includes(name),
      ...(description === undefined ? {} : { description }),
      schema: inner,
    };
  });
}

function headersOf(route: Route): Json[] {
  if (route.kind === 'open') return [];
  const header = (name: string, required: boolean, description: string): Json => ({
    name,
    in: 'header',
    required,
    description,
    schema: { type: 'string' },
  });
  return [
    header('Workledger-Firm', false, 'The id of the firm, for people who belong to several.'),
    ...(needsRequestKey(route)
      ? [
          header(
            'Idempotency-Key',
            true,
            'A key of your own choice: the same request with it is not repeated.',
          ),
        ]
      : []),
    ...(needsVersion(route) ? [header('If-Match', true, 'The version that you saw, such as "3".')] : []),
  ];
}

function requestBodyOf(route: Route, components: Json): Json {
  if (route.kind === 'firm' && route.upload !== undefined) {
    const file = { type: 'string', contentMediaType: 'application/octet-stream' };
    const schema = { type: 'object', properties: { file: { type: 'array', items: file } } };
    const content: Json = { 'multipart/form-data': { schema } };
    for (const mediaType of route.upload.mediaTypes ?? []) content[mediaType] = {};
    return { requestBody: { required: true, content } };
  }
  if (route.body === undefined) return {};
  const schema = describe(route.body, components);
  return { requestBody: { required: true, content: { 'application/json': { schema } } } };
}

function successOf(route: Route, components: Json): Json {
  const files = route.kind === 'firm' ? (route.downloads ?? []) : [];
  const content: Json = {};
  if (route.answer !== undefined)
    content['application/json'] = { schema: describe(route.answer, components) };
  for (const mediaType of files) content[mediaType] = { schema: { type: 'string' } };
  const isEmpty = Object.keys(content).length === 0;
  return { description: isEmpty ? 'Done.' : 'The answer.', ...(isEmpty ? {} : { content }) };
}

function problemResponses(route: Route, problemReference: unknown): Json {
  const content = { 'application/problem+json': { schema: problemReference } };
  const responses: Json = {};
  for (const code of codesOf(route)) {
    const status = String(problems[code].status);
    const known = responses[status] as { description: string } | undefined;
    const description = known === undefined ? code : `${known.description}, ${code}`;
    responses[status] = { description, content };
  }
  return responses;
}

function codesOf(route: Route): ProblemCode[] {
  const codes: ProblemCode[] = ['invalidRequest'];
  if (route.body !== undefined) codes.push('malformedBody', 'unsupportedMediaType', 'bodyTooLarge');
  if (!isPublic(route)) codes.push('signInRequired');
  if (route.kind === 'firm') codes.push('notPermitted', 'unknownFirm');
  if (route.params !== undefined) codes.push('notFound');
  if (needsRequestKey(route)) codes.push('requestKeyMissing', 'requestKeyReused');
  if (needsVersion(route)) codes.push('versionMissing', 'staleVersion');
  codes.push(...(route.refusals ?? []), 'tooManyRequests', 'overloaded', 'timedOut', 'unavailable');
  return [...new Set(codes)];
}

/** The schema as it travels, with its named parts moved to the components. */
function describe(schema: z.ZodType, components: Json): unknown {
  const described = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', cycles: 'ref' }) as Json;
  const { $defs = {}, $schema: _, ...rest } = withComponentReferences(described) as Json & { $defs?: Json };
  for (const [name, definition] of Object.entries($defs)) addComponent(components, name, definition);
  const { id, ...own } = rest;
  if (typeof id !== 'string') return rest;
  addComponent(components, id, own);
  return { $ref: `#/components/schemas/${id}` };
}

function addComponent(components: Json, name: string, definition: unknown): void {
  const { id: _, ...own } = definition as Json;
  const known = components[name];
  if (known !== undefined && !isDeepStrictEqual(known, own)) {
    throw new Error(`two different schemas are called ${name}`);
  }
  components[name] = own;
}

function withComponentReferences(described: Json): unknown {
  return JSON.parse(JSON.stringify(described).replaceAll('"#/$defs/', '"#/components/schemas/'));
}
