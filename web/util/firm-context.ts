// The firm on the page: its currency, what the person may do in it, and how its locale writes figures and days.

import { createContext, useContext } from 'react';
import type { DurationStyle } from '#core/calendar/durations.ts';
import type { SessionFirm } from '../api/session.ts';
import type { Formats } from './formats.ts';
import { formatsFor } from './formats.ts';

const noFirm: SessionFirm = {
  id: '0',
  name: '',
  role: 'staff',
  roleSentences: [],
  permissions: [],
  memberId: null,
  staffId: null,
  currency: 'NZD',
  timeZone: 'UTC',
  locale: 'en-NZ',
  weekStartsOn: 1,
};

export const FirmContext = createContext<SessionFirm>(noFirm);

/** What figures and days are written by where there is no firm: the language and time zone of the device. */
export function firmOfDevice(): SessionFirm {
  const { locale, timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  return { ...noFirm, locale, timeZone };
}

export function useFirm(): SessionFirm {
  return useContext(FirmContext);
}

/** Whether the person may do this here. The server decides again; this only leaves out what it would refuse. */
export function useMay(): (permission: SessionFirm['permissions'][number]) => boolean {
  const { permissions } = useFirm();
  return (permission) => permissions.includes(permission);
}

/** Whether this person reads durations as 1.5 or as 1:30. */
export const DurationContext = createContext<DurationStyle>('decimal');

export function useDurationStyle(): DurationStyle {
  return useContext(DurationContext);
}

export function useFormats(): Formats {
  const { locale, timeZone } = useFirm();
  return formatsFor(locale, timeZone, useDurationStyle());
}
