// How a firm's documents look. The logo is kept beside the rest and only read where it is shown.

import type { Author } from '../changes.ts';
import { keepChanges } from '../changes.ts';
import type { Tx } from '../database.ts';
import type { RecordKind } from '../practice/records.ts';
import { lockBillingLists } from './settings.ts';

export type DocumentLayout = 'task' | 'staff' | 'entry' | 'job' | 'summary' | 'progressClaim';
export type LogoType = 'image/png' | 'image/jpeg';
export type Logo = { readonly type: LogoType; readonly content: Uint8Array };

export type TemplateRecord = {
  readonly id: number;
  readonly version: number;
  readonly name: string;
  readonly isDefault: boolean;
  readonly pageSize: 'A4' | 'LETTER';
  readonly accentColour: string;
  readonly layout: DocumentLayout;
  readonly showsQuantities: boolean;
  readonly showsDates: boolean;
  readonly introduction: string | null;
  readonly terms: string | null;
  readonly footer: string | null;
  readonly archived: boolean;
};

/** As it is shown: with the kind of its logo, null where it has none. */
export type Template = TemplateRecord & { readonly logoType: LogoType | null };

export const templates: RecordKind<TemplateRecord> = {
  table: 'document_template',
  subject: 'documentTemplate',
  noun: 'template',
  unknown: 'unknownTemplate',
  columns: {
    id: 'id',
    version: 'version',
    name: 'name',
    isDefault: 'is_default',
    pageSize: 'page_size',
    accentColour: 'accent_colour',
    layout: 'layout',
    showsQuantities: 'shows_quantities',
    showsDates: 'shows_dates',
    introduction: 'introduction',
    terms: 'terms',
    footer: 'footer',
    archived: 'archived',
  },
};

const columns = Object.entries({ ...templates.columns, logoType: 'logo_type' })
  .map(([property, column]) => `${column} as "${property}"`)
  .join(', ');

/** Templates, archived ones last; all of the firm's when none are named: it has a handful. */
export function loadTemplates(tx: Tx, ids: readonly number[] | null = null): Promise<Template[]> {
  return tx.query<Template>(
    `select ${columns} from document_template where firm_id = $1 and ($2::int[] is null or id = any ($2))
     order by archived, lower(name), id`,
    [tx.firmId, ids],
  );
}

/** All templates, held until the transaction ends, so that one and only one stays the default. */
export async function lockTemplates(tx: Tx): Promise<Template[]> {
  await lockBillingLists(tx);
  return tx.query<Template>(
    `select ${columns} from document_template where firm_id = $1 order by id for no key update`,
    [tx.firmId],
  );
}

export async function loadLogo(tx: Tx, templateId: number): Promise<Logo | undefined> {
  const [found] = await tx.query<Logo>(
    `select logo_type as type, logo as content from document_template
     where firm_id = $1 and id = $2 and logo is not null`,
    [tx.firmId, templateId],
  );
  return found;
}

/** Puts a logo on a claimed template, or takes it off. The trace says of what kind and size it was, not what it showed. */
export async function saveLogo(
  tx: Tx,
  author: Author,
  template: Template,
  logo: Logo | null,
): Promise<Template> {
  const [after] = await tx.query<Template>(
    `update document_template set logo = $3, logo_type = $4, version = version + 1
     where firm_id = $1 and id = $2 returning ${columns}`,
    [tx.firmId, template.id, logo?.content ?? null, logo?.type ?? null],
  );
  await keepChanges(tx, author, { subject: templates.subject, action: 'changed' }, [
    {
      subjectId: template.id,
      before: { logoType: template.logoType },
      after: { logoType: logo?.type ?? null, logoBytes: logo?.content.length ?? 0 },
    },
  ]);
  return after!;
}
