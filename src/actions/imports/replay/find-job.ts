// The jobs of an invoice: those of its lines, else the job that its text names by number, else the only job with its
// order number. An invoice that names none waits for a person.

import type { ImportedInvoice, ImportedInvoiceJob } from '../model.ts';
import type { Directory, JobNode } from '../practice/directory.ts';

export type JobOfInvoice = { readonly job: JobNode; readonly lines: ImportedInvoiceJob | undefined };

export type FoundJobs =
  | { readonly jobs: readonly JobOfInvoice[] }
  | { readonly unmatched: string }
  | { readonly ambiguous: string };

export function jobsOfInvoice(directory: Directory, source: string, invoice: ImportedInvoice): FoundJobs {
  const found = new Map<JobNode, ImportedInvoiceJob>();
  for (const lines of invoice.jobs) {
    const job = directory.findJob(source, lines.job, invoice.client);
    if (!job.ok) return { ambiguous: job.refusals[0]!.detail };
    const node = job.value ?? (lines.clientOrderNumber && directory.jobOrderedAs(lines.clientOrderNumber));
    if (!node) return { unmatched: `Its job ${nameOf(lines)} is in none of the files and not in this firm.` };
    const same = found.get(node);
    found.set(node, same === undefined ? lines : merged(same, lines));
  }
  if (found.size > 0) return { jobs: [...found].map(([job, lines]) => ({ job, lines })) };
  const named = jobNamedIn(directory, invoice.jobText);
  if (named !== undefined) return { jobs: [{ job: named, lines: undefined }] };
  const text =
    invoice.jobText === undefined
      ? 'It names no job.'
      : `Nothing in "${invoice.jobText}" is a job of this firm.`;
  return { unmatched: text };
}

function jobNamedIn(directory: Directory, text: string | undefined): JobNode | undefined {
  if (text === undefined) return undefined;
  const words = [text, ...text.split(/[\s,;:()|]+/)].filter((word) => word !== '');
  const byNumber = words.map((word) => directory.jobNumbered(word)).find((job) => job !== undefined);
  return byNumber ?? words.map((word) => directory.jobOrderedAs(word)).find((job) => job !== undefined);
}

function merged(a: ImportedInvoiceJob, b: ImportedInvoiceJob): ImportedInvoiceJob {
  return { ...a, tasks: [...a.tasks, ...b.tasks], costs: [...a.costs, ...b.costs] };
}

function nameOf({ job }: ImportedInvoiceJob): string {
  return job.number ?? job.name ?? job.externalId ?? '';
}
