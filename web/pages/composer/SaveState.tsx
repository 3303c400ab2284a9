import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { historyQuery, invoiceQuery } from '../../api/invoices.ts';
import classes from './save-state.module.css';
import { draftOf } from './model.ts';
import type { Composer, SaveState as State } from './useComposer.ts';

const words: Readonly<Record<State, string>> = {
  untouched: 'Not saved yet',
  waiting: 'Saving…',
  saving: 'Saving…',
  saved: 'Draft saved',
  refused: 'Kept on this device',
  away: 'Kept on this device; the server is away',
  conflict: 'Changed by somebody else',
};

export function SaveState({ composer }: { composer: Composer }) {
  const isOnlyHere = composer.saved === null && composer.state === 'waiting';
  return (
    <span className={classes.saveState} role="status" data-state={composer.state}>
      {isOnlyHere && composer.draft.jobs.length === 0 ? 'Kept on this device' : words[composer.state]}
    </span>
  );
}

/** A colleague saved the draft meanwhile: who, and what changed; the author chooses which stands. */
export function Conflict({ composer }: { composer: Composer }) {
  const id = composer.saved?.id ?? '';
  const isOpen = composer.state === 'conflict' && id !== '';
  const newest = useQuery({ ...invoiceQuery(id), enabled: isOpen, staleTime: 0 });
  const history = useQuery({ ...historyQuery('invoice', id), enabled: isOpen });
  if (!isOpen) return null;
  const last = history.data?.items[0];
  const invoice = newest.data;
  const isDraft = invoice?.state === 'draft';
  return (
    <div className={classes.conflict} role="alert">
      <div>
        <strong>{last?.actorName ?? 'Somebody else'} changed this draft meanwhile.</strong>
        {last !== undefined && (
          <p>
            {last.sentence}
            {last.changes.slice(0, 4).map(({ field, label, before, after }) => (
              <span key={field}>
                {' '}
                {label}: {before ?? 'none'} → {after ?? 'none'}.
              </span>
            ))}
          </p>
        )}
        <p>What you typed is kept until you choose.</p>
      </div>
      {invoice !== undefined && isDraft && invoice.content !== null && (
        <div className={classes.conflictActs}>
          <Button
            size="xs"
            variant="default"
            onClick={() => invoice.content && composer.settle(invoice, draftOf(invoice.content))}
          >
            Take theirs
          </Button>
          <Button size="xs" onClick={() => composer.settle(invoice, null)}>
            Keep mine
          </Button>
        </div>
      )}
    </div>
  );
}
