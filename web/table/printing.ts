// Paper does not scroll: what is printed has all its lines, and not only those in view. Up to a bound, because the browser
// lays out every one of them before it shows a page; a table that was cut off there says so on the paper.

import { useEffect, useState } from 'react';
import { flushSync } from 'react-dom';

/** About a hundred pages. */
export const paperRowsMax = 5_000;

/** Whether the page is being printed. The lines have to be there when the browser's event is over. */
export function usePrinting(): boolean {
  const [isPrinting, setPrinting] = useState(false);
  useEffect(() => {
    const begin = () => flushSync(() => setPrinting(true));
    const end = () => setPrinting(false);
    addEventListener('beforeprint', begin);
    addEventListener('afterprint', end);
    return () => {
      removeEventListener('beforeprint', begin);
      removeEventListener('afterprint', end);
    };
  }, []);
  return isPrinting;
}
