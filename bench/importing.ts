// An import in a process of its own, so that its memory can be told: a file into a firm made for it, read, checked and
// applied as `workledger import --confirm` does it. Says how long it took, and the most memory that the process held.

import { applyImport } from '#actions/imports/apply-import.ts';
import { filesAt } from '#actions/imports/formats/files.ts';
import { readImportFiles } from '#actions/imports/read-import.ts';
import type { Context } from '#actions/context.ts';
import type { Result } from '#core/refusal.ts';
import { openDatabase } from '#store/database.ts';
import type { DatabaseAddress } from '#store/address.ts';
import { testFirm } from '#store/testing/firm.ts';

export type Imported = { readonly firmId: number; readonly tookMs: number; readonly peakBytes: number };

const [, , given, now, path] = process.argv;
const database = openDatabase(JSON.parse(given!) as DatabaseAddress);
const { firmId, actorId, memberId } = await testFirm(database, { name: 'Imported', timeZone: 'UTC' });
const context: Context = {
  database,
  clock: () => now!,
  principal: {
    firmId,
    actorId,
    memberId,
    staffId: null,
    role: 'owner',
    scopes: null,
    writeOffLimitMinor: null,
    seesCosts: true,
  },
};
const begunMs = performance.now();
const { id } = accepted(await readImportFiles(context, { files: await filesAt([path!]), options: {} }));
accepted(await applyImport(context, id, { confirm: true }));
const tookMs = performance.now() - begunMs;
await database.close();
const bytesPerKilobyte = 1_024;
const imported: Imported = { firmId, tookMs, peakBytes: process.resourceUsage().maxRSS * bytesPerKilobyte };
console.log(JSON.stringify(imported));

function accepted<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.refusals.slice(0, 3)));
  return result.value;
}
