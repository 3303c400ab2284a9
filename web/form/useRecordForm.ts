// The state of a form that adds or changes a record. It holds only what differs from the record: so when a colleague
// changes another field meanwhile, the newest record shows with this person's changes on it, and what was typed is never
// lost. Values are what stands in the fields: text and yes or no; `bodyOf` makes of them what the API takes.
//
// A field is checked when it is left, by `check` and by the contract's schema of the body; after an attempt to save, all
// are. Objections of the server stand at their fields until those are changed.

import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { z } from 'zod';
import { newRequestKey } from '../api/client.ts';
import { asProblem, type Problem } from '../api/problem.ts';
import { refresh, resourceQuery } from '../api/resource.ts';
import { useTell, type Told } from '../api/useTell.ts';
import { confirm, type Confirmation } from '../ui/confirm.ts';
import { dropDraft, keepDraft, readDraft } from './drafts.ts';
import { dotted, wordsOfIssue, wordsOfProblem } from './words.ts';

export type FieldProps<Value> = {
  name: string;
  value: Value;
  onChange: (value: Value) => void;
  onBlur: () => void;
  error: string | undefined;
};

export type FormOptions<Values, Answer> = {
  /** Which form it is, for what is kept of it: 'client 12', 'new client'. */
  id: string;
  /** What the fields hold before anybody types: the record, or the defaults of a new one. */
  initial: Values;
  /** What the API takes; the values as they are unless said. */
  bodyOf?: (values: Values) => unknown;
  /** The contract's schema of that body. */
  schema?: z.ZodType;
  /** Where the API has a field under another name: { anchorOn: 'billing.anchorOn' }. */
  pathOf?: Partial<Record<keyof Values & string, string>>;
  /** What the schema cannot say. */
  check?: (values: Values) => Partial<Record<keyof Values & string, string>>;
  /** What is asked before it is sent, where it is far-reaching; null: nothing. */
  asks?: (values: Values) => Confirmation | null;
  send: (body: unknown, values: Values) => Told;
  /** The topics that change by it. */
  changes: readonly string[];
  said?: string | ((answer: Answer) => string);
  onSaved?: (answer: Answer) => unknown;
  keepsDraft?: boolean;
};

const draftDelayMs = 250;

export type RecordForm<Values> = {
  values: Values;
  field: <Name extends keyof Values & string>(name: Name) => FieldProps<Values[Name]>;
  set: (changed: Partial<Values>) => void;
  /** The objection, of the contract or of the server, at a path of the API, such as 'lines.0.amount', for what is not a plain field. */
  errorAt: (path: string) => string | undefined;
  isDirty: boolean;
  isSaving: boolean;
  /** What was typed before a reload stands here again. */
  isRestored: boolean;
  /** Forgets what was typed, also what is kept of it. */
  discard: () => void;
  save: () => Promise<boolean>;
  /** What went wrong, as far as it stands at no field. */
  problem: Problem | null;
};

export function useRecordForm<Values extends object, Answer = unknown>(
  options: FormOptions<Values, Answer>,
): RecordForm<Values> {
  const { initial } = options;
  const draft = useDraft<Values>(options.id, options.keepsDraft ?? true);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [error, setError] = useState<unknown>(null);
  const [answered, setAnswered] = useState<ReadonlySet<string>>(new Set());
  const changes = useMemo(() => onlyDifferent(draft.changes, initial), [draft.changes, initial]);
  const values = useMemo(() => ({ ...initial, ...changes }), [initial, changes]);
  const { found, objections } = useFound(options, values);
  const problem = error === null ? null : asProblem(error);
  const said = useMemo(() => objectionsOf(problem), [problem]);
  const pathOf = (name: string) => options.pathOf?.[name as keyof Values & string] ?? name;
  const errorOf = (name: string) => {
    if (left.has(name) && found.has(name)) return found.get(name);
    return answered.has(name) ? undefined : under(said, pathOf(name));
  };
  const set = (changed: Partial<Values>) => {
    draft.set({ ...changes, ...changed });
    setAnswered((before) => new Set([...before, ...Object.keys(changed)]));
  };
  const { act, isSaving } = useSave(options);
  const save = async () => {
    setLeft(new Set(Object.keys(values)));
    setError(null);
    setAnswered(new Set());
    if (found.size > 0) return false;
    const question = options.asks?.(values) ?? null;
    if (question !== null && !(await confirm(question))) return false;
    try {
      await act(values);
      draft.drop();
      setLeft(new Set());
      return true;
    } catch (thrown) {
      setError(thrown);
      return false;
    }
  };
  return {
    values,
    field: (name) => ({
      name,
      value: values[name],
      onChange: (value) => set({ [name]: value } as unknown as Partial<Values>),
      onBlur: () => setLeft((before) => (before.has(name) ? before : new Set([...before, name]))),
      error: errorOf(name),
    }),
    set,
    errorAt: (path) => {
      const wasLeft = [...left].some((name) => path.startsWith(`${pathOf(name)}.`));
      return under(said, path) ?? (wasLeft ? under(objections, path) : undefined);
    },
    isDirty: Object.keys(changes).length > 0,
    isSaving,
    isRestored: draft.isRestored && Object.keys(changes).length > 0,
    discard: () => {
      draft.drop();
      setLeft(new Set());
      setError(null);
    },
    save,
    problem: problem !== null && isShownAtFields(said, Object.keys(values).map(pathOf)) ? null : problem,
  };
}

/** What was typed, kept on the device a moment later. */
function useDraft<Values>(formId: string, isKept: boolean) {
  const read = () => (isKept ? (readDraft<Values>(formId)?.changes ?? null) : null);
  const [state, setState] = useState(() => {
    const changes = read();
    return { formId, changes: changes ?? {}, isRestored: changes !== null };
  });
  if (state.formId !== formId) {
    const changes = read();
    setState({ formId, changes: changes ?? {}, isRestored: changes !== null });
  }
  const latest = useRef<{ formId: string; changes: Partial<Values> } | null>(null);
  const flush = useCallback(() => {
    if (latest.current === null || !isKept) return;
    const { formId: id, changes } = latest.current;
    latest.current = null;
    if (Object.keys(changes).length === 0) dropDraft(id);
    else keepDraft(id, changes);
  }, [isKept]);
  useEffect(() => {
    addEventListener('pagehide', flush);
    return () => {
      removeEventListener('pagehide', flush);
      flush();
    };
  }, [flush]);
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined);
  return {
    changes: state.changes as Partial<Values>,
    isRestored: state.isRestored,
    set(changes: Partial<Values>) {
      latest.current = { formId, changes };
      clearTimeout(waiting.current);
      waiting.current = setTimeout(flush, draftDelayMs);
      setState({ formId, changes, isRestored: false });
    },
    drop() {
      latest.current = null;
      clearTimeout(waiting.current);
      dropDraft(formId);
      setState({ formId, changes: {}, isRestored: false });
    },
  };
}

/** What is wrong as far as it is known here, by field. */
function useFound<Values extends object, Answer>(
  { schema, check, bodyOf, pathOf }: FormOptions<Values, Answer>,
  values: Values,
): { found: ReadonlyMap<string, string>; objections: ReadonlyMap<string, string> } {
  return useMemo(() => {
    const found = new Map<string, string>();
    const objections = new Map<string, string>();
    const parsed = schema?.safeParse(bodyOf ? bodyOf(values) : values);
    for (const issue of parsed?.error?.issues ?? []) {
      const path = issue.path.map(String).join('.');
      if (!objections.has(path)) objections.set(path, wordsOfIssue(issue));
    }
    for (const name of Object.keys(values) as (keyof Values & string)[]) {
      const words = under(objections, pathOf?.[name] ?? name);
      if (words !== undefined) found.set(name, words);
    }
    for (const [name, words] of Object.entries(check?.(values) ?? {})) {
      if (typeof words === 'string') found.set(name, words);
    }
    return { found, objections };
    // The functions of a form do not change what they do from one rendering to the next.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [values]);
}

/** Sends the form. The same content is sent under the same request key, so that trying again does not do it twice. */
function useSave<Values extends object, Answer>(options: FormOptions<Values, Answer>) {
  const queryClient = useQueryClient();
  const sent = useRef<{ content: string; requestKey: string } | null>(null);
  const { ask, isBusy } = useTell<Told, Answer>({
    send: (told) => told,
    changes: options.changes,
    quiet: true,
    said: (answer) => (typeof options.said === 'function' ? options.said(answer) : (options.said ?? null)),
  });
  /** The record as it is now shows at once. One that is changed at the address of its list is asked again with it. */
  const show = async (answer: Answer, { path, method }: Told) => {
    if (method !== 'PATCH' && method !== 'PUT') return;
    const { queryKey } = resourceQuery<Answer>(path);
    const held = queryClient.getQueryData(queryKey);
    if (isList(held)) await refresh(queryClient, options.changes);
    else if (held !== undefined) queryClient.setQueryData(queryKey, answer);
  };
  const act = async (values: Values) => {
    const told = options.send(options.bodyOf ? options.bodyOf(values) : values, values);
    const content = JSON.stringify([told.path, told.body, told.version]);
    if (sent.current?.content !== content) sent.current = { content, requestKey: newRequestKey() };
    const answer = await ask(told, sent.current.requestKey);
    sent.current = null;
    await show(answer, told);
    options.onSaved?.(answer);
  };
  return { act, isSaving: isBusy };
}

/** Every list of the API is answered as its items. */
function isList(answer: unknown): boolean {
  return typeof answer === 'object' && answer !== null && 'items' in answer;
}

function onlyDifferent<Values extends object>(changes: Partial<Values>, initial: Values): Partial<Values> {
  return Object.fromEntries(
    Object.entries(changes).filter(
      ([name, value]) =>
        name in initial && JSON.stringify(value) !== JSON.stringify(initial[name as keyof Values]),
    ),
  ) as Partial<Values>;
}

function objectionsOf(problem: Problem | null): Map<string, string> {
  const errors = problem?.said.errors ?? [];
  return new Map(
    errors
      .toReversed()
      .flatMap((each) =>
        each.field === undefined ? [] : [[dotted(each.field), wordsOfProblem(each)] as const],
      ),
  );
}

/** The words at this path, or at one inside it. */
function under(objections: ReadonlyMap<string, string>, path: string): string | undefined {
  const exact = objections.get(path);
  if (exact !== undefined) return exact;
  return [...objections].find(([each]) => each.startsWith(`${path}.`))?.[1];
}

function isShownAtFields(objections: ReadonlyMap<string, string>, paths: readonly string[]): boolean {
  return (
    objections.size > 0 &&
    [...objections.keys()].every((each) => paths.some((path) => each === path || each.startsWith(`${path}.`)))
  );
}
