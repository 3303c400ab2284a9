// Backups and the restores that were tried from them.

import { Figures } from '../../ui/Figures.tsx';
import { Block, PageBody } from '../../ui/PageBody.tsx';
import { useFormats } from '../../util/firm-context.ts';
import type { Formats } from '../../util/formats.ts';
import { AskButton } from './AskButton.tsx';
import { Asked } from './Asked.tsx';
import { CheckFigure } from './CheckFigure.tsx';
import { agoText, bytesText } from './measures.ts';
import classes from './operator.module.css';
import { Operations } from './Operations.tsx';
import { useInstallation, type OperationKind, type State } from './questions.ts';

const noTarget = 'No worker is there that makes backups: set BACKUP_TARGET.';

export function BackupsPart() {
  const formats = useFormats();
  const state = useInstallation();
  const action = (kind: OperationKind) =>
    state.data && <AskButton kind={kind} state={state.data} missing={noTarget} />;
  return (
    <PageBody>
      <Asked query={state} height={90}>
        {(found) => (
          <div className={classes.figures}>
            <Figures
              figures={[
                { label: 'Backup', isMain: true, value: <CheckFigure name="backup" /> },
                { label: 'Last backup', ...lastOf(found, 'backup', formats) },
                { label: 'Its size', value: sizeOf(found, formats) },
                { label: 'Last restore tried', ...lastOf(found, 'restoreDrill', formats) },
              ]}
            />
          </div>
        )}
      </Asked>
      <Block title="Backups" actions={action('backup')}>
        <Operations
          kind="backup"
          none="There is no backup. BACKUP_TARGET and BACKUP_AT let workers make one every night."
        />
      </Block>
      <Block title="Restores tried" actions={action('restoreDrill')}>
        <Operations
          kind="restoreDrill"
          none="Restoring was never tried. A backup that was never restored is a hope: set BACKUP_DRILL_AT."
        />
      </Block>
    </PageBody>
  );
}

function lastOf({ at: now, operations }: State, wanted: OperationKind, formats: Formats) {
  const at = operations.find(({ kind }) => kind === wanted)?.lastSucceededAt ?? null;
  if (at === null) return { value: 'Never' };
  return { value: agoText(at, formats, now), note: formats.instant(at) };
}

function sizeOf({ operations }: State, formats: Formats): string {
  const bytes = operations.find(({ kind }) => kind === 'backup')?.last?.detail['storedBytes'];
  return typeof bytes === 'number' ? bytesText(bytes, formats) : 'Not known';
}
