import { requirePermission } from '#core/access/principal.ts';
import { parseMinor } from '#core/money/money.ts';
import { done, refuse, within, type Result } from '#core/refusal.ts';
import { keepChanges } from '#store/changes.ts';
import type { Tx } from '#store/database.ts';
import { loadFirm, saveFirmSettings, type Firm, type FirmSettings } from '#store/firms.ts';
import { authorOf } from '../batch.ts';
import type { Context } from '../context.ts';
import { write } from '../request.ts';

export type FirmChange = {
  readonly version: number;
  readonly to: Omit<FirmSettings, 'projectManagerWriteOffLimitMinor'> & {
    /** In the firm's currency; null for no limit. */
    readonly projectManagerWriteOffLimit?: string | null | undefined;
  };
};

/** Changes the settings of the firm. Its currency stays what it was founded with: cost rates and the ledger hold it. */
export async function changeFirm(context: Context, command: FirmChange): Promise<Result<Firm>> {
  const permitted = requirePermission(context.principal, 'firm.settings');
  if (!permitted.ok) return permitted;
  return write(context, async (tx) => {
    const firm = await loadFirm(tx, 'for update');
    if (firm.version !== command.version) return staleFirm(command.version, firm.version);
    const settings = settingsOf(firm, command.to);
    if (!settings.ok) return settings;
    return done(await save(tx, context, firm, settings.value));
  });
}

function settingsOf(firm: Firm, to: FirmChange['to']): Result<FirmSettings> {
  const { projectManagerWriteOffLimit: limit, ...settings } = to;
  if (limit === undefined) return done(settings);
  if (limit === null) return done({ ...settings, projectManagerWriteOffLimitMinor: null });
  const parsed = parseMinor(limit, firm.currency);
  if (!parsed.ok) return within('projectManagerWriteOffLimit', parsed);
  return done({ ...settings, projectManagerWriteOffLimitMinor: parsed.value });
}

async function save(tx: Tx, context: Context, before: Firm, settings: FirmSettings): Promise<Firm> {
  const fields = Object.keys(settings) as (keyof FirmSettings)[];
  const differing = fields.filter(
    (field) => settings[field] !== undefined && settings[field] !== before[field],
  );
  if (differing.length === 0) return before;
  const only = (firm: FirmSettings) => Object.fromEntries(differing.map((field) => [field, firm[field]]));
  const after = await saveFirmSettings(tx, only(settings));
  const change = { subjectId: before.id, before: only(before), after: only(after) };
  await keepChanges(tx, authorOf(context), { subject: 'firm', action: 'changed' }, [change]);
  return after;
}

function staleFirm(seen: number, current: number): Result<never> {
  return refuse('staleVersion', 'Somebody changed the settings meanwhile; look at them again.', {
    field: 'If-Match',
    value: seen.toString(),
    accepted: current.toString(),
  });
}
