// Files that are written by the program and kept beside it: the reference, the pages of the errors, the roles, the
// schema. They are snapshots on purpose. A change of the API or of the database shows up in a review as a difference.

import { errorIndex, errorPage } from '#api/errors/pages.ts';
import { openApiDocument } from '#api/openapi.ts';
import { routes } from '#api/routes/index.ts';
import { problems, type ProblemCode } from '#contract/refusals.ts';
import { rolesPage } from './roles-page.ts';
import { schemaDump } from './schema-dump.ts';

/** Every published file with its text; nothing else stands in `publishedFolders`. */
export async function publications(): Promise<ReadonlyMap<string, string>> {
  const codes = Object.keys(problems) as ProblemCode[];
  return new Map([
    ['docs/openapi.json', `${JSON.stringify(openApiDocument(routes), null, 2)}\n`],
    ['docs/errors/README.md', errorIndex()],
    ...codes.map((code): [string, string] => [`docs/errors/${code}.md`, errorPage(code)]),
    ['docs/guides/roles-and-permissions.md', rolesPage()],
    ['docs/schema.sql', await schemaDump()],
  ]);
}

export const publishedFolders = ['docs/errors/'] as const;
