// The terms of every action: the day it counts for, why, and a note.

import { DayField } from '../../form/DayInput.tsx';
import { LongTextField } from '../../form/fields.tsx';
import { orNull } from '../../form/words.ts';
import { FieldRow } from '../../form/Form.tsx';
import { ReasonPicker } from '../../form/pickers.tsx';
import type { RecordForm } from '../../form/useRecordForm.ts';
import { isDate } from '../../util/search.ts';

export type TermsFields = { effectiveOn: string; reasonId: string; note: string };

/** Without a day an action counts for today, as the server has it. */
export const noTerms: TermsFields = { effectiveOn: '', reasonId: '', note: '' };

export function termsOf({ effectiveOn, reasonId, note }: TermsFields) {
  return {
    ...(effectiveOn === '' ? {} : { effectiveOn }),
    reasonId: orNull(reasonId),
    note: orNull(note),
  };
}

/** The terms as far as they can be read, for a preview while somebody still types. */
export function readableTerms({ effectiveOn }: TermsFields) {
  return isDate(effectiveOn) ? { effectiveOn } : {};
}

type TermsProps = {
  form: Pick<RecordForm<TermsFields>, 'field'>;
  takesReason?: boolean;
};

export function Terms({ form, takesReason = true }: TermsProps) {
  return (
    <>
      <FieldRow>
        <DayField
          label="Counts for"
          help="The day that reports show it on"
          placeholder="Today"
          {...form.field('effectiveOn')}
        />
        {takesReason && (
          <ReasonPicker
            label="Reason"
            help="In reports of write-offs"
            none="None"
            {...form.field('reasonId')}
          />
        )}
      </FieldRow>
      <LongTextField label="Note" rows={2} {...form.field('note')} />
    </>
  );
}
