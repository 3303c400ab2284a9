import { createContext, useContext } from 'react';

/** Whether what stands here is on the current line of its table. */
export const CurrentLine = createContext(false);

/** The tab index of a control in a line: only those of the current line are tab stops. */
export function useTabStop(): 0 | -1 {
  return useContext(CurrentLine) ? 0 : -1;
}
