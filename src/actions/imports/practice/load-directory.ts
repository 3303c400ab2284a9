// Fills a directory with what the firm has and with what earlier imports have linked to it.

import { today } from '#core/calendar/civil-date.ts';
import type { Tx } from '#store/database.ts';
import { readPracticeReferences } from '#store/imports/references.ts';
import {
  readPracticeClients,
  readPracticeJobs,
  readPracticeJobTasks,
  readPracticeStaff,
  readPracticeStates,
  readPracticeTasks,
} from '#store/imports/practice.ts';
import { loadPracticeSettings } from '#store/practice/firm.ts';
import { Directory } from './directory.ts';
import type { Node, Shelf } from './shelf.ts';

export async function loadDirectory(tx: Tx, now: string): Promise<Directory> {
  const settings = await loadPracticeSettings(tx);
  const directory = new Directory({ currency: settings.currency, today: today(now, settings.timeZone) });
  for (const row of await readPracticeStates(tx)) directory.states.load({ ...row, identifiedBy: new Set() });
  for (const row of await readPracticeStaff(tx)) {
    directory.staff.load({ ...row, identifiedBy: new Set() });
  }
  for (const row of await readPracticeClients(tx)) {
    directory.clients.load({ ...row, fields: {}, identifiedBy: new Set() });
  }
  for (const row of await readPracticeTasks(tx)) directory.tasks.load({ ...row, identifiedBy: new Set() });
  await loadJobs(tx, directory);
  await loadLinks(tx, directory);
  return directory;
}

async function loadJobs(tx: Tx, directory: Directory): Promise<void> {
  for (const { clientId, ...row } of await readPracticeJobs(tx)) {
    directory.loadJob({
      ...row,
      client: directory.clients.byId.get(clientId)!,
      billableRate: undefined,
      fields: {},
      tasks: [],
      identifiedBy: new Set(),
    });
  }
  for (const { jobId, taskId, ...row } of await readPracticeJobTasks(tx)) {
    directory.loadJobTask({
      ...row,
      job: directory.jobs.byId.get(jobId)!,
      task: directory.tasks.byId.get(taskId)!,
      identifiedBy: new Set(),
    });
  }
}

async function loadLinks(tx: Tx, directory: Directory): Promise<void> {
  const { clients: client, staff, tasks: task, jobs: job, jobTasks: jobTask } = directory;
  const shelves: Readonly<Record<string, Pick<Shelf<Node>, 'loadLink'>>> = {
    client,
    staff,
    task,
    job,
    jobTask,
  };
  for (const { source, kind, externalKey, ourId, contentHash } of await readPracticeReferences(tx)) {
    shelves[kind]?.loadLink(source, externalKey, { id: Number(ourId), contentHash });
  }
}
