// Templates of documents: added, changed, archived, and removed while no document has them.

import { requirePermission } from '#core/access/principal.ts';
import type { Result } from '#core/refusal.ts';
import { done, refuseAll } from '#core/refusal.ts';
import type { Author } from '#store/changes.ts';
import type { Tx } from '#store/database.ts';
import type { Template, TemplateRecord } from '#store/billing/templates.ts';
import { loadTemplates, lockTemplates, templates } from '#store/billing/templates.ts';
import { claimRecord, insertRecords, updateRecord, type Recorded } from '#store/practice/records.ts';
import { authorOf, onlyOne, saidOf } from '../batch.ts';
import type { Context } from '../context.ts';
import { removeRecord } from '../remove-record.ts';
import { write } from '../request.ts';
import { defaultRefusals } from './default-of-list.ts';

export type NewTemplate = Partial<Omit<TemplateRecord, 'id' | 'version' | 'archived'>> & {
  readonly name: string;
};

export type TemplateChange = Recorded & {
  readonly to: Partial<Omit<TemplateRecord, 'id' | 'version'>>;
};

const blank: Omit<TemplateRecord, 'id' | 'version' | 'name'> = {
  isDefault: false,
  pageSize: 'A4',
  accentColour: '#1f4e5f',
  layout: 'task',
  showsQuantities: true,
  showsDates: false,
  introduction: null,
  terms: null,
  footer: null,
  archived: false,
};

export async function createTemplate(context: Context, command: NewTemplate): Promise<Result<Template>> {
  const permitted = requirePermission(context.principal, 'billing.settings');
  if (!permitted.ok) return permitted;
  return write(context, async (tx) => {
    const all = await lockTemplates(tx);
    const author = authorOf(context);
    if (command.isDefault) await takeDefault(tx, author, all);
    const record = { ...blank, ...saidOf(command), name: command.name };
    const added = onlyOne(await insertRecords(tx, author, templates, [record]));
    return done({ ...added, logoType: null });
  });
}

export async function changeTemplate(
  context: Context,
  { to, ...seen }: TemplateChange,
): Promise<Result<Template>> {
  const permitted = requirePermission(context.principal, 'billing.settings');
  if (!permitted.ok) return permitted;
  return write(context, async (tx) => {
    const all = await lockTemplates(tx);
    const claimed = await claimRecord(tx, templates, seen);
    if (!claimed.ok) return claimed;
    const before = claimed.value;
    const after = { ...before, ...saidOf(to) };
    const refusals = defaultRefusals(before, after);
    if (refusals.length > 0) return refuseAll(refusals);

    const author = authorOf(context);
    if (after.isDefault && !before.isDefault) await takeDefault(tx, author, all);
    await updateRecord(tx, author, templates, { record: before, to });
    return done(onlyOne(await loadTemplates(tx, [before.id])));
  });
}

export function removeTemplate(context: Context, seen: Recorded): Promise<Result<null>> {
  return removeRecord(context, seen, {
    kind: templates,
    permission: 'billing.settings',
    nameOf: (template) => template.name,
    instead: 'archiving it',
    refusalsOf: (template) => defaultRefusals(template, { ...template, archived: true }),
  });
}

async function takeDefault(tx: Tx, author: Author, all: readonly Template[]): Promise<void> {
  for (const record of all.filter((template) => template.isDefault)) {
    await updateRecord(tx, author, templates, { record, to: { isDefault: false } });
  }
}
