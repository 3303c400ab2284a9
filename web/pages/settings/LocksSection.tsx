import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { setLocksRequest } from '#contract/firms/firms.ts';
import { locksQuery, type Locks } from '../../api/settings.ts';
import { DayField } from '../../form/DayInput.tsx';
import { orNull } from '../../form/words.ts';
import { FieldRow, Form } from '../../form/Form.tsx';
import { useRecordForm } from '../../form/useRecordForm.ts';
import { AppLink } from '../../ui/AppLink.tsx';
import { isDate } from '../../util/search.ts';
import { useFormats, useMay } from '../../util/firm-context.ts';
import { Answered, Changeable, SectionHead } from './parts.tsx';

export function LocksSection() {
  const query = useQuery(locksQuery());
  return (
    <>
      <SectionHead
        title="Lock dates"
        actions={
          <Button component={AppLink} href="/period-close" size="xs" variant="default">
            Period close
          </Button>
        }
      >
        Nothing may be dated on or before a lock date, so figures that were reported stay as they were.
      </SectionHead>
      <Answered query={query}>{(locks) => <LocksForm locks={locks} />}</Answered>
    </>
  );
}

function LocksForm({ locks }: { locks: Locks }) {
  const may = useMay()('locks.set');
  const formats = useFormats();
  const initial = useMemo(
    () => ({ wipLockOn: locks.wipLockOn ?? '', periodLockOn: locks.periodLockOn ?? '' }),
    [locks],
  );
  const form = useRecordForm<typeof initial, Locks>({
    id: 'settings locks',
    initial,
    schema: setLocksRequest,
    bodyOf: (fields) => ({ wipLockOn: orNull(fields.wipLockOn), periodLockOn: orNull(fields.periodLockOn) }),
    asks: (fields) => (movesBack(locks, fields) ? reopening : null),
    send: (body) => ({ path: '/firm/locks', method: 'PUT', version: locks.version, body }),
    changes: ['firm', 'periods', 'timesheets'],
    said: 'Lock dates set',
  });
  const { wipLockOn, periodLockOn } = form.values;
  const lines = [
    isDate(wipLockOn) &&
      `Work, and whatever else moves WIP, has to be dated after ${formats.date(wipLockOn)}.`,
    isDate(periodLockOn) &&
      `Invoices, payments and everything else have to be dated after ${formats.date(periodLockOn)}.`,
    (isDate(wipLockOn) || isDate(periodLockOn)) &&
      'What is there already can be read as ever, and not be changed.',
  ].filter((line) => line !== false);
  return (
    <Changeable may={may} who="an owner or a bookkeeper">
      <Form form={form} act="Set the lock dates">
        <FieldRow>
          <DayField
            label="WIP lock"
            help="Nothing moves WIP on or before this day"
            placeholder="None"
            {...form.field('wipLockOn')}
          />
          <DayField
            label="Period lock"
            help="Nothing at all is dated on or before this day"
            placeholder="None"
            {...form.field('periodLockOn')}
          />
        </FieldRow>
        <p className="quiet">
          {lines.length === 0 ? 'Nothing is locked: everything may be dated on any day.' : lines.join(' ')}
        </p>
      </Form>
    </Changeable>
  );
}

const reopening = {
  title: 'Open days again that were locked?',
  consequence:
    'What was reported of them may change from then on: time, costs and invoices can be dated there, changed and taken back.',
  act: 'Open them again',
} as const;

/** Whether days that are locked would not be any more. */
function movesBack(locks: Locks, { wipLockOn, periodLockOn }: Record<'wipLockOn' | 'periodLockOn', string>) {
  return (locks.wipLockOn ?? '') > wipLockOn || (locks.periodLockOn ?? '') > periodLockOn;
}
