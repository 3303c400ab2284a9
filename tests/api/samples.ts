// Requests made up from the OpenAPI document: for every endpoint one that is as valid as a schema can tell, with the ids
// of records that exist. Tests over all endpoints vary it.

import { openApiDocument } from '#api/openapi.ts';
import { routes } from '#api/routes/index.ts';
import type { Permission } from '#core/access/permissions.ts';

export type Schema = {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  minItems?: number;
  minimum?: number;
  exclusiveMinimum?: number;
  minLength?: number;
  examples?: unknown[];
  format?: string;
};

type Parameter = { name: string; in: 'path' | 'query' | 'header'; required: boolean; schema: Schema };

export type Endpoint = {
  method: string;
  path: string;
  permissions: readonly Permission[];
  access: 'public' | 'signedIn' | 'operator' | 'firm';
  parameters: Parameter[];
  body: Schema | undefined;
  isUpload: boolean;
};

type Operation = {
  parameters: Parameter[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  'x-permissions'?: Permission[];
  'x-access'?: 'public' | 'signedIn' | 'operator';
};

type Document = {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
};

export const document = openApiDocument(routes) as unknown as Document;

export const endpoints: readonly Endpoint[] = Object.entries(document.paths).flatMap(([path, operations]) =>
  Object.entries(operations).map(([method, operation]) => ({
    method: method.toUpperCase(),
    path,
    permissions: operation['x-permissions'] ?? [],
    access: operation['x-access'] ?? 'firm',
    parameters: operation.parameters,
    body: operation.requestBody?.content['application/json']?.schema,
    isUpload: operation.requestBody?.content['multipart/form-data'] !== undefined,
  })),
);

/** Values to be used wherever a property or a parameter has this name. */
export type KnownValues = Readonly<Record<string, string>>;

/** The schema itself, behind any reference. */
export function resolved(schema: Schema): Schema {
  return schema.$ref === undefined ? schema : document.components.schemas[schema.$ref.split('/').at(-1)!]!;
}

/** A value that fits the schema. */
export function sample(given: Schema, known: KnownValues, name = ''): unknown {
  const schema = resolved(given);
  if (Object.hasOwn(known, name) && schema.type !== 'array') return known[name];
  if (schema.const !== undefined) return schema.const;
  if (schema.examples !== undefined) return schema.examples[0];
  if (schema.enum !== undefined) return schema.enum[0];
  const [branch] = schema.anyOf ?? schema.oneOf ?? [];
  if (branch !== undefined) return sample(branch, known, name);
  if (schema.allOf !== undefined)
    return Object.assign({}, ...schema.allOf.map((part) => sample(part, known, name)));
  return sampleOfType(schema, known, name);
}

function sampleOfType(schema: Schema, known: KnownValues, name: string): unknown {
  switch ([schema.type].flat()[0]) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([field, inner]) => [field, sample(inner, known, field)]),
      );
    case 'array':
      return Array.from({ length: Math.max(1, schema.minItems ?? 0) }, () =>
        sample(schema.items ?? {}, known, name.replace(/s$/, '')),
      );
    case 'integer':
    case 'number':
      return schema.minimum ?? (schema.exclusiveMinimum === undefined ? 1 : schema.exclusiveMinimum + 1);
    case 'boolean':
      return true;
    case 'null':
      return null;
    default:
      return 'x'.repeat(Math.max(1, schema.minLength ?? 1));
  }
}

/** The path of an endpoint with its parameters filled in; query parameters are those given and the required ones. */
export function addressOf(
  endpoint: Endpoint,
  known: KnownValues,
  query: Readonly<Record<string, string>> = {},
): string {
  const path = endpoint.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(known[`${endpoint.path} ${name}`] ?? known[name] ?? '1'),
  );
  const asked = new URLSearchParams(query);
  for (const { name, in: where, required, schema } of endpoint.parameters) {
    if (where === 'query' && required && !asked.has(name))
      asked.set(name, String(sample(schema, known, name)));
  }
  const text = asked.toString();
  return text === '' ? path : `${path}?${text}`;
}
