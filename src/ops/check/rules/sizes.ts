// No file is longer than a reader can keep in mind. How long a function may be, and how many parameters it may have, the
// linter says (.oxlintrc.json).

import { isData, type SourceFile } from '../project.ts';
import type { Finding, Rule } from '../rule.ts';

const linesMax = 500;

/** Files that may be longer, each with the reason. */
const exceptions: Readonly<Record<string, string>> = {
  'src/store/migrations/0003_ledger.sql':
    'The tables of the ledger and the one function that writes them are understood together or not at all.',
};

export const sizeRule: Rule = {
  name: `no file is longer than ${linesMax} lines`,
  find: (project) => [...project.flatMap(findInFile), ...needlessExceptions(project)],
};

function findInFile({ path, text }: SourceFile): Finding[] {
  const lines = lineCount(text);
  if (!/\.(css|js|sql|tsx?)$/.test(path) || isData(path) || lines <= linesMax || path in exceptions)
    return [];
  const message = `${lines} lines, more than ${linesMax}. Move one of its subjects to a file of its own.`;
  return [{ path, message }];
}

function needlessExceptions(project: readonly SourceFile[]): Finding[] {
  return Object.keys(exceptions)
    .filter((path) => lineCount(project.find((file) => file.path === path)?.text ?? '') <= linesMax)
    .map((path) => ({
      path,
      message: 'No longer than others: take it from the exceptions in src/ops/check/rules/sizes.ts.',
    }));
}

function lineCount(text: string): number {
  return text.trimEnd().split('\n').length;
}
