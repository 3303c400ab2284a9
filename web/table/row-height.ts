import { useDensity } from '../theme/appearance.ts';

/** The height of a line in pixels; --row-height of global.css says the same to the style sheets. */
export function useRowHeight(): number {
  return useDensity() === 'compact' ? 29 : 38;
}
