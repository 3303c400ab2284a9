// Printing a list asks for the rows that are not here yet, and then prints. Ctrl-P does the same: the browser's own printing
// cannot wait for them.

import { useEffect, useRef, useState } from 'react';
import { paperRowsMax } from '../table/printing.ts';
import { showProblem } from '../ui/toasts.ts';
import { useCommands } from '../util/commands.ts';

type PrintOptions = {
  /** What is printed: 'clients'. */
  many: string;
  loadRest: (rowsMax: number) => Promise<void>;
  disabled: boolean;
};

export type Printing = { isPreparing: boolean; print: () => void };

export function usePrint({ many, loadRest, disabled }: PrintOptions): Printing {
  const [isPreparing, setPreparing] = useState(false);
  const prepare = async () => {
    if (isPreparing) return;
    setPreparing(true);
    try {
      await loadRest(paperRowsMax);
      // The last rows have to be drawn.
      await new Promise((drawn) => setTimeout(drawn));
      window.print();
    } catch (error) {
      showProblem(error, prepare);
    } finally {
      setPreparing(false);
    }
  };
  const print = () => void prepare();
  usePrintKey(disabled ? undefined : print);
  useCommands(disabled ? [] : [{ label: `Print these ${many}`, onChoose: print }]);
  return { isPreparing, print };
}

function usePrintKey(print: (() => void) | undefined): void {
  const latest = useRef(print);
  useEffect(() => {
    latest.current = print;
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'p' || event.altKey || event.shiftKey) return;
      if ((!event.ctrlKey && !event.metaKey) || latest.current === undefined) return;
      event.preventDefault();
      latest.current();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}
