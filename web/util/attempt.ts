import { useState } from 'react';

/** Something that a form tries: whether it is under way, and what became of it if it failed. */
export function useAttempt() {
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const attempt = async (act: () => Promise<void>) => {
    setIsBusy(true);
    setProblem(null);
    try {
      await act();
    } catch (error) {
      setProblem(error);
    }
    setIsBusy(false);
  };
  return { isBusy, problem, attempt };
}
