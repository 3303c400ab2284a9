// A word with what is sent back or held, so that whoever looks next knows why.

import { Button, Modal, Select, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { RunReview } from '../../api/billing-runs.ts';
import classes from './billing-run.module.css';

export type Noted = { text: string; toStage: number | null };

type NoteDialogProps = {
  verdict: 'returned' | 'held';
  name: string;
  /** Where it may go back to. */
  stages: RunReview['stages'];
  onSay: (noted: Noted) => void;
  onClose: () => void;
};

export function NoteDialog({ verdict, name, stages, onSay, onClose }: NoteDialogProps) {
  const [text, setText] = useState('');
  const [stage, setStage] = useState(String(stages.at(-1)?.stage ?? 1));
  const goesBack = verdict === 'returned';
  const isReady = !goesBack || text.trim() !== '';
  return (
    <Modal opened onClose={onClose} title={goesBack ? `Send back: ${name}` : `Hold: ${name}`}>
      <form
        className={classes.noting}
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) onSay({ text: text.trim(), toStage: goesBack ? Number(stage) : null });
        }}
      >
        {goesBack && stages.length > 1 && (
          <Select
            label="Back to"
            data={stages.map((each) => ({ value: String(each.stage), label: each.name }))}
            value={stage}
            allowDeselect={false}
            onChange={(chosen) => chosen !== null && setStage(chosen)}
          />
        )}
        <Textarea
          label={goesBack ? 'What has to change' : 'What it waits for'}
          data-autofocus
          autosize
          minRows={2}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey))
              event.currentTarget.form?.requestSubmit();
          }}
        />
        <div className={classes.notingActs}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={!isReady}>
            {goesBack ? 'Send back' : 'Hold'}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
