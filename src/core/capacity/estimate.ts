// What an installation needs, from how many people work in it and how much they record. Each figure is a measurement, whose
// place in the docs it names, or says that it is an assumption. docs/operating/capacity.md explains the sums.

export type Practice = {
  readonly firms: number;
  /** In each firm. */
  readonly people: number;
  /** Time entries of a person on a working day. */
  readonly entriesPerDay: number;
  readonly years: number;
};

type Estimate = {
  readonly people: number;
  readonly entries: number;
  readonly databaseBytes: number;
  readonly backupBytes: number;
  readonly walBytesPerDay: number;
  readonly diskBytes: number;
  /** In the busiest hour before the month ends. */
  readonly requestsPerSecond: number;
  /** Cores that are busy then, of servers and of the database. */
  readonly serverCores: number;
  readonly databaseCores: number;
  readonly servers: number;
  readonly workers: number;
  readonly connections: number;
  /** Machines that PostgreSQL needs: 1, or the machines of a Citus cluster that hold rows. */
  readonly databaseMachines: number;
};

/** docs/performance.md, "Results": 741 at ten million, with lines, invoices, costs and every index. */
const bytesPerEntry = 750;
/** docs/operating/backup.md, "How much and how long": 76 MB of a million entries. */
const backupBytesPerEntry = 76;
/** docs/operating/capacity.md, "Measured for this page": recorded one by one, without images of whole pages. */
const walBytesPerEntry = 2_700;
/** Assumption: images of whole pages after a checkpoint, and what invoices and runs write. */
const walGrowth = 3;
/** docs/performance/overload.md: of Node and of PostgreSQL, where a server is as busy as it should be; rounded up. */
const serverSecondsPerRequest = 0.002;
const databaseSecondsPerRequest = 0.003;
/** docs/performance.md, "Results": the first 50 of Estimated Billings over HTTP at ten million, all charged to PostgreSQL. */
const databaseSecondsPerReport = 0.016;
/** docs/performance/changes.md, "Lists, imports and storage": of Node and of PostgreSQL, for an invoice of 40 entries. */
const serverSecondsPerInvoice = 0.00105;
const databaseSecondsPerInvoice = 0.0018;

const entriesPerInvoice = 40;
const workingDaysPerYear = 250;
const workingDaysPerMonth = 21;
/** Assumptions of the busiest hour: half of all people at it, two requests a minute each, one in twenty a report. */
const peopleAtOnce = 0.5;
const requestsPerMinute = 2;
const reportShare = 1 / 20;
/** Assumption: the runs of all firms within one night and morning. */
const runSeconds = 8 * 3600;
/** Backups kept, days of the log kept beside them, and space for growth, vacuum and index builds. */
const backupsKept = 14;
const walDaysKept = 7;
const spare = 1.5;
/** How busy a core may be planned to be: what is above is for the minutes that are worse than the hour. */
const plannedUse = 0.5;
/** A process computes on one core. */
const coresPerProcess = 1;
/** Beyond this one PostgreSQL becomes hard to back up, restore and replace, whatever it still could do. */
const machineCoresMax = 16;
const machineBytesMax = 2e12;
/** docs/operating/several-servers.md, "Connections". */
const connectionsPerServer = 25;
const connectionsPerWorker = 32;
const connectionsBeside = 10;

export function estimate({ firms, people, entriesPerDay, years }: Practice): Estimate {
  const all = firms * people;
  const entriesADay = all * entriesPerDay;
  const entries = entriesADay * workingDaysPerYear * years;
  const databaseBytes = entries * bytesPerEntry;
  const backupBytes = entries * backupBytesPerEntry;
  const walBytesPerDay = entriesADay * walBytesPerEntry * walGrowth;

  const requestsPerSecond = (all * peopleAtOnce * requestsPerMinute) / 60;
  const invoicesPerSecond = (entriesADay * workingDaysPerMonth) / entriesPerInvoice / runSeconds;
  const reportsPerSecond = requestsPerSecond * reportShare;
  const serverCores =
    (requestsPerSecond * serverSecondsPerRequest + invoicesPerSecond * serverSecondsPerInvoice) / plannedUse;
  const databaseCores =
    ((requestsPerSecond - reportsPerSecond) * databaseSecondsPerRequest +
      reportsPerSecond * databaseSecondsPerReport +
      invoicesPerSecond * databaseSecondsPerInvoice) /
    plannedUse;

  // Two from the size on where nobody may notice that one is restarted.
  const servers = Math.max(all > 100 ? 2 : 1, Math.ceil(serverCores / coresPerProcess));
  const workers = Math.max(
    servers > 1 ? 2 : 1,
    Math.ceil((invoicesPerSecond * serverSecondsPerInvoice) / plannedUse),
  );
  return {
    people: all,
    entries,
    databaseBytes,
    backupBytes,
    walBytesPerDay,
    diskBytes: databaseBytes * spare + backupBytes * backupsKept + walBytesPerDay * walDaysKept,
    requestsPerSecond,
    serverCores,
    databaseCores,
    servers,
    workers,
    connections: servers * connectionsPerServer + workers * connectionsPerWorker + connectionsBeside,
    databaseMachines: Math.max(
      1,
      Math.ceil(databaseCores / machineCoresMax),
      Math.ceil(databaseBytes / machineBytesMax),
    ),
  };
}

/** As it is told to a person: a word and a figure a line. */
export function toldEstimate(found: Estimate): readonly (readonly [what: string, figure: string])[] {
  return [
    ['people', whole(found.people)],
    ['time entries', whole(found.entries)],
    ['database', bytes(found.databaseBytes)],
    ['one backup', bytes(found.backupBytes)],
    ['write-ahead log a day', bytes(found.walBytesPerDay)],
    ['disk, with backups and a week of the log', bytes(found.diskBytes)],
    ['requests a second, busiest hour', found.requestsPerSecond.toFixed(1)],
    ['cores for servers and workers', found.serverCores.toFixed(1)],
    ['cores for PostgreSQL', found.databaseCores.toFixed(1)],
    ['servers, workers', `${found.servers}, ${found.workers}`],
    ['connections without a pooler', whole(found.connections)],
    ['machines for PostgreSQL', whole(found.databaseMachines)],
  ];
}

function whole(figure: number): string {
  return Math.round(figure)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ',');
}

function bytes(figure: number): string {
  const [unit, size] =
    figure >= 1e12
      ? (['TB', 1e12] as const)
      : figure >= 1e9
        ? (['GB', 1e9] as const)
        : (['MB', 1e6] as const);
  const many = figure / size;
  return `${many.toFixed(many < 10 ? 1 : 0)} ${unit}`;
}
