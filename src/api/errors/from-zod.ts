// What a schema found wrong, as refusals: the field as the caller wrote it, the value, and in plain words what would
// have been accepted. A schema's own check may say more by `params: { code, accepted }`.

import type { z } from 'zod';
import { problems } from '#contract/refusals.ts';
import { refuseAll, type Refusal, type RefusalCode, type Refused } from '#core/refusal.ts';
import { fieldsAt } from './fields-of-schema.ts';

type Issue = z.core.$ZodIssue;

const refusalsMax = 100;
const valueLengthMax = 80;

/** What `schema` found wrong with the input. */
export function refusedBySchema(schema: z.ZodType, issues: readonly Issue[], input: unknown): Refused {
  return refuseAll(
    flatten(issues)
      .slice(0, refusalsMax)
      .map((issue) => refusalOf(issue, input, schema)),
  );
}

/** Unknown fields one by one, and of a union only what the branch says that was meant. */
function flatten(issues: readonly Issue[]): Issue[] {
  return issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({ ...issue, keys: [key], path: [...issue.path, key] }));
    }
    if (issue.code !== 'invalid_union') return [issue];
    const branch = branchMeant(issue.errors);
    if (branch === undefined) return [issue];
    return flatten(branch.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] })));
  });
}

/** The branch whose own kind fits the value: its complaints lie deeper than the value itself. */
function branchMeant(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const isWrongKind = (issue: Issue) => issue.path.length === 0 && issue.code === 'invalid_type';
  return branches.find((branch) => !branch.some(isWrongKind)) ?? branches.at(-1);
}

function refusalOf(issue: Issue, input: unknown, schema: z.ZodType): Refusal {
  const field = fieldOf(issue.path);
  const { code, accepted } = told(issue, schema);
  const value = valueAt(input, issue.path);
  const shown = /password|secret|token/i.test(field) ? undefined : textOf(value);
  return {
    code: value === undefined && issue.path.length === 0 ? 'malformedBody' : code,
    detail: sentenceOf(issue, field, value),
    ...(field === '' ? {} : { field }),
    ...(shown === undefined ? {} : { value: shown }),
    ...(accepted === undefined ? {} : { accepted }),
  };
}

function told(issue: Issue, schema: z.ZodType): { code: RefusalCode; accepted: string | undefined } {
  const params = issue.code === 'custom' ? issue.params : undefined;
  const accepted = typeof params?.['accepted'] === 'string' ? params['accepted'] : acceptedBy(issue, schema);
  const own: unknown = params?.['code'];
  if (typeof own === 'string' && Object.hasOwn(problems, own)) return { code: own as RefusalCode, accepted };
  const isLongArray = issue.code === 'too_big' && issue.origin === 'array';
  return { code: isLongArray ? 'batchTooLarge' : 'invalidRequest', accepted };
}

function sentenceOf(issue: Issue, field: string, value: unknown): string {
  const name = field === '' ? 'The body' : field;
  if (issue.code === 'unrecognized_keys') return `${name} is not a field of this request.`;
  if (issue.code === 'custom') return issue.message;
  if (value === undefined) return `${name} is missing.`;
  return `${name} is not what it has to be.`;
}

const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  array: 'an array',
  null: 'null',
};

function acceptedBy(issue: Issue, schema: z.ZodType): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return kinds[issue.expected] ?? issue.expected;
    case 'too_small':
      return `${measure(issue.origin)}at least ${issue.minimum}${unitOf(issue.origin)}`;
    case 'too_big':
      return `${measure(issue.origin)}at most ${issue.maximum}${unitOf(issue.origin)}`;
    case 'invalid_value':
      return `one of ${issue.values.map(String).join(', ')}`;
    case 'invalid_format':
      return issue.message.startsWith('Invalid') ? `text in the form of ${issue.format}` : issue.message;
    case 'not_multiple_of':
      return `a multiple of ${issue.divisor}`;
    case 'unrecognized_keys':
      return knownFields(schema, issue.path.slice(0, -1));
    default:
      return undefined;
  }
}

function knownFields(schema: z.ZodType, path: readonly PropertyKey[]): string {
  const names = fieldsAt(schema, path);
  return names.length === 0 ? 'nothing' : `only ${names.join(', ')}`;
}

function measure(origin: string): string {
  return origin === 'int' ? 'a whole number, ' : '';
}

function unitOf(origin: string): string {
  if (origin === 'string') return ' characters';
  return origin === 'array' ? ' elements' : '';
}

/** ['entries', 3, 'minutes'] as `entries[3].minutes`. */
function fieldOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>((field, step) => {
    if (typeof step === 'number') return `${field}[${step}]`;
    const name = String(step).slice(0, valueLengthMax);
    return field === '' ? name : `${field}.${name}`;
  }, '');
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, step) => {
    const isInside = typeof value === 'object' && value !== null && Object.hasOwn(value, step);
    return isInside ? (value as Record<PropertyKey, unknown>)[step] : undefined;
  }, input);
}

function textOf(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > valueLengthMax ? `${text.slice(0, valueLengthMax)}…` : text;
}
