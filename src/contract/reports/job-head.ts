// How a report names the job that a row is about.

import { z } from 'zod';
import { id } from '../ids.ts';
import type { ReportColumn } from './columns.ts';

export const jobHead = {
  jobId: id,
  jobNumber: z.string(),
  jobName: z.string(),
  clientId: id,
  clientName: z.string(),
};

export const jobHeadColumns: readonly ReportColumn<'clientName' | 'jobNumber' | 'jobName'>[] = [
  { key: 'clientName', label: 'Client', kind: 'text' },
  { key: 'jobNumber', label: 'Job', kind: 'text' },
  { key: 'jobName', label: 'Job name', kind: 'text' },
];
