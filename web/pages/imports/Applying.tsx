// The decision: what becomes of what was refused, that the readings were seen, and then Import.

import { Button, Checkbox } from '@mantine/core';
import { useState } from 'react';
import type { Import, ImportPreview } from '../../api/imports.ts';
import { useTell } from '../../api/useTell.ts';
import { confirm } from '../../ui/confirm.ts';
import type { Formats } from '../../util/formats.ts';
import { useFormats, useMay } from '../../util/firm-context.ts';
import classes from './imports.module.css';
import { kindWords } from './words.ts';

type Decision = { skipRefused: boolean; confirm: boolean };

/** Everything may change by an import, so everything is asked again afterwards. */
const changed = [
  'imports',
  'clients',
  'contacts',
  'staff',
  'tasks',
  'jobs',
  'job-tasks',
  'rates',
  'time-entries',
  'timesheets',
  'cost-entries',
  'quotes',
  'invoices',
  'payments',
  'number-series',
  'wip',
  'reports',
];

export function useApplying(importId: string) {
  return useTell<Decision, Import>({
    send: (decision) => ({ path: `/imports/${importId}/apply`, body: decision }),
    changes: changed,
    said: () => 'Imported',
  });
}

type ApplyingProps = {
  batch: Import;
  preview: ImportPreview | undefined;
  applying: ReturnType<typeof useApplying>;
};

export function Applying({ batch, preview, applying }: ApplyingProps) {
  const may = useMay()('imports.run');
  const formats = useFormats();
  const [skips, setSkips] = useState(false);
  const [hasSeen, setHasSeen] = useState(false);
  const mustSee = preview?.assumptions.some(({ mustConfirm }) => mustConfirm) ?? false;
  const isStopped = batch.state === 'applying';
  const canGo = isStopped || ((batch.refused === 0 || skips) && (!mustSee || hasSeen));
  if (!may) return null;
  const start = async () => {
    const isSure =
      isStopped ||
      (await confirm({
        title: 'Import this into the firm?',
        consequence: `${makingWords(batch, formats)} Records are added and matched; what was imported is not taken back as a whole.`,
        act: 'Import',
        tone: 'plain',
      }));
    if (isSure) applying.tell({ skipRefused: skips, confirm: hasSeen });
  };
  return (
    <section className={classes.decision} aria-label="Decide">
      {isStopped && <p>The import was stopped. It goes on where it was.</p>}
      {!isStopped && batch.refused > 0 && (
        <Checkbox
          label={
            batch.refused === 1
              ? 'Leave out the one that is refused, and import the rest'
              : `Leave out the ${formats.count(batch.refused)} that are refused, and import the rest`
          }
          description="They stand below with file and line. Or put the files right and give them again."
          checked={skips}
          onChange={(event) => setSkips(event.currentTarget.checked)}
        />
      )}
      {!isStopped && mustSee && (
        <Checkbox
          label="I have looked at how dates and figures were read, and it is right"
          description="Below, under what was assumed."
          checked={hasSeen}
          onChange={(event) => setHasSeen(event.currentTarget.checked)}
        />
      )}
      <div>
        <Button disabled={!canGo} onClick={() => void start()}>
          {isStopped ? 'Go on' : 'Import'}
        </Button>
      </div>
    </section>
  );
}

function makingWords(batch: Import, formats: Formats): string {
  const made = Object.entries(batch.counts).flatMap(([kind, { create = 0 }]) =>
    create === 0 ? [] : [`${formats.count(create)} ${kindWords(kind, create)}`],
  );
  if (made.length === 0) return 'Nothing new is made.';
  return `It makes ${made.join(', ')}.`;
}
