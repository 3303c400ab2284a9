// What stands around the fields of a form: what was restored, what went wrong, and the buttons. Ctrl-Enter or Cmd-Enter
// saves from anywhere in it.

import { Button } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { useEffect, useRef } from 'react';
import classes from './form.module.css';

type FormState = {
  isDirty: boolean;
  isSaving: boolean;
  isRestored: boolean;
  discard: () => void;
  save: () => Promise<boolean>;
  problem: { said: { title: string; detail: string; requestId: string | undefined } } | null;
};

type FormProps = {
  form: FormState;
  /** What the button says: 'Add the client', 'Save'. */
  act: string;
  onCancel?: () => void;
  /** More buttons, at the left of the others. */
  actions?: ReactNode;
  children: ReactNode;
};

export function Form({ form, act, onCancel, actions, children }: FormProps) {
  const element = useRef<HTMLFormElement>(null);
  const save = async () => {
    if (form.isSaving || (await form.save())) return;
    // The first field that is objected to.
    requestAnimationFrame(() =>
      element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus(),
    );
  };
  const latest = useRef(save);
  useEffect(() => {
    latest.current = save;
  });
  useEffect(() => {
    const own = element.current;
    const listen = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      void latest.current();
    };
    own?.addEventListener('keydown', listen);
    return () => own?.removeEventListener('keydown', listen);
  }, []);
  return (
    <form
      ref={element}
      className={classes.form}
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        void save();
      }}
    >
      {form.isRestored && (
        <div className={classes.restored} role="status">
          Restored what you typed
          <button type="button" onClick={form.discard}>
            Discard
          </button>
        </div>
      )}
      {form.problem !== null && (
        <div className={classes.problem} role="alert">
          {form.problem.said.detail || form.problem.said.title}
        </div>
      )}
      {children}
      <div className={classes.actions}>
        <span className={classes.state}>{actions}</span>
        {onCancel && (
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
        )}
        <Button type="submit" loading={form.isSaving}>
          {act}
        </Button>
      </div>
    </form>
  );
}

/** Fields beside each other, below each other where there is no room. */
export function FieldRow({ children }: { children: ReactNode }) {
  return <div className={classes.row}>{children}</div>;
}

type SectionProps = { title: string; help?: ReactNode; children: ReactNode };

/** Fields that belong together. */
export function Section({ title, help, children }: SectionProps) {
  return (
    <section className={classes.section}>
      <header>
        <h3>{title}</h3>
        {help !== undefined && <p>{help}</p>}
      </header>
      {children}
    </section>
  );
}
