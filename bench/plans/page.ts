// A page of plans: for each of the hot paths why it does not grow, and how PostgreSQL did the statements that took most of it.

import { count } from '../figures.ts';
import type { Stage } from '../stage.ts';
import { listenOn, type Statement } from './capture.ts';
import { hotPaths, type HotPath } from './paths.ts';
import { cut, trimmed } from './trim.ts';

export type PlansHeading = { readonly date: string; readonly postgres: string };

/** Of the time of a path. */
const shareShown = 0.05;
const statementsShownMax = 5;
const textMax = 110;

export async function plansPage(stage: Stage, { date, postgres }: PlansHeading): Promise<string> {
  const listener = listenOn(stage);
  try {
    const sections: string[] = [];
    for (const path of await hotPaths(listener.stage)) {
      for (let turn = 0; turn < path.before; turn += 1) await path.work();
      sections.push(sectionOf(path, await listener.during(path.work)));
      console.log(`  ${path.name}`);
    }
    return [headingOf(stage, { date, postgres }), ...sections].join('\n\n');
  } finally {
    await listener.close();
  }
}

function headingOf({ entries }: Stage, { date, postgres }: PlansHeading): string {
  return [
    '# Plans of the hot paths',
    `Written by \`npm run bench -- --plans\` on ${date}, with ${count(entries)} time entries on ${postgres}. The product did the
work and PostgreSQL told how, by auto_explain with EXPLAIN (ANALYZE, BUFFERS): these are the statements that it sends, in its
role and behind its fences. Watching makes them slower, so the times are for comparing the steps of a plan with each other.
Statements that take less than a twentieth of their path are counted and not shown; neither are steps that take less than a
hundredth of a plan, or only hand on what the one below answers, as fences and sorts do. A step says how long it took with all
that is below it, how many rows it answered, and how often.`,
  ].join('\n\n');
}

function sectionOf({ name, why }: HotPath, heard: readonly Statement[]): string {
  const outer = heard.filter((statement) => !isWithinAnother(statement));
  const keyChecks = heard.filter(isKeyCheck).length;
  const totalMs = sumOf(outer);
  const slowest = outer.toSorted((a, b) => b.tookMs - a.tookMs);
  const displayed = slowest
    .slice(0, statementsShownMax)
    .filter(({ tookMs }, place) => place === 0 || tookMs >= totalMs * shareShown);
  const others = slowest.slice(displayed.length);
  const told = [
    `${outer.length} statements, ${totalMs.toFixed(2)} ms`,
    ...(keyChecks === 0 ? [] : [`with ${keyChecks} looks at rows that keys refer to`]),
    ...(others.length === 0 ? [] : [`${others.length} of them not shown, ${sumOf(others).toFixed(2)} ms`]),
  ];
  return [`## ${name}`, why, `${told.join('; ')}.`, ...displayed.map(blockOf)].join('\n\n');
}

function sumOf(statements: readonly Statement[]): number {
  return statements.reduce((sum, { tookMs }) => sum + tookMs, 0);
}

/** Told again, as a part of the statement that called a function, or of the one whose keys were looked at. */
function isWithinAnother(statement: Statement): boolean {
  return isKeyCheck(statement) || statement.plan[0]!.includes('Function Scan on post_journals');
}

function isKeyCheck({ text }: Statement): boolean {
  return text.startsWith('SELECT 1 FROM ONLY');
}

function blockOf({ text, tookMs, plan }: Statement): string {
  return ['```', `${cut(text, textMax)}   ${tookMs.toFixed(2)} ms`, ...trimmed(plan), '```'].join('\n');
}
