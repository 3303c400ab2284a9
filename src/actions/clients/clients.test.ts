import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testDatabase } from '#store/testing/database.ts';
import { testFirm } from '#store/testing/firm.ts';
import { createJobs } from '../jobs/create-jobs.ts';
import { changeStaffMember } from '../staff/change-staff.ts';
import { createStaff } from '../staff/create-staff.ts';
import { removeStaffMember } from '../staff/remove-staff.ts';
import { changeTask } from '../tasks/change-task.ts';
import { createTasks } from '../tasks/create-tasks.ts';
import { removeTask } from '../tasks/remove-task.ts';
import { accepted, contextOf, refusedAs } from '../testing/practice.ts';
import { changeClient } from './change-client.ts';
import { changeContact } from './change-contact.ts';
import { createClients } from './create-clients.ts';
import { createContacts } from './create-contacts.ts';
import { getClient, listClients } from './read-clients.ts';
import { listContacts } from './read-contacts.ts';
import { removeClient } from './remove-client.ts';

const { database } = await testDatabase();
const firm = await testFirm(database);
const other = await testFirm(database, { name: 'Other Firm', currency: 'AUD' });
const owner = contextOf(database, firm);

async function addClient(name: string) {
  const [client] = accepted(await createClients(owner, [{ name }]));
  return client!;
}

test('a client has the currency of the firm unless told, and its managers by name', async () => {
  const [plain, foreign] = accepted(
    await createClients(owner, [
      { name: 'Kauri Homes', accountManagerId: firm.staffId },
      { name: 'Nagoya Works', currency: 'JPY' },
    ]),
  );
  assert.equal(plain?.currency, 'NZD');
  assert.equal(plain?.accountManagerName, 'Ana');
  assert.equal(foreign?.currency, 'JPY');
});

test('the currency of a client changes until it has jobs', async () => {
  const client = await addClient('Pohutukawa Ltd');
  const changed = accepted(await changeClient(owner, { id: client.id, version: 1, currency: 'USD' }));
  assert.equal(changed.currency, 'USD');
  accepted(await createJobs(owner, [{ name: 'Pier', clientId: client.id }]));
  const refused = await changeClient(owner, { id: client.id, version: 2, currency: 'NZD' });
  assert.deepEqual(refusedAs(refused), ['currencyMismatch currency']);
  assert.equal(refused.ok ? '' : refused.refusals[0]?.accepted, 'USD');
});

test('a job and a change of currency at the same moment end in one currency', async () => {
  for (let round = 0; round < 5; round += 1) {
    const client = await addClient(`Race ${round}`);
    const [job] = await Promise.all([
      createJobs(owner, [{ name: 'Race', clientId: client.id }]),
      changeClient(owner, { id: client.id, version: 1, currency: 'USD' }),
    ]);
    const after = accepted(await getClient(owner, client.id));
    assert.equal(accepted(job)[0]?.currency, after.currency);
  }
});

test('a client with unfinished jobs is neither archived nor removed', async () => {
  const client = await addClient('Manuka Bay');
  accepted(await createJobs(owner, [{ name: 'Jetty', clientId: client.id, number: 'JETTY' }]));
  const refused = await changeClient(owner, { id: client.id, version: 1, archived: true });
  assert.deepEqual(refusedAs(refused), ['stillInUse archived']);
  assert.match(refused.ok ? '' : refused.refusals[0]!.detail, /JETTY/);
  const removed = await removeClient(owner, { id: client.id, version: 1 });
  assert.match(removed.ok ? '' : removed.refusals[0]!.detail, /still has jobs/);
});

test('a client without jobs goes with its contacts, and everything that went is kept as a change', async () => {
  const client = await addClient('Short Stay');
  accepted(await createContacts(owner, [{ clientId: client.id, name: 'Ria' }]));
  accepted(await removeClient(owner, { id: client.id, version: 1 }));
  assert.deepEqual(refusedAs(await getClient(owner, client.id)), ['unknownClient id']);
  const kept = await database.inFirm(firm.firmId, (tx) =>
    tx.query<{ subject: string; name: string }>(
      `select subject, before ->> 'name' as name from change
       where firm_id = $1 and action = 'removed' order by id`,
      [firm.firmId],
    ),
  );
  assert.deepEqual(kept, [
    { subject: 'contact', name: 'Ria' },
    { subject: 'client', name: 'Short Stay' },
  ]);
});

test('an archived client takes no new jobs', async () => {
  const client = await addClient('Quiet Ltd');
  accepted(await changeClient(owner, { id: client.id, version: 1, archived: true }));
  assert.deepEqual(refusedAs(await createJobs(owner, [{ name: 'New', clientId: client.id }])), [
    'conflict [0].clientId',
  ]);
  const page = accepted(await listClients(owner, { search: 'quiet', archived: false, limit: 10 }));
  assert.deepEqual(page.items, []);
});

test('a client has one primary contact, also when two are named at the same moment', async () => {
  const client = await addClient('Two Heads');
  const add = (name: string) => createContacts(owner, [{ clientId: client.id, name, isPrimary: true }]);
  await Promise.all([add('Ira'), add('Ula')].map(async (adding) => accepted(await adding)));
  const primaries = async () => {
    const page = accepted(await listContacts(owner, { clientId: client.id, limit: 10 }));
    return page.items.filter((contact) => contact.isPrimary);
  };
  const [primary] = await primaries();
  const page = accepted(await listContacts(owner, { clientId: client.id, limit: 10 }));
  const ordinary = page.items.find((contact) => !contact.isPrimary)!;
  assert.equal(page.items.length, 2);
  accepted(await changeContact(owner, { id: ordinary.id, version: ordinary.version, isPrimary: true }));
  assert.deepEqual(
    (await primaries()).map(({ id }) => id),
    [ordinary.id],
  );
  assert.notEqual(primary?.id, ordinary.id);
});

test('two primary contacts of one client in one batch are refused', async () => {
  const client = await addClient('Hydra');
  const contact = { clientId: client.id, isPrimary: true };
  assert.deepEqual(
    refusedAs(
      await createContacts(owner, [
        { ...contact, name: 'A' },
        { ...contact, name: 'B' },
      ]),
    ),
    ['duplicate [1].isPrimary'],
  );
});

test('clients of one firm are unknown to another', async () => {
  const elsewhere = contextOf(database, other);
  assert.deepEqual(refusedAs(await getClient(elsewhere, firm.clientId)), ['unknownClient id']);
  assert.deepEqual(refusedAs(await createContacts(elsewhere, [{ clientId: firm.clientId, name: 'X' }])), [
    'unknownClient [0].clientId',
  ]);
  assert.deepEqual(
    refusedAs(await createClients(elsewhere, [{ name: 'Y', accountManagerId: firm.staffId }])),
    ['unknownStaff [0].accountManagerId'],
  );
});

test('somebody who has left looks after no new client and stays where they are', async () => {
  const [member] = accepted(await createStaff(owner, [{ name: 'Cleo', code: 'CR' }]));
  const [client] = accepted(
    await createClients(owner, [{ name: 'Long Standing', jobManagerId: member!.id }]),
  );
  accepted(await changeStaffMember(owner, { id: member!.id, version: 1, active: false }));
  assert.deepEqual(refusedAs(await createClients(owner, [{ name: 'Z', jobManagerId: member!.id }])), [
    'staffInactive [0].jobManagerId',
  ]);
  accepted(
    await changeClient(owner, { id: client!.id, version: 1, jobManagerId: member!.id, phone: '555 0101' }),
  );
  const removed = await removeStaffMember(owner, { id: member!.id, version: 2 });
  assert.match(removed.ok ? '' : removed.refusals[0]!.detail, /Cleo still has clients/);
});

test('codes of staff members differ', async () => {
  accepted(
    await createStaff(owner, [{ name: 'Dan', code: 'DD' }, { name: 'Without a code' }, { name: 'Nor this' }]),
  );
  assert.deepEqual(refusedAs(await createStaff(owner, [{ name: 'Dot', code: 'DD' }])), [
    'duplicate [0].code',
  ]);
  const [eve] = accepted(await createStaff(owner, [{ name: 'Eve', code: 'EE' }]));
  assert.deepEqual(refusedAs(await changeStaffMember(owner, { id: eve!.id, version: 1, code: 'DD' })), [
    'duplicate code',
  ]);
});

test('names of library tasks differ unless archived, and a task that jobs have is not removed', async () => {
  const [survey] = accepted(await createTasks(owner, [{ name: 'Survey' }]));
  assert.deepEqual(refusedAs(await createTasks(owner, [{ name: 'SURVEY' }])), ['duplicate [0].name']);
  accepted(await changeTask(owner, { id: survey!.id, version: 1, archived: true }));
  accepted(await createTasks(owner, [{ name: 'SURVEY' }]));
  assert.deepEqual(refusedAs(await changeTask(owner, { id: survey!.id, version: 2, archived: false })), [
    'duplicate name',
  ]);
  accepted(await removeTask(owner, { id: survey!.id, version: 2 }));
  const inUse = await removeTask(owner, { id: firm.taskId, version: 1 });
  assert.match(inUse.ok ? '' : inUse.refusals[0]!.detail, /Design still has job tasks/);
});

test('a batch is neither empty nor larger than declared', async () => {
  assert.deepEqual(refusedAs(await createTasks(owner, [])), ['batchTooLarge']);
  const many = Array.from({ length: 1_001 }, (_, place) => ({ name: `Task ${place}` }));
  assert.deepEqual(refusedAs(await createTasks(owner, many)), ['batchTooLarge']);
  const added = accepted(await createTasks(owner, many.slice(0, 1_000)));
  assert.deepEqual(
    added.map(({ name }) => name),
    many.slice(0, 1_000).map(({ name }) => name),
  );
});
