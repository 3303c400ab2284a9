// The reports of the API, for the command line: the same definitions, read by the operator.

import { z } from 'zod';
import { refusedBySchema } from '#api/errors/from-zod.ts';
import { reportNamed, reports } from '#api/routes/reports/registry.ts';
import type { CliReport, ReportAnswer, ReportRunner } from '#cli/commands/report.ts';
import { reportLimitMax } from '#contract/reports/parameters.ts';
import { done, type Result } from '#core/refusal.ts';
import type { Installation } from '../installation.ts';
import { chooseFirm, contextFor, openForCommand } from './operator.ts';

const pagedBy = new Set(['limit', 'cursor']);

export const cliReports: readonly CliReport[] = reports.map(({ name, summary, parameters, columns }) => ({
  name,
  summary,
  columns,
  parameters: Object.entries(parameters.shape)
    .filter(([parameter]) => !pagedBy.has(parameter))
    .map(([parameter, schema]) => ({ name: parameter, description: describe(schema) })),
}));

function describe(schema: z.core.$ZodType): string {
  return (z.globalRegistry.get(schema) as { description?: string } | undefined)?.description ?? '';
}

export async function openReports(): Promise<ReportRunner> {
  const installation = await openForCommand('report');
  return {
    reports: cliReports,
    read: (name, firm, parameters) => readAll(installation, { name, firm, parameters }),
    async file({ name, firm, parameters, format }) {
      const asked = await ask(installation, { name, firm, parameters });
      return asked.ok
        ? asked.value.report.file(asked.value.context, asked.value.question, { format })
        : asked;
    },
  };
}

type Asked = {
  readonly name: string;
  readonly firm: string | undefined;
  readonly parameters: Record<string, string>;
};

async function ask(installation: Installation, { name, firm, parameters }: Asked) {
  const report = reportNamed(name)!;
  const isPaged = 'limit' in report.parameters.shape;
  const question = report.parameters.safeParse(
    isPaged ? { ...parameters, limit: String(reportLimitMax) } : parameters,
  );
  if (!question.success) return refusedBySchema(report.parameters, question.error.issues, parameters);
  const chosen = await chooseFirm(installation, firm);
  if (!chosen.ok) return chosen;
  const context = await contextFor(installation, chosen.value.id);
  return done({ report, context, question: question.data as Record<string, unknown> });
}

/** Every page of a report, put together. */
async function readAll(installation: Installation, request: Asked): Promise<Result<ReportAnswer>> {
  const asked = await ask(installation, request);
  if (!asked.ok) return asked;
  const { report, context, question } = asked.value;
  const items: Record<string, unknown>[] = [];
  for (let cursor: unknown; ;) {
    const page = await report.page(context, cursor === undefined ? question : { ...question, cursor });
    if (!page.ok) return page;
    const answer = z.encode(report.answer, page.value) as ReportAnswer & { nextCursor?: string | null };
    items.push(...answer.items);
    const { nextCursor, ...rest } = answer;
    cursor = (page.value as { nextCursor?: unknown }).nextCursor ?? undefined;
    if (nextCursor === null || nextCursor === undefined) return done({ ...rest, items });
  }
}
