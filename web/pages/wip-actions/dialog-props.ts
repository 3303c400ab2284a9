import type { WipActing } from './acting.ts';

/** What each dialog is given. */
export type DialogProps<Act extends WipActing['act']> = {
  acting: Extract<WipActing, { act: Act }>;
  opened: boolean;
  onClose: () => void;
  onDone: () => void;
};
