import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { newRequestKey, tell } from '../../api/client.ts';
import { asProblem } from '../../api/problem.ts';
import { refresh } from '../../api/resource.ts';
import { wipTopics } from '../../api/wip-actions.ts';
import { showProblem, showToast } from '../../ui/toasts.ts';
import { useFormats } from '../../util/firm-context.ts';
import { contentOf, type PlannedDraft } from './invoicing.ts';

type Drafted = { id: string; version: number; total: string };
export type Outcome = { draft: PlannedDraft; made?: Drafted; why?: string };

const topics = [...wipTopics, 'invoices'];

/**
 * Draws drafts up one after another, and goes on where one is refused. Trying again asks under the same request keys, so
 * that what was made already is not made twice.
 */
export function useDrafting() {
  const queryClient = useQueryClient();
  const formats = useFormats();
  const [outcomes, setOutcomes] = useState<readonly Outcome[]>([]);
  const [isBusy, setBusy] = useState(false);
  const stopped = useRef(false);
  const keys = useRef(new Map<string, string>());
  const keyOf = (draft: PlannedDraft, cutOffOn: string) => {
    const name = `${draft.key} ${cutOffOn}`;
    const known = keys.current.get(name) ?? newRequestKey();
    keys.current.set(name, known);
    return known;
  };
  const discard = async (made: readonly Drafted[]) => {
    try {
      for (const { id, version } of made) await tell(`/invoices/${id}`, { method: 'DELETE', version });
      showToast({
        text: made.length === 1 ? 'Draft discarded' : `${formats.count(made.length)} drafts discarded`,
      });
    } catch (error) {
      showProblem(error);
    }
    keys.current.clear();
    setOutcomes([]);
    await refresh(queryClient, topics);
  };
  const draw = async (drafts: readonly PlannedDraft[], cutOffOn: string) => {
    stopped.current = false;
    setBusy(true);
    const done: Outcome[] = [];
    for (const draft of drafts) {
      if (stopped.current) break;
      done.push(await attempt(draft, cutOffOn, keyOf(draft, cutOffOn)));
      setOutcomes([...done]);
    }
    setBusy(false);
    await refresh(queryClient, topics);
    const made = done.flatMap((each) => each.made ?? []);
    if (made.length > 0)
      showToast({
        text: made.length === 1 ? 'Invoice drafted' : `${formats.count(made.length)} invoices drafted`,
        onUndo: () => discard(made),
      });
    return made;
  };
  return { draw, stop: () => (stopped.current = true), outcomes, isBusy };
}

async function attempt(draft: PlannedDraft, cutOffOn: string, requestKey: string): Promise<Outcome> {
  try {
    const body = contentOf(draft, cutOffOn);
    return { draft, made: await tell<Drafted>('/invoices', { body, requestKey }) };
  } catch (error) {
    const { title, detail, errors } = asProblem(error).said;
    return { draft, why: errors[0]?.detail || detail || title };
  }
}
