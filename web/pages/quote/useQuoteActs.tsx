// What is done with a quote without a form.

import { useRouter } from '@tanstack/react-router';
import { fetchFile } from '../../api/client.ts';
import { quoteTopics, type Quote } from '../../api/quotes.ts';
import { useTell } from '../../api/useTell.ts';
import { Amount } from '../../ui/Amount.tsx';
import { confirm } from '../../ui/confirm.ts';
import { showProblem } from '../../ui/toasts.ts';
import { saveFile } from '../../util/save-file.ts';
import { titleOf } from '../quotes/states.ts';

export function useQuoteActs(quote: Quote) {
  const router = useRouter();
  const { id, version, number } = quote;
  const path = `/quotes/${id}`;
  const open = (made: Quote) => router.history.push(`/quotes/new?draft=${made.id}`);
  const told = (of: string, said: string, onDone?: (answer: Quote) => void) => ({
    send: () => ({ path: `${path}/${of}`, version, ...(of === 'archival' ? {} : { body: {} }) }),
    changes: quoteTopics,
    said: () => said,
    ...(onDone === undefined ? {} : { onDone }),
  });
  const name = titleOf(quote);
  const issuing = useTell<void, Quote>({
    ...told('issue', ''),
    said: (issued) => `${issued.number ?? name} is issued`,
  });
  const archiving = useTell<void, Quote>(told('archival', `${name} is put away`));
  const revising = useTell<void, Quote>({
    send: () => ({ path: `${path}/revision`, version }),
    changes: quoteTopics,
    said: () => ({ text: `A draft that revises ${number ?? name}` }),
    onDone: open,
  });
  const duplicating = useTell<void, Quote>({
    send: () => ({ path: `${path}/duplicate` }),
    changes: quoteTopics,
    said: () => `A draft like ${number ?? name}`,
    onDone: open,
  });
  const removing = useTell<void>({
    send: () => ({ path, method: 'DELETE', version }),
    changes: quoteTopics,
    said: () => `${name} is deleted`,
    onDone: () => router.history.push('/quotes?tab=drafts'),
  });
  const undoing = useTell<void, Quote>({
    send: () => ({ path: `${path}/acceptance`, method: 'DELETE', version }),
    changes: quoteTopics,
    said: () => `${number ?? name} is an offer again`,
  });
  const figures = [
    { label: `Total ex tax, ${quote.currency}`, value: <Amount of={quote.total} /> },
    { label: 'With tax', value: <Amount of={quote.totalWithTax} /> },
  ];
  const sure = async (asked: Parameters<typeof confirm>[0], act: { tell: () => void }) => {
    if (await confirm(asked)) act.tell();
  };
  return {
    isBusy: issuing.isBusy,
    duplicate: () => duplicating.tell(),
    revise: () => revising.tell(),
    issue: () =>
      sure(
        {
          title: `Issue “${name}” to ${quote.clientName ?? 'the client'}?`,
          consequence: 'It gets its number and is not edited any more; a revision can take its place.',
          figures,
          act: 'Issue',
          tone: 'plain',
        },
        issuing,
      ),
    archive: () =>
      sure(
        {
          title: `Archive ${number ?? name}?`,
          consequence: 'It stays to be read, and cannot be accepted any more.',
          act: 'Archive',
        },
        archiving,
      ),
    remove: () =>
      sure(
        {
          title: `Delete the draft “${name}”?`,
          consequence: 'It does not come back.',
          figures,
          act: 'Delete',
        },
        removing,
      ),
    undoAcceptance: () =>
      sure(
        {
          title: `Take the acceptance of ${number ?? name} back?`,
          consequence: `The tasks’ estimates and the estimated costs go from job ${quote.jobNumber ?? ''}, and its uninvoiced quote is less by the total. The quote is an offer again.`,
          figures,
          act: 'Take it back',
        },
        undoing,
      ),
    savePdf: async () => {
      try {
        saveFile(await fetchFile(`${path}/pdf`, {}));
      } catch (error) {
        showProblem(error);
      }
    },
  };
}
