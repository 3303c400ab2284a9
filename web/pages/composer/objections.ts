// What the server objects to, by where it stands in the content that was sent: 'jobs.0.entries.3.amount'.

import type { InvoiceContent } from '../../api/invoices.ts';
import type { Problem } from '../../api/problem.ts';
import { dotted, wordsOfProblem } from '../../form/words.ts';

export type Objections = {
  at: (path: string) => string | undefined;
  /** At an entry, wherever it stood in the list that was sent. */
  atEntry: (jobId: string, itemId: string) => string | undefined;
  /** Everything that was said, once each. */
  all: readonly string[];
};

export function objectionsOf(problem: Problem | null, content: InvoiceContent | null): Objections {
  const said = new Map<string, string>();
  for (const each of problem?.said.errors ?? []) {
    if (each.field !== undefined) said.set(dotted(each.field), wordsOfProblem(each));
  }
  const at = (path: string) => said.get(path) ?? [...said].find(([each]) => each.startsWith(`${path}.`))?.[1];
  const jobs = content?.jobs ?? [];
  const all = new Set((problem?.said.errors ?? []).map(wordsOfProblem));
  if (problem !== null && all.size === 0) all.add(problem.said.detail || problem.said.title);
  return {
    at,
    atEntry: (jobId, itemId) => {
      if (said.size === 0) return undefined;
      const place = jobs.findIndex((job) => job.jobId === jobId);
      const entry = jobs[place]?.entries?.findIndex((each) => each.itemId === itemId) ?? -1;
      return entry < 0 ? undefined : at(`jobs.${place}.entries.${entry}`);
    },
    all: [...all],
  };
}
