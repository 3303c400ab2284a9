// `npm run check`: the rules of the house as a program. Every rule is run, whatever the others found, and each finding
// says where it is and what to do. Words of the rules' names choose among them: `npm run check -- types linter`.

import { readProject } from './project.ts';
import { placeOf, type Rule } from './rule.ts';
import { importRule } from './rules/layers.ts';
import { mapRule } from './rules/map.ts';
import { migrationRule } from './rules/migrations.ts';
import { publishedRule } from './rules/published.ts';
import { referenceRule } from './rules/references.ts';
import { routeRule } from './rules/routes.ts';
import { sizeRule } from './rules/sizes.ts';
import { wordingRule } from './rules/wording.ts';
import { complaintOf, tools, type Tool } from './tools.ts';

const rules: readonly Rule[] = [
  importRule,
  sizeRule,
  wordingRule,
  migrationRule,
  routeRule,
  referenceRule,
  mapRule,
  publishedRule,
];
const findingsShownMax = 50;

const asked = process.argv.slice(2);
const isAsked = (name: string) => asked.length === 0 || asked.some((word) => name.includes(word));

let isContent = true;
// Most of them use one core, as the rules do: they are at it while these are.
const atIt = tools.filter(({ name }) => isAsked(name)).map((tool) => ({ ...tool, said: saidBy(tool) }));
const project = await readProject();
for (const rule of rules) {
  if (isAsked(rule.name)) report(rule.name, await foundBy(rule));
}
for (const { name, said } of atIt) report(name, await said);
if (!isContent) {
  console.error('\nThe check found something to do.');
  process.exitCode = 1;
}

async function foundBy(rule: Rule): Promise<string[]> {
  return (await rule.find(project)).map((finding) => `${placeOf(finding)}  ${finding.message}`);
}

async function saidBy(tool: Tool): Promise<string[]> {
  const complaint = await complaintOf(tool);
  return complaint === undefined ? [] : [...complaint.split('\n'), tool.advice];
}

function report(name: string, lines: readonly string[]): void {
  console.log(`${lines.length === 0 ? 'ok  ' : 'NOT '} ${name}`);
  if (lines.length === 0) return;
  isContent = false;
  for (const line of lines.slice(0, findingsShownMax)) console.error(`     ${line}`);
  if (lines.length > findingsShownMax)
    console.error(`     … and ${lines.length - findingsShownMax} more lines`);
}
