// An invoice while it is composed. Every change shows at once, is kept on this device a moment later, and goes to the
// server as a draft when the typing pauses. Saving never waits for anything and nothing waits for saving: what changes
// while a save is under way goes with the next one.
//
// Looking makes no draft, for a draft holds its entries; the first change does. When a colleague has changed the draft
// meanwhile, nothing is saved until the author has chosen.

import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useReducer, useRef, useState } from 'react';
import { newRequestKey, tell } from '../../api/client.ts';
import { invoiceQuery, invoiceTopics, type InvoiceContent, type SavedDraft } from '../../api/invoices.ts';
import { asProblem, type Problem } from '../../api/problem.ts';
import { refresh } from '../../api/resource.ts';
import { dropDraft, keepDraft, readDraft } from '../../form/drafts.ts';
import type { Change } from './changes.ts';
import { changed } from './changes.ts';
import { contentOf, hasUnsent, isComposable, type InvoiceDraft } from './model.ts';

export type SaveState = 'untouched' | 'waiting' | 'saving' | 'saved' | 'refused' | 'away' | 'conflict';

export type Start = {
  /** Under which it is kept on this device. */
  keptAs: string;
  draft: InvoiceDraft;
  saved: { id: string; version: number } | null;
};

type Kept = { draft: InvoiceDraft; version: number | null };

const keepMs = 250;
const saveMs = 900;
const retryMs = 5_000;

export type Composer = ReturnType<typeof useComposer>;

export function useComposer(start: Start, onFirstSaved: (id: string) => void) {
  const queryClient = useQueryClient();
  const [found] = useState(() => readDraft<Kept>(start.keptAs)?.changes);
  const kept = found?.draft ?? null;
  const [draft, step] = useReducer(changed, kept ?? start.draft);
  // What was kept here was typed onto the version of then: a colleague's newer one is not overwritten without asking.
  const [saved, setSaved] = useState(
    start.saved && { ...start.saved, version: found?.version ?? start.saved.version },
  );
  const [state, setState] = useState<SaveState>(
    kept === null ? (start.saved ? 'saved' : 'untouched') : 'waiting',
  );
  const [problem, setProblem] = useState<Problem | null>(null);
  // Each one that failed leads to another: the state may be the same again before anybody has seen it change.
  const [failures, setFailures] = useState(0);
  const [isRestored, setRestored] = useState(kept !== null);
  // The newest of everything, for what happens later.
  const now = useRef({
    draft,
    saved,
    isDirty: kept !== null,
    keptAs: start.keptAs,
    request: newRequestKey(),
    unanswered: null as Sent | null,
  });
  const saving = useRef<Promise<boolean> | null>(null);
  useEffect(() => {
    now.current.draft = draft;
  }, [draft]);

  const dispatch = useCallback((change: Change) => {
    now.current.isDirty = true;
    now.current.request = newRequestKey();
    setRestored(false);
    setState((before) => (before === 'conflict' ? before : 'waiting'));
    step(change);
  }, []);

  const save = useCallback(async (): Promise<boolean> => {
    while (saving.current !== null) await saving.current;
    if (!now.current.isDirty && now.current.saved !== null) return true;
    if (!isComposable(now.current.draft)) return false;
    const attempt = async () => {
      const isFirst = now.current.saved === null;
      now.current.isDirty = false;
      setState('saving');
      try {
        const answer = await sendNewest(now);
        now.current.saved = { id: answer.id, version: answer.version };
        setSaved(now.current.saved);
        setProblem(null);
        if (isFirst || !now.current.isDirty) dropDraft(now.current.keptAs);
        if (hasUnsent(now.current.draft))
          keepDraft<Kept>(`invoice ${answer.id}`, { draft: now.current.draft, version: answer.version });
        if (isFirst) {
          now.current.keptAs = `invoice ${answer.id}`;
          onFirstSaved(answer.id);
        }
        setState(now.current.isDirty ? 'waiting' : 'saved');
        queryClient.setQueryData(invoiceQuery(answer.id).queryKey, answer);
        void refresh(
          queryClient,
          invoiceTopics.filter((topic) => topic !== 'wip' && topic !== 'reports'),
        );
        return true;
      } catch (error) {
        now.current.isDirty = true;
        const said = asProblem(error);
        setProblem(said);
        setFailures((before) => before + 1);
        setState(said.said.code === 'staleVersion' ? 'conflict' : said.isPassing ? 'away' : 'refused');
        return false;
      }
    };
    saving.current = attempt();
    const isDone = await saving.current;
    saving.current = null;
    return isDone;
  }, [onFirstSaved, queryClient]);

  useKeeping(now, draft, state);
  useEffect(() => {
    if (state !== 'waiting' && state !== 'away') return;
    const waiting = setTimeout(() => void save(), state === 'away' ? retryMs : saveMs);
    return () => clearTimeout(waiting);
  }, [draft, state, failures, save]);

  const choices = useChoices(now, { step, setSaved, setProblem, setRestored, setState });
  return { draft, dispatch, saved, state, problem, isRestored, save, ...choices };
}

type Setters = {
  step: (change: Change) => void;
  setSaved: (saved: Start['saved']) => void;
  setProblem: (problem: Problem | null) => void;
  setRestored: (isRestored: boolean) => void;
  setState: (state: SaveState) => void;
};

/** What the author may choose instead of what stands here. */
function useChoices(nowRef: Now, { step, setSaved, setProblem, setRestored, setState }: Setters) {
  /** Takes what the server has, or puts what stands here over it. */
  const settle = useCallback(
    (server: { id: string; version: number }, theirs: InvoiceDraft | null) => {
      nowRef.current.saved = server;
      nowRef.current.request = newRequestKey();
      nowRef.current.isDirty = theirs === null;
      setSaved(server);
      setProblem(null);
      if (theirs !== null) {
        step({ do: 'replace', draft: theirs });
        dropDraft(nowRef.current.keptAs);
      }
      setRestored(false);
      setState(theirs === null ? 'waiting' : 'saved');
    },
    [nowRef, step, setSaved, setProblem, setRestored, setState],
  );
  const forget = useCallback(() => {
    nowRef.current.isDirty = false;
    dropDraft(nowRef.current.keptAs);
  }, [nowRef]);
  const newest = useCallback(() => nowRef.current.saved, [nowRef]);
  /** Lets go of what was typed before a reload. */
  const discard = useCallback(
    (to: InvoiceDraft) => {
      nowRef.current.isDirty = false;
      dropDraft(nowRef.current.keptAs);
      setRestored(false);
      step({ do: 'replace', draft: to });
      setState(nowRef.current.saved === null ? 'untouched' : 'saved');
    },
    [nowRef, step, setRestored, setState],
  );
  return { settle, forget, newest, discard };
}

type Now = React.RefObject<{
  draft: InvoiceDraft;
  saved: Start['saved'];
  isDirty: boolean;
  keptAs: string;
  request: string;
  unanswered: Sent | null;
}>;

/** What went to the server, of which nobody knows whether it arrived. */
type Sent = { content: InvoiceContent; saved: Start['saved']; request: string };

/** Keeps on this device what the server does not have yet. */
function useKeeping(now: Now, draft: InvoiceDraft, state: SaveState): void {
  useEffect(() => {
    const flush = () => {
      const { draft: newest, isDirty, keptAs, saved } = now.current;
      if (isDirty) keepDraft<Kept>(keptAs, { draft: newest, version: saved?.version ?? null });
    };
    const waiting = setTimeout(flush, keepMs);
    addEventListener('pagehide', flush);
    return () => {
      clearTimeout(waiting);
      removeEventListener('pagehide', flush);
      flush();
    };
  }, [now, draft, state]);
}

/**
 * What was sent and never answered goes first, once more under its key: a server that was killed after it had saved it would
 * else have one's own change look like a colleague's.
 */
async function sendNewest(nowRef: Now): Promise<SavedDraft> {
  const now = nowRef.current;
  if (now.unanswered !== null) {
    try {
      const { content, saved, request } = now.unanswered;
      const { id, version } = await sendDraft(content, saved, request);
      now.saved = { id, version };
      now.request = newRequestKey();
    } catch (error) {
      if (asProblem(error).isPassing) throw error;
    }
  }
  const sent = { content: contentOf(now.draft), saved: now.saved, request: now.request };
  now.unanswered = sent;
  try {
    const answer = await sendDraft(sent.content, sent.saved, sent.request);
    now.unanswered = null;
    return answer;
  } catch (error) {
    if (!asProblem(error).isPassing) now.unanswered = null;
    throw error;
  }
}

function sendDraft(content: InvoiceContent, saved: Start['saved'], requestKey: string): Promise<SavedDraft> {
  if (saved === null) return tell<SavedDraft>('/invoices', { body: content, requestKey });
  return tell<SavedDraft>(`/invoices/${saved.id}`, {
    method: 'PUT',
    version: saved.version,
    body: content,
    requestKey,
  });
}
