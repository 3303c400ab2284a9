// What is published beside the code says the same as the code.

import type { Rule } from '../rule.ts';
import { publications, publishedFolders } from '../published/publications.ts';

const advice = 'Run "npm run docs", look at the difference, and commit it if it is meant.';

export const publishedRule: Rule = {
  name: 'the reference, error pages, roles and schema in docs are up to date',
  async find(project) {
    const due = await publications();
    const present = new Map(project.map(({ path, text }) => [path, text]));
    const outdated = [...due].filter(([path, text]) => present.get(path) !== text);
    const unknown = [...present.keys()].filter(
      (path) => !due.has(path) && publishedFolders.some((folder) => path.startsWith(folder)),
    );
    return [
      ...outdated.map(([path]) => ({ path, message: `Not what the program says. ${advice}` })),
      ...unknown.map((path) => ({ path, message: `The program no longer says this. ${advice}` })),
    ];
  },
};
