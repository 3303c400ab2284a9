// What can be done with a quote as it stands, as buttons, commands and keys. What is usually next is the filled one.

import { Button } from '@mantine/core';
import { useRouter } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import type { Quote } from '../../api/quotes.ts';
import { MoreMenu } from '../../ui/MoreMenu.tsx';
import { useCommands, type Command } from '../../util/commands.ts';
import { useDialogs } from '../../util/dialogs.ts';
import { useMay } from '../../util/firm-context.ts';
import { useQuoteActs } from './useQuoteActs.tsx';

const dialogs = {
  accept: lazy(() => import('./AcceptDrawer.tsx')),
  decline: lazy(() => import('./DeclineDrawer.tsx')),
  send: lazy(() => import('./SendQuote.tsx')),
};

type DialogName = keyof typeof dialogs;

type Act = Command & { isMain?: boolean };

export function QuoteActs({ quote }: { quote: Quote }) {
  const dialog = useDialogs<DialogName>();
  const { shown, more, isBusy } = useActs(quote, dialog.open);
  useCommands([...shown, ...more]);
  const Dialog = dialog.name === null ? null : dialogs[dialog.name];
  return (
    <>
      {shown.map(({ label, onChoose, isMain }) => (
        <Button
          key={label}
          variant={isMain ? 'filled' : 'default'}
          loading={isMain === true && isBusy}
          onClick={() => void onChoose()}
        >
          {label}
        </Button>
      ))}
      <MoreMenu actions={more.map(({ label, onChoose }) => ({ label, onChoose: () => void onChoose() }))} />
      {Dialog !== null && (
        <Suspense fallback={null}>
          <Dialog quote={quote} opened={dialog.opened} onClose={dialog.close} />
        </Suspense>
      )}
    </>
  );
}

function useActs(quote: Quote, open: (name: DialogName) => void) {
  const may = useMay();
  const router = useRouter();
  const { id, state, clientId, jobId } = quote;
  const acts = useQuoteActs(quote);
  const isIn = (...states: readonly Quote['state'][]) => states.includes(state);
  const mayEdit = may('quotes.edit');
  const mayDecide = may('quotes.accept');
  const act = (allowed: boolean, label: string, onChoose: () => unknown, more: Partial<Act> = {}): Act[] =>
    allowed ? [{ label, onChoose, ...more }] : [];
  const change = () => router.history.push(`/quotes/new?draft=${id}`);
  const bill = () =>
    router.history.push(`/invoices/new?clientId=${clientId ?? ''}&jobIds=${jobId ?? ''}&basis=quoted`);
  const shown: Act[] = [
    ...act(isIn('draft') && mayEdit, 'Change', change, { key: 'e' }),
    ...act(isIn('draft') && mayEdit, 'Issue', acts.issue, { key: 'i', isMain: true }),
    ...act(isIn('issued', 'accepted') && may('documents.send'), 'Send', () => open('send'), { key: 's' }),
    ...act(isIn('issued') && mayDecide, 'Decline', () => open('decline'), { key: 'd' }),
    ...act(isIn('issued') && mayDecide, 'Accept', () => open('accept'), { key: 'a', isMain: true }),
    ...act(isIn('accepted') && jobId !== null && may('invoices.draft'), 'Invoice it', bill, {
      key: 'b',
      isMain: true,
    }),
  ];
  const more: Act[] = [
    ...act(true, 'Save as PDF', acts.savePdf),
    ...act(isIn('issued', 'accepted', 'declined') && mayEdit, 'Revise', acts.revise),
    ...act(mayEdit, 'Duplicate', acts.duplicate),
    ...act(isIn('accepted') && mayDecide, 'Take the acceptance back…', acts.undoAcceptance),
    ...act(isIn('issued', 'declined', 'revised') && mayEdit, 'Archive…', acts.archive),
    ...act(isIn('draft') && mayEdit, 'Delete the draft…', acts.remove),
  ];
  return { shown, more, isBusy: acts.isBusy };
}
