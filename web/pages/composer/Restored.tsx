import classes from './save-state.module.css';
import type { Composer, Start } from './useComposer.ts';

/** What was typed before a reload stands here again, and can be let go. */
export function Restored({ composer, start }: { composer: Composer; start: Start }) {
  if (!composer.isRestored) return null;
  return (
    <div className={classes.restored} role="status">
      Restored what you typed
      <button type="button" onClick={() => composer.discard(start.draft)}>
        Discard
      </button>
    </div>
  );
}
