// Every endpoint is in the list of routes, from which the server, the reference and the tests over all endpoints are
// made, and every endpoint is called by a test that knows what it is for.

import { reports } from '#api/routes/reports/registry.ts';
import { routes } from '#api/routes/index.ts';
import type { Route } from '#api/route.ts';
import type { SourceFile } from '../project.ts';
import type { Finding, Rule } from '../rule.ts';

const folder = 'src/api/routes/';
const index = `${folder}index.ts`;

export const routeRule: Rule = {
  name: 'every endpoint is listed and has a test',
  find: (project) => [...unlisted(project), ...untested(project)],
};

function unlisted(project: readonly SourceFile[]): Finding[] {
  const files = project.filter(({ path }) => path.startsWith(folder) && path.endsWith('.ts'));
  const lists = files.filter(({ path }) => path === index || path.endsWith('/registry.ts'));
  return files
    .filter(({ text }) => /= (?:route|openRoute|defineReport)\(/.test(text))
    .filter(
      ({ path }) => !lists.some(({ text }) => text.includes(`/${path.slice(path.lastIndexOf('/') + 1)}'`)),
    )
    .map(({ path }) => ({ path, message: `This endpoint is on no server. Add it to ${index}.` }));
}

function untested(project: readonly SourceFile[]): Finding[] {
  const tests = project
    .filter(({ path }) => /^tests\/.*\.ts$|^src\/api\/.*\.test\.ts$/.test(path))
    .map(({ text }) => text)
    .join('\n');
  return routes
    .filter((route) => !isCalled(route, tests))
    .map(({ method, path }) => ({
      path: index,
      message: `No test calls ${method} ${path}. Add one to tests/api that says what it is for and what it refuses.`,
    }));
}

/** Whether a test names the address with the method: `.post('/jobs'`, or `send('POST', '/jobs'`. */
function isCalled({ method, path }: Route, tests: string): boolean {
  if (reports.some((report) => `/reports/${report.name}` === path))
    return tests.includes(path.split('/').at(-1)!);
  const address = path.replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&').replaceAll(/\{\w+\}/g, '[^/\'"`?]+');
  const quoted = `['"\`]${address}['"\`?]`;
  const call = `(?:\\.${method.toLowerCase()}\\(\\s*|['"]${method}['"],\\s*)${quoted}`;
  return new RegExp(call).test(tests);
}
