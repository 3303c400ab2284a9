// `seed` for the command line.

import type { SeedRunner } from '#cli/commands/seed.ts';
import { done, refuse } from '#core/refusal.ts';
import { isScenarioName } from '../seed/scenarios/find.ts';
import { scenarioNames } from '../seed/scenarios/scenario.ts';
import { seedDemo } from '../seed/seed-demo.ts';
import { clock, openForCommand } from './operator.ts';

export async function openSeed(): Promise<SeedRunner> {
  const { database } = await openForCommand('seed');
  return async ({ scenario, seed, password, direct, entries, jobs, listedJobs, months }, progress) => {
    if (!isScenarioName(scenario)) {
      const accepted = scenarioNames.join(', ');
      return refuse('invalidRequest', 'There is no such practice.', {
        field: '--scenario',
        value: scenario,
        accepted,
      });
    }
    const onProgress = (written: number, total: number): void => progress.update(written, total);
    const wanted = Object.entries({ entries, jobs, listedJobs, months }).filter(
      ([, count]) => count !== undefined,
    );
    const size = Object.fromEntries(wanted);
    const seeded = await seedDemo({ database, clock, scenario, seed, size, direct, password, onProgress });
    return seeded.ok ? done(seeded.value) : seeded;
  };
}
