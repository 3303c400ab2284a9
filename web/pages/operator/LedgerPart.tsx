// Whether the ledgers agree with their lines: every figure that is kept, added up again from what was posted.

import { Figures } from '../../ui/Figures.tsx';
import { Block, PageBody } from '../../ui/PageBody.tsx';
import { useFormats } from '../../util/firm-context.ts';
import { AskButton } from './AskButton.tsx';
import { Asked } from './Asked.tsx';
import { CheckFigure } from './CheckFigure.tsx';
import { agoText } from './measures.ts';
import classes from './operator.module.css';
import { Operations } from './Operations.tsx';
import { useInstallation } from './questions.ts';

export function LedgerPart() {
  const formats = useFormats();
  const state = useInstallation();
  return (
    <PageBody>
      <Asked query={state} height={90}>
        {(found) => {
          const recount = found.operations.find(({ kind }) => kind === 'verify');
          const at = recount?.lastSucceededAt ?? null;
          return (
            <div className={classes.figures}>
              <Figures
                figures={[
                  { label: 'Ledger', isMain: true, value: <CheckFigure name="ledger" /> },
                  {
                    label: 'Last agreed',
                    value: at === null ? 'Never' : agoText(at, formats, found.at),
                    note: at === null ? undefined : formats.instant(at),
                  },
                ]}
              />
            </div>
          );
        }}
      </Asked>
      <Block
        title="Recounts"
        actions={
          state.data && <AskButton kind="verify" state={state.data} missing="No worker is there to do it." />
        }
      >
        <Operations
          kind="verify"
          none="The ledgers were never recounted. Workers do it every night, at LEDGER_CHECK_AT."
        />
        <p className={`quiet ${classes.below}`}>
          A difference is a defect or a tampering. “workledger verify” names each; nothing is put right by
          itself.
        </p>
      </Block>
    </PageBody>
  );
}
