// The sections of the settings, each at an address of its own, in the order in which a new firm goes through them.

import { lazy, type ComponentType } from 'react';
import type { SessionFirm } from '../../api/session.ts';

type Permission = SessionFirm['permissions'][number];

export type SettingsSection = {
  readonly key: string;
  readonly label: string;
  /** Other words that somebody may look for it by. */
  readonly words: string;
  readonly needs: readonly Permission[];
  readonly Content: ComponentType;
};

export type SettingsGroup = { readonly title: string; readonly sections: readonly SettingsSection[] };

type Loaded = Promise<Record<string, unknown>>;

function loaded(load: () => Loaded, name: string): ComponentType {
  return lazy(async () => ({ default: (await load())[name] as ComponentType }));
}

const everybodyHere: readonly Permission[] = ['firm.settings', 'billing.settings', 'people.read'];
const billing: readonly Permission[] = ['billing.settings', 'invoices.read'];

const groups: readonly SettingsGroup[] = [
  {
    title: 'Firm',
    sections: [
      {
        key: 'firm',
        label: 'The firm',
        words: 'name currency locale time zone week start job numbers',
        needs: everybodyHere,
        Content: loaded(() => import('./FirmSection.tsx'), 'FirmSection'),
      },
      {
        key: 'time',
        label: 'Time',
        words: 'rounding working day week done submitted future',
        needs: everybodyHere,
        Content: loaded(() => import('./TimeSection.tsx'), 'TimeSection'),
      },
      {
        key: 'people',
        label: 'People and roles',
        words: 'members invite invitation role limit write-off costs two-factor second factor',
        needs: ['people.read'],
        Content: loaded(() => import('./PeopleSection.tsx'), 'PeopleSection'),
      },
      {
        key: 'locks',
        label: 'Lock dates',
        words: 'wip lock period closed books',
        needs: everybodyHere,
        Content: loaded(() => import('./LocksSection.tsx'), 'LocksSection'),
      },
    ],
  },
  {
    title: 'Work',
    sections: [
      {
        key: 'job-states',
        label: 'Job states',
        words: 'planned in progress completed workflow',
        needs: everybodyHere,
        Content: loaded(() => import('./JobStatesSection.tsx'), 'JobStatesSection'),
      },
      {
        key: 'reasons',
        label: 'Adjustment reasons',
        words: 'write-off write-on why',
        needs: everybodyHere,
        Content: loaded(() => import('./ReasonsSection.tsx'), 'ReasonsSection'),
      },
    ],
  },
  {
    title: 'Billing',
    sections: [
      {
        key: 'billing',
        label: 'Letterhead and terms',
        words: 'legal name address tax number bank payment due quote valid',
        needs: billing,
        Content: loaded(() => import('./BillingSection.tsx'), 'BillingSection'),
      },
      {
        key: 'taxes',
        label: 'Taxes',
        words: 'gst vat rates components',
        needs: billing,
        Content: loaded(() => import('./TaxesSection.tsx'), 'TaxesSection'),
      },
      {
        key: 'numbering',
        label: 'Numbering',
        words: 'series prefix next number invoice credit note quote',
        needs: billing,
        Content: loaded(() => import('./NumberingSection.tsx'), 'NumberingSection'),
      },
      {
        key: 'templates',
        label: 'Document templates',
        words: 'logo colour look pdf sample layout',
        needs: billing,
        Content: loaded(() => import('./TemplatesSection.tsx'), 'TemplatesSection'),
      },
      {
        key: 'mail-texts',
        label: 'Mail texts',
        words: 'e-mail subject placeholders',
        needs: billing,
        Content: loaded(() => import('./MailTextsSection.tsx'), 'MailTextsSection'),
      },
    ],
  },
  {
    title: 'Programs and record',
    sections: [
      {
        key: 'api-keys',
        label: 'API keys',
        words: 'scopes integration token',
        needs: ['people.read'],
        Content: loaded(() => import('./ApiKeysSection.tsx'), 'ApiKeysSection'),
      },
      {
        key: 'history',
        label: 'History',
        words: 'changes audit who when',
        needs: ['people.read'],
        Content: loaded(() => import('./HistorySection.tsx'), 'HistorySection'),
      },
    ],
  },
];

/** The groups with what the person may see of them. */
export function settingsFor({ permissions }: SessionFirm): SettingsGroup[] {
  return groups
    .map(({ title, sections }) => ({
      title,
      sections: sections.filter(({ needs }) => needs.some((need) => permissions.includes(need))),
    }))
    .filter(({ sections }) => sections.length > 0);
}
