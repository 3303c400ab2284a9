// Migrations are numbered without a gap, so that nobody wonders whether one got lost, and each has a name.

import type { Finding, Rule } from '../rule.ts';

const folder = 'src/store/migrations/';

export const migrationRule: Rule = {
  name: 'migrations are numbered one after the other',
  find: (project) =>
    project
      .filter(({ path }) => path.startsWith(folder))
      .flatMap(({ path }, index): Finding[] => {
        const expected = String(index + 1).padStart(4, '0');
        if (new RegExp(`^${folder}${expected}_[a-z0-9_]+\\.sql$`).test(path)) return [];
        return [
          { path, message: `The next migration is ${folder}${expected}_what_it_adds.sql. Rename this file.` },
        ];
      }),
};
