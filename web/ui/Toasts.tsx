import { useSyncExternalStore } from 'react';
import { Icon } from './icons.tsx';
import type { Toast } from './toasts.ts';
import { closeToast, currentToasts, onToasts } from './toasts.ts';
import classes from './toasts.module.css';

/** Where notices appear. They are read out; those about a failure at once. */
export function Toasts() {
  const toasts = useSyncExternalStore(onToasts, currentToasts);
  const of = (tone: Toast['tone']) => toasts.filter((toast) => (toast.tone ?? 'done') === tone);
  return (
    <section className={classes.toasts} aria-label="Notices">
      <div aria-live="assertive">{of('problem').map(show)}</div>
      <div aria-live="polite">{[...of('done'), ...of('waiting')].map(show)}</div>
    </section>
  );
}

const icons = { done: 'check', waiting: 'clock', problem: 'warning' } as const;

function show(toast: Toast) {
  const { id, text, detail, tone = 'done', onUndo, action } = toast;
  const act = (does: () => unknown) => () => {
    closeToast(id);
    void does();
  };
  return (
    <div key={id} className={classes.toast} data-tone={tone}>
      <Icon name={icons[tone]} />
      <div className={classes.words}>
        <div>{text}</div>
        {detail !== undefined && <div className={classes.detail}>{detail}</div>}
      </div>
      {onUndo && (
        <button type="button" onClick={act(onUndo)}>
          Undo
        </button>
      )}
      {action && (
        <button type="button" onClick={act(action.onAct)}>
          {action.label}
        </button>
      )}
      <button
        type="button"
        className={classes.close}
        aria-label="Close the notice"
        onClick={() => closeToast(id)}
      >
        <Icon name="close" size={14} />
      </button>
    </div>
  );
}
