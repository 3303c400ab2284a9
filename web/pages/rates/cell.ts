// A place of a rate card: what a rate is for. In the address it is 'staff:3,task:7' and the like.

export const cellKeys = ['job', 'client', 'staff', 'task'] as const;
export type CellKey = (typeof cellKeys)[number];
export type Cell = Readonly<Partial<Record<CellKey, string>>>;

export function cellText(cell: Cell): string {
  return cellKeys.flatMap((key) => (cell[key] === undefined ? [] : [`${key}:${cell[key]}`])).join(',');
}

export function cellOf(text: string | undefined): Cell | undefined {
  if (text === undefined || text === '') return undefined;
  const pairs = text.split(',').map((pair) => pair.split(':'));
  const known = pairs.filter(
    (pair): pair is [CellKey, string] => cellKeys.includes(pair[0] as CellKey) && /^\d+$/.test(pair[1] ?? ''),
  );
  return known.length === 0 ? undefined : Object.fromEntries(known);
}

/** The scope that has these keys; undefined when no rate can have them. */
export function scopeOf({ job, client, staff, task }: Cell) {
  if (job !== undefined) return task !== undefined ? 'jobTask' : staff !== undefined ? 'jobStaff' : undefined;
  if (client !== undefined) return task === undefined ? undefined : 'clientTask';
  if (staff !== undefined) return task === undefined ? 'staff' : 'staffTask';
  return task === undefined ? undefined : 'task';
}

/** As the API names the keys. */
export function idsOf({ job, client, staff, task }: Cell) {
  return {
    ...(job === undefined ? {} : { jobId: job }),
    ...(client === undefined ? {} : { clientId: client }),
    ...(staff === undefined ? {} : { staffId: staff }),
    ...(task === undefined ? {} : { taskId: task }),
  };
}

type Keyed = {
  jobId?: string | null;
  clientId?: string | null;
  staffId: string | null;
  taskId: string | null;
};

export function cellOfRate({ jobId, clientId, staffId, taskId }: Keyed): Cell {
  return {
    ...(jobId ? { job: jobId } : {}),
    ...(clientId ? { client: clientId } : {}),
    ...(staffId ? { staff: staffId } : {}),
    ...(taskId ? { task: taskId } : {}),
  };
}
