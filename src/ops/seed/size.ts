// How much to generate: from ten jobs to ten million entries.

import { refuse, done, type Result } from '#core/refusal.ts';

export type Size = {
  readonly jobs: number;
  /** Of the jobs, those still in the WIP manager; the rest is closed history. */
  readonly listedJobs: number;
  /** Time entries; costs, interims and invoices come on top. */
  readonly entries: number;
  /** Months of history up to today. */
  readonly months: number;
};

export type WantedSize = Partial<Size>;

const entriesDefault = 4_500;
const entriesPerJob = 75;
const entriesMax = 100_000_000;
const jobsMin = 10;
const jobsMax = 1_000_000;
const listedJobsUsual = 5_000;
const monthsMin = 14;
const monthsMax = 120;

/** Fills in what was not asked for. */
export function sizeOf(wanted: WantedSize = {}): Result<Size> {
  const entries = wanted.entries ?? entriesDefault;
  const jobs = wanted.jobs ?? Math.max(jobsMin, Math.round(entries / entriesPerJob));
  const listedJobs = wanted.listedJobs ?? Math.min(listedJobsUsual, Math.ceil(jobs * 0.55));
  const months = wanted.months ?? (entries > 2_000_000 ? 60 : 18);
  const limits = [
    ['jobs', jobs, jobsMin, jobsMax],
    ['entries', entries, jobs, entriesMax],
    ['listedJobs', listedJobs, 0, jobs],
    ['months', months, monthsMin, monthsMax],
  ] as const;
  for (const [field, value, least, most] of limits) {
    if (Number.isInteger(value) && value >= least && value <= most) continue;
    const detail = `A generated firm cannot have ${value} ${field === 'listedJobs' ? 'listed jobs' : field}.`;
    const accepted = `a whole number from ${least} to ${most}`;
    return refuse('quantityOutOfRange', detail, { field, value: String(value), accepted });
  }
  return done({ jobs, listedJobs, entries, months });
}
