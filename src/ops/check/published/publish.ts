// `npm run docs`: writes what the program publishes about itself. Look at the difference before you commit it.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readProject, root } from '../project.ts';
import { publications, publishedFolders } from './publications.ts';

const project = new Map((await readProject()).map(({ path, text }) => [path, text]));
const due = await publications();

for (const [path, text] of due) {
  if (project.get(path) === text) continue;
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
  console.log(`written  ${path}`);
}
for (const path of project.keys()) {
  if (due.has(path) || !publishedFolders.some((folder) => path.startsWith(folder))) continue;
  rmSync(join(root, path));
  console.log(`removed  ${path}`);
}
