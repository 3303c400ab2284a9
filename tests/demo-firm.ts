// A demo firm that test files begin with. It takes seconds to make, so that the files which want the same one share it.

import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { seedDemo } from '#ops/seed/seed-demo.ts';
import type { WantedSize } from '#ops/seed/size.ts';
import { stampOf } from '#ops/testing/stamp.ts';
import type { Filling } from '#store/testing/database.ts';

export type DemoFirm = {
  /** The moment at which it stands. */
  now: string;
  /** Another size than the usual. */
  size?: WantedSize | undefined;
  /** Written without posting, which is quicker for a large firm; nothing is on anybody's desk then. */
  direct?: boolean | undefined;
};

/** The id that it has in the database that it fills. */
export const demoFirmId = 1;

/** A small one, for tests that ask all there is. */
export const smallFirm: DemoFirm = { now: '2026-03-30T08:00:00Z', size: { entries: 200 } };

export function demoFirm({ now, size, direct }: DemoFirm): Filling {
  const chosen = createHash('sha256').update(JSON.stringify({ size, direct, now })).digest('hex').slice(0, 8);
  return {
    name: `demo_${chosen}_${stampOf([join(import.meta.dirname, '..', 'src')])}`,
    async fill(database) {
      const seeded = await seedDemo({ database, clock: () => now, scenario: 'agency', size, direct });
      if (!seeded.ok) throw new Error(seeded.refusals[0]?.detail);
      if (seeded.value.firmId !== demoFirmId) throw new Error(`the demo firm is ${seeded.value.firmId}`);
    },
  };
}
