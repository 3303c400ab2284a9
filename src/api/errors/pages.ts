// A page for each code, from the one catalogue: as Markdown for docs/errors, and served where a problem's `type` points.

import type { FastifyInstance } from 'fastify';
import { problems, type ProblemCode } from '#contract/refusals.ts';
import { sendProblem } from './problems.ts';

export function errorPage(code: ProblemCode): string {
  const { status, title, meaning, remedy } = problems[code];
  return `# ${title}\n\nCode \`${code}\`, HTTP status ${status}.\n\n**What it means.** ${meaning}\n\n**What to do.** ${remedy}\n`;
}

export function errorIndex(): string {
  const rows = Object.entries(problems).map(
    ([code, { status, title }]) => `| [${code}](${code}.md) | ${status} | ${title} |`,
  );
  return `# Errors\n\nEvery code that an answer of kind application/problem+json may carry.\n\n| code | status | title |\n|---|---:|---|\n${rows.join('\n')}\n`;
}

export function serveErrorPages(server: FastifyInstance): void {
  server.get<{ Params: { code: string } }>('/docs/errors/:code', (request, reply) => {
    const code = request.params.code.replace(/\.md$/, '');
    if (Object.hasOwn(problems, code)) {
      return reply.type('text/markdown; charset=utf-8').send(errorPage(code as ProblemCode));
    }
    return sendProblem(reply, { code: 'notFound', detail: 'There is no such error code.' });
  });
}
