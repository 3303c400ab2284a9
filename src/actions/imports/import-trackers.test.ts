import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testDatabase } from '#store/testing/database.ts';
import { fileFromText } from './formats/files.ts';
import { fixtures } from './formats/testing.ts';
import { importing, type Importing } from './testing/importing.ts';

const { database } = await testDatabase();

const toggl = (...rows: string[]) =>
  fileFromText(
    'toggl.csv',
    [
      'User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags,Amount (NZD)',
      ...rows,
    ].join('\n'),
  );
const clockify = (...rows: string[]) =>
  fileFromText(
    'clockify.csv',
    [
      '"Project","Client","Description","Task","User","Email","Billable","Invoiced","Invoice ID","Start Date","Start Time","End Date","End Time","Duration (h)","Duration (decimal)","Billable Rate (NZD)","Billable Amount (NZD)"',
      ...rows,
    ].join('\n'),
  );
const worked = (project: string, minutes: string, amount: string, note = '') =>
  `Mere Walker,mere@harbour.example,Kauri Timber,${project},Design,${note},Yes,2024-07-15,13:00:00,2024-07-15,14:30:00,${minutes},,${amount}`;

/** The numbers that jobs of this name were given. */
async function numberOf(firm: Importing, name: string): Promise<string> {
  const [row] = await database.inFirm(firm.firm.firmId, (tx) =>
    tx.query<{ number: string }>('select number from job where firm_id = $1 and name = $2', [
      tx.firmId,
      name,
    ]),
  );
  return row!.number;
}

test('people, clients, projects and tasks are made from what the entries say', async () => {
  const firm = await importing(database);
  const batch = await firm.run([toggl(worked('Showroom', '01:30:00', '225.00'))]);
  assert.deepEqual(batch.counts['timeEntry'], { read: 1, created: 1 });
  assert.equal(await firm.netWip(await numberOf(firm, 'Showroom')), '225.00');
});

test('two rows that are alike are two entries; the same export again adds neither', async () => {
  const firm = await importing(database);
  const files = [toggl(worked('Showroom', '01:30:00', '225.00'), worked('Showroom', '01:30:00', '225.00'))];
  await firm.run(files);
  const number = await numberOf(firm, 'Showroom');
  assert.equal(await firm.netWip(number), '450.00');
  const again = await firm.run(files);
  assert.deepEqual(again.counts['timeEntry'], { read: 2, unchanged: 2 });
  assert.equal(await firm.netWip(number), '450.00');
});

test('an export that overlaps an earlier one adds only what is new', async () => {
  const firm = await importing(database);
  await firm.run([toggl(worked('Showroom', '01:00:00', '100.00', 'first'))]);
  const later = toggl(
    worked('Showroom', '01:00:00', '100.00', 'first'),
    worked('Showroom', '02:00:00', '200.00', 'second'),
  );
  const batch = await firm.run([later]);
  assert.deepEqual(batch.counts['timeEntry'], { read: 2, unchanged: 1, created: 1 });
  assert.equal(await firm.netWip(await numberOf(firm, 'Showroom')), '300.00');
});

test('entries marked as invoiced are billed by one document per invoice', async () => {
  const firm = await importing(database);
  const row = (invoiced: string, id: string, hours: string, amount: string) =>
    `"Showroom","Kauri","x","Design","Mere","m@x.example","Yes","${invoiced}","${id}","07/25/2024","09:00:00 AM","07/25/2024","10:00:00 AM","${hours}","","100.00","${amount}"`;
  const batch = await firm.run([
    clockify(
      row('Yes', 'INV-9', '01:00:00', '100.00'),
      row('Yes', 'INV-9', '02:00:00', '200.00'),
      row('No', '', '03:00:00', '300.00'),
    ),
  ]);
  const lines = (await firm.ledger(await numberOf(firm, 'Showroom'))).map((line) => line.slice(11));
  assert.deepEqual(lines.slice(3), ['billed -100.00', 'billed -200.00']);
  assert.equal(await firm.netWip(await numberOf(firm, 'Showroom')), '300.00');
  assert.deepEqual(batch.counts['invoice'], { created: 1 });
  const notes = await firm.problems(batch.id);
  assert.equal(notes.filter(({ code }) => code === 'invoiceMade')[0]?.value, 'INV-9');
});

test('a row of no minutes is left out and told; an impossible one is refused with its line', async () => {
  const firm = await importing(database);
  const files = [
    toggl(
      worked('Showroom', '00:00:00', ''),
      worked('Showroom', '01:00:00', '100.00').replace('2024-07-15', '2024-02-31'),
      worked('Showroom', '01:00:00', '100.00').replaceAll('2024-07-15', '2031-07-15'),
      worked('Showroom', '01:00:00', '100.00'),
    ),
  ];
  const batch = await firm.read(files);
  const told = (await firm.problems(batch.id)).map(
    ({ severity, code, line }) => `${severity} ${code} ${line}`,
  );
  assert.deepEqual(told.toSorted(), [
    'leftOut nothingToDo 2',
    'refused futureDate 4',
    'refused invalidDate 3',
  ]);
  assert.equal(batch.refusedCount, 2);
  await assert.rejects(firm.apply(batch.id), /rowRefused/);
  assert.equal(await firm.count('journal'), 0);
  const applied = await firm.apply(batch.id, { skipRefused: true });
  assert.equal(applied.state, 'applied');
  assert.equal(await firm.netWip(await numberOf(firm, 'Showroom')), '100.00');
});

test('dates that can be read two ways wait until somebody confirms', async () => {
  const firm = await importing(database);
  const row = `"Showroom","Kauri","x","Design","Mere","","Yes","No","","03/04/2024","09:00 AM","03/04/2024","10:00 AM","01:00:00","","100.00","100.00"`;
  const batch = await firm.read([clockify(row)]);
  assert.equal(
    batch.assumptions.some(({ code, mustConfirm }) => code === 'dateOrder' && mustConfirm),
    true,
  );
  await assert.rejects(firm.apply(batch.id, { confirm: false }), /unconfirmedReading/);
  const said = await firm.run([clockify(row)], { dateOrder: 'dayMonthYear', confirm: false });
  assert.equal(said.state, 'applied');
  assert.match((await firm.ledger(await numberOf(firm, 'Showroom')))[0]!, /^2024-04-03 /);
});

test('an amount in another currency than the job has is refused', async () => {
  const firm = await importing(database);
  await firm.run([toggl(worked('Showroom', '01:00:00', '100.00'))]);
  const euros = fileFromText(
    'euros.csv',
    'User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags,Amount (EUR)\n' +
      worked('Showroom', '01:00:00', '50.00'),
  );
  const batch = await firm.read([euros]);
  const [problem] = await firm.problems(batch.id);
  assert.deepEqual(
    [problem?.code, problem?.file, problem?.line, problem?.field, problem?.value, problem?.accepted],
    ['currencyMismatch', 'euros.csv', 2, 'currency', 'EUR', 'NZD'],
  );
});

test("a project's one rate prices time that has none", async () => {
  const firm = await importing(database);
  const projects = fileFromText(
    'projects.csv',
    'name,color,billable_rate,is_public,client,billable_default,estimated_time,archived_at\nShowroom,,15050,false,Kauri Timber,true,,',
  );
  const time = fileFromText(
    'time.csv',
    'description,billable,client,project,tags,start,end,task,user_name,user_email\nLate,true,Kauri Timber,Showroom,,2024-07-15T13:00:00Z,2024-07-15T15:00:00Z,Design,Mere Walker,',
  );
  await firm.run([projects, time]);
  assert.equal(await firm.netWip(await numberOf(firm, 'Showroom')), '301.00');
});

test('every layout of a tracker imports, and imports to nothing the second time', async () => {
  const firm = await importing(database);
  const files = await fixtures('trackers');
  await firm.run(files, { skipRefused: true });
  const journals = await firm.count('journal');
  assert.ok(journals > 0);
  const again = await firm.run(files, { skipRefused: true });
  assert.equal(await firm.count('journal'), journals);
  assert.equal(again.counts['timeEntry']?.created ?? 0, 0);
  assert.deepEqual(await firm.verify(), []);
});
