import { requirePermission } from '#core/access/principal.ts';
import { done, type Result } from '#core/refusal.ts';
import { keepPreferences as keep, readPreferences as readStored } from '#store/preferences.ts';
import type { Context } from '../context.ts';
import { read, write } from '../request.ts';

export type Preferences = {
  readonly durationFormat: 'decimal' | 'clock';
  readonly density: 'comfortable' | 'compact';
  readonly theme: 'system' | 'light' | 'dark';
  readonly weeklyTargetMinutes: number | null;
  readonly startPage: string | null;
  readonly dismissedHints: string[];
};

const usual: Preferences = {
  durationFormat: 'decimal',
  density: 'comfortable',
  theme: 'system',
  weeklyTargetMinutes: null,
  startPage: null,
  dismissedHints: [],
};

/** How the caller wants to work; what they never settled is as usual. */
export async function getPreferences(context: Context): Promise<Result<Preferences>> {
  const permitted = requirePermission(context.principal, 'firm.read');
  if (!permitted.ok) return permitted;
  const kept = await read(context, (tx) => readStored(tx, context.principal.actorId));
  return done({ ...usual, ...kept });
}

export async function keepPreferences(
  context: Context,
  preferences: Preferences,
): Promise<Result<Preferences>> {
  const permitted = requirePermission(context.principal, 'own.keep');
  if (!permitted.ok) return permitted;
  return write(context, async (tx) => {
    await keep(tx, context.principal.actorId, preferences);
    return done(preferences);
  });
}
