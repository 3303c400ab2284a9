// Imports: what was read of other systems' files, what is wrong with it, and how it tied out.

import type { z } from 'zod';
import type {
  importBatch,
  importPreview,
  importProblem,
  tieOutJob,
  tieOutReport,
  unmatchedInvoice,
} from '#contract/imports/imports.ts';
import { resourceQuery } from './resource.ts';

export type Import = z.input<typeof importBatch>;
export type ImportPreview = z.input<typeof importPreview>;
export type ImportProblem = z.input<typeof importProblem>;
export type TieOutJob = z.input<typeof tieOutJob>;
export type TieOut = z.input<typeof tieOutReport>;
export type UnmatchedInvoice = z.input<typeof unmatchedInvoice>;

/** How files are read where they leave it open. */
export type Readings = {
  dateOrder?: string;
  decimalSeparator?: string;
  genericRateUnit?: string;
};

export const importQuery = (id: string) => resourceQuery<Import>(`/imports/${id}`);
export const previewQuery = (id: string) => resourceQuery<ImportPreview>(`/imports/${id}/preview`);
