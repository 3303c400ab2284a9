// What the files leave open, and how it was read. A reading can be changed while the files are at hand.

import { Button } from '@mantine/core';
import type { Import, ImportPreview, Readings } from '../../api/imports.ts';
import { ProblemNotice } from '../../ui/Notice.tsx';
import { Block } from '../../ui/PageBody.tsx';
import { StatusBadge } from '../../ui/StatusBadge.tsx';
import { useFormats, useMay } from '../../util/firm-context.ts';
import classes from './imports.module.css';
import { keptFiles, useReading } from './useReading.ts';

type Assumption = ImportPreview['assumptions'][number];

const readingOf: Readonly<Record<string, keyof Readings>> = {
  dateOrder: 'dateOrder',
  decimalSeparator: 'decimalSeparator',
  rateUnit: 'genericRateUnit',
};

const valueWords: Readonly<Record<string, string>> = {
  dayMonthYear: 'day before month',
  monthDayYear: 'month before day',
  '.': 'decimal point',
  ',': 'decimal comma',
  cents: 'hundredths',
  units: 'whole units',
};

type AssumptionsProps = { importId: string; preview: ImportPreview; state: Import['state'] };

export function Assumptions({ importId, preview, state }: AssumptionsProps) {
  const { assumptions, states, madeUp } = preview;
  const assumedStates = states.filter(({ how }) => how === 'assumed');
  const formats = useFormats();
  if (assumptions.length === 0 && assumedStates.length === 0 && madeUp.length === 0) return null;
  const sorted = assumptions.toSorted((one, other) => Number(other.mustConfirm) - Number(one.mustConfirm));
  return (
    <Block title="What was assumed">
      <ul className={classes.assumptions}>
        {sorted.map((assumption, place) => (
          <AssumptionRow
            key={place}
            importId={importId}
            assumption={assumption}
            canChange={state === 'checked'}
          />
        ))}
        {assumedStates.map(({ name, type }) => (
          <li key={name}>{`The state “${name}” is taken for: ${type}.`}</li>
        ))}
        {madeUp.map(({ what, records }) => (
          <li key={what}>{`${what}: ${formats.count(records)}`}</li>
        ))}
      </ul>
    </Block>
  );
}

type AssumptionRowProps = { importId: string; assumption: Assumption; canChange: boolean };

function AssumptionRow({ importId, assumption, canChange }: AssumptionRowProps) {
  const may = useMay()('imports.run');
  const { read, reading, problem } = useReading();
  const { code, message, file, line, alternatives = [], mustConfirm } = assumption;
  const parameter = readingOf[code];
  const files = keptFiles(importId);
  return (
    <li>
      <div>
        {mustConfirm && <StatusBadge tone="warning">Look</StatusBadge>} {message}
      </div>
      <div className="quiet">{line === undefined ? file : `${file}, line ${line}`}</div>
      {canChange && may && parameter !== undefined && files !== undefined && (
        <div className={classes.alternatives}>
          {alternatives.map((value) => (
            <Button
              key={value}
              size="xs"
              variant="default"
              loading={reading !== null}
              onClick={() => read(files, { [parameter]: value })}
            >
              {`Read it as ${valueWords[value] ?? value}`}
            </Button>
          ))}
        </div>
      )}
      {problem !== null && <ProblemNotice error={problem} />}
    </li>
  );
}
