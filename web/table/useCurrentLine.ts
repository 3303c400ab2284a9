import { useCallback, useRef, useState } from 'react';

/** Which line of a table is current. `move` steps from it and takes the focus along; the first step stays where it is. */
export function useCurrentLine(count: number) {
  const [current, setCurrent] = useState(0);
  const [focusRequest, setFocusRequest] = useState(0);
  const started = useRef(false);
  const at = Math.min(current, Math.max(0, count - 1));
  const move = (by: number) => {
    if (count === 0) return;
    const target = started.current ? Math.max(0, Math.min(count - 1, at + by)) : at;
    started.current = true;
    setCurrent(target);
    setFocusRequest((request) => request + 1);
  };
  const onCurrent = useCallback((index: number) => {
    started.current = true;
    setCurrent(index);
  }, []);
  return { at, move, onCurrent, focusRequest };
}
