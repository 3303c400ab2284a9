import { Button, Modal, TextInput } from '@mantine/core';
import type { FormEvent } from 'react';
import { useState } from 'react';
import type { Confirmation } from './confirm.ts';
import classes from './confirm.module.css';

type ConfirmDialogProps = Confirmation & { onAnswer: (yes: boolean) => void; busy?: boolean };

export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, consequence, figures = [], act, tone = 'danger', typed, onAnswer, busy = false } = props;
  const [written, setWritten] = useState('');
  const isReady = typed === undefined || written.trim() === typed;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isReady) onAnswer(true);
  };
  return (
    <Modal opened onClose={() => onAnswer(false)} title={title} size="md">
      <form className={classes.confirm} onSubmit={submit}>
        <div>{consequence}</div>
        {figures.length > 0 && (
          <dl className={classes.figures}>
            {figures.map(({ label, value }) => (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        )}
        {typed !== undefined && (
          <TextInput
            label={`Type ${typed} to go ahead`}
            autoComplete="off"
            value={written}
            onChange={(event) => setWritten(event.currentTarget.value)}
          />
        )}
        <div className={classes.actions}>
          <Button variant="default" onClick={() => onAnswer(false)}>
            Cancel
          </Button>
          <Button
            type="submit"
            data-autofocus={typed === undefined || undefined}
            className={tone === 'danger' ? classes.danger : undefined}
            disabled={!isReady}
            loading={busy}
          >
            {act}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
