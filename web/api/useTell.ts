// How pages write: one hook for everything that a person does. What is done shows at once where the caller says how
// (`atOnce`), and goes back when the server refuses; afterwards what changed is asked again. A refusal is told in a notice
// with a way to try again under the same request key, so that nothing is done twice; a form sets `quiet` and shows it
// itself.

import type { QueryClient } from '@tanstack/react-query';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ToastOptions } from '../ui/toasts.ts';
import { showProblem, showToast } from '../ui/toasts.ts';
import type { Command } from './client.ts';
import { newRequestKey, tell } from './client.ts';
import { refresh } from './resource.ts';

export type Told = Command & { path: string };

type TellOptions<Given, Answer> = {
  /** The request that does it. */
  send: (given: Given) => Told;
  /** The topics that change by it. */
  changes: readonly string[];
  /** What to say when it is done; nothing when null. */
  said?: (answer: Answer, given: Given) => ToastOptions | string | null;
  /** Puts the outcome on the screen before the server has answered. Returns how to take it back. */
  atOnce?: (queryClient: QueryClient, given: Given) => () => void;
  onDone?: (answer: Answer, given: Given) => unknown;
  /** Whoever calls shows what goes wrong. */
  quiet?: boolean;
};

type Attempt<Given> = { given: Given; requestKey: string };

/** `act.tell(given)` does it and forgets; `await act.ask(given)` answers or throws a Problem. */
export function useTell<Given, Answer = unknown>(options: TellOptions<Given, Answer>) {
  const queryClient = useQueryClient();
  const mutation = useMutation<Answer, unknown, Attempt<Given>, (() => void) | undefined>({
    mutationFn: ({ given, requestKey }) => {
      const { path, ...command } = options.send(given);
      return tell<Answer>(path, { requestKey, ...command });
    },
    onMutate: ({ given }) => options.atOnce?.(queryClient, given),
    onError: (error, attempt, takeBack) => {
      takeBack?.();
      if (options.quiet !== true) showProblem(error, () => mutation.mutate(attempt));
    },
    onSuccess: (answer, { given }) => {
      const said = options.said?.(answer, given) ?? null;
      if (said !== null) showToast(typeof said === 'string' ? { text: said } : said);
    },
    // Not waited for: what is on the screen is right already, or comes in a moment.
    onSettled: () => void refresh(queryClient, options.changes),
  });
  const done = (given: Given) => ({
    onSuccess: (answer: Answer) => void options.onDone?.(answer, given),
  });
  return {
    tell: (given: Given) => mutation.mutate({ given, requestKey: newRequestKey() }, done(given)),
    ask: (given: Given, requestKey = newRequestKey()) =>
      mutation.mutateAsync({ given, requestKey }, done(given)),
    isBusy: mutation.isPending,
    problem: mutation.error,
  };
}
