// The firm on the page: its currency, and how its locale writes figures and days.

import { createContext, useContext } from 'react';
import type { Formats } from './formats.ts';
import { formatsFor } from './formats.ts';

export type FirmSettings = {
  id: string;
  name: string;
  currency: string;
  timeZone: string;
  locale: string;
  weekStartsOn: number;
};

export const FirmContext = createContext<FirmSettings>({
  id: '0',
  name: '',
  currency: 'NZD',
  timeZone: 'UTC',
  locale: 'en-NZ',
  weekStartsOn: 1,
});

export function useFirm(): FirmSettings {
  return useContext(FirmContext);
}

export function useFormats(): Formats {
  const { locale, timeZone } = useFirm();
  return formatsFor(locale, timeZone);
}
