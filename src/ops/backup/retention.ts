// Which backups are kept. Of each of the last so many days, weeks, months and years that have one, the newest stays; one
// backup may stand for its day, its month and its year at once. The newest of all always stays.

export type Period = (typeof periods)[number];
export type Keep = Readonly<Record<Period, number>>;

export const periods = ['daily', 'weekly', 'monthly', 'yearly'] as const;

/** `7 daily, 5 weekly`; what is not named is not kept. */
export function readKeep(text: string): Keep | undefined {
  const keep: Record<Period, number> = { daily: 0, weekly: 0, monthly: 0, yearly: 0 };
  for (const part of text.split(',')) {
    const found = /^(\d{1,4}) (daily|weekly|monthly|yearly)$/.exec(part.trim().toLowerCase());
    if (found === null) return undefined;
    keep[found[2] as Period] = Number(found[1]);
  }
  return Object.values(keep).some((count) => count > 0) ? keep : undefined;
}

/** `takenAt` in any order; answers those that go. */
export function outlived<T extends { readonly takenAt: string }>(backups: readonly T[], keep: Keep): T[] {
  const newestFirst = backups.toSorted((a, b) => (a.takenAt < b.takenAt ? 1 : -1));
  const kept = new Set(newestFirst.slice(0, 1));
  for (const period of periods) {
    const seen = new Set<string>();
    for (const backup of newestFirst) {
      const name = nameOf(period, backup.takenAt);
      if (seen.has(name)) continue;
      if (seen.size >= keep[period]) break;
      seen.add(name);
      kept.add(backup);
    }
  }
  return newestFirst.filter((backup) => !kept.has(backup));
}

function nameOf(period: Period, takenAt: string): string {
  const day = Temporal.PlainDate.from(takenAt.slice(0, 10));
  switch (period) {
    case 'daily':
      return day.toString();
    case 'weekly':
      return `${day.yearOfWeek}-${day.weekOfYear}`;
    case 'monthly':
      return takenAt.slice(0, 7);
    case 'yearly':
      return takenAt.slice(0, 4);
  }
}
