// The review of a run's drafts: who passes what, what a change of a draft does to it, and that nothing is approved before.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addApiKey, type Answer, type ApiCaller } from './testing.ts';
import { openMonth, type Job } from './billing-run-month.ts';

const stages = [
  { name: 'Manager', reviewer: 'manager' },
  { name: 'Partner', reviewer: 'partner' },
  { name: 'Books', reviewer: 'bookkeeper' },
];

type Month = Awaited<ReturnType<typeof openMonth>>;

/** Of a month with drafts; the first two jobs are managed by a project manager, whose partner is another. */
async function openReview(reviewStages: readonly object[] = stages) {
  const month = await openMonth(4);
  const { api, owner, run } = month;
  const managing = await personOf(month, 'Mia', 'projectManager');
  const partner = await personOf(month, 'Pat', 'projectManager');
  for (const job of month.jobs.slice(0, 2)) {
    await keptBy(owner, job, { managerId: managing.staffId, partnerId: partner.staffId });
  }
  const planned = await run.rehearsed({ approval: 'afterReview', reviewStages });
  await run.started(planned);
  await run.finished(planned);
  const id: string = planned.id;
  return {
    ...month,
    id,
    manager: managing.caller,
    partner: partner.caller,
    bookkeeper: api.as('bookkeeper'),
    say: (who: ApiCaller, body: object) => who.post(`/billing-runs/${id}/review/verdicts`, body),
    review: async (who: ApiCaller) => (await who.get(`/billing-runs/${id}/review`)).body,
    drafts: async (who: ApiCaller, query = '') =>
      (await who.get(`/billing-runs/${id}/review/drafts?${query}`)).body.items,
    verdicts: async (unit: number) =>
      (await owner.get(`/billing-runs/${id}/review/verdicts?unit=${unit}`)).body.items,
    approveRun: async (body: object = {}) => {
      const answer = await owner.post(`/billing-runs/${id}/approval`, body);
      assert.equal(answer.status, 202, answer.text);
      return run.finished(planned);
    },
  };
}

/** Somebody with a role, who is also a staff member. */
async function personOf({ api, made }: Month, name: string, role: 'projectManager' | 'staff') {
  const staffId: string = (await made('/staff', { name })).id;
  const key = await addApiKey(api.database, api.firm, { role });
  await api.database.inFirm(api.firm.firmId, (tx) =>
    tx.query(
      `update api_key set staff_id = $2 where firm_id = $1 and id = (select max(id) from api_key where firm_id = $1)`,
      [api.firm.firmId, Number(staffId)],
    ),
  );
  return { staffId, caller: api.withHeaders({ authorization: `Bearer ${key}` }) };
}

async function keptBy(owner: ApiCaller, job: Job, change: object): Promise<void> {
  const { version } = (await owner.get(`/jobs/${job.id}`)).body;
  const changed = await owner.patch(`/jobs/${job.id}`, change, version);
  assert.equal(changed.status, 200, changed.text);
}

const placesOf = (drafts: Answer['body'][]) => drafts.map(({ place }) => place);

/** The draft as it is, with another note. */
async function editDraft(who: ApiCaller, invoiceId: string): Promise<Answer> {
  const { version, content } = (await who.get(`/invoices/${invoiceId}`)).body;
  return who.put(`/invoices/${invoiceId}`, { ...content, note: 'Looked at again' }, version);
}

test('drafts go through the stages of their run before they are approved', async () => {
  const { owner, manager, partner, bookkeeper, say, review, drafts, approveRun, run, id, verified } =
    await openReview();
  const first = await review(manager);
  assert.deepEqual(
    first.stages.map((one: Answer['body']) => [one.name, one.drafts, one.awaitingMe]),
    [
      ['Manager', 4, 2],
      ['Partner', 0, 0],
      ['Books', 0, 0],
    ],
  );
  assert.deepEqual(placesOf(await drafts(manager, 'awaitingMe=true')), [1, 2]);
  // One, and next.
  const [one] = await drafts(manager);
  assert.deepEqual(
    (await say(manager, { verdict: 'passed', units: [{ place: 1, version: one.draftVersion }] })).body,
    { count: 1, next: 2 },
  );
  // All that await.
  assert.deepEqual((await say(manager, { verdict: 'passed' })).body, { count: 1, next: null });
  assert.equal((await say(manager, { verdict: 'passed' })).body.code, 'nothingToDo');
  assert.deepEqual((await say(partner, { verdict: 'passed' })).body, { count: 2, next: null });
  // The others have no manager; an owner passes any stage.
  for (const stage of [1, 2]) {
    const units = placesOf(await drafts(owner, `stage=${stage}`)).map((place) => ({ place }));
    assert.equal((await say(owner, { verdict: 'passed', units })).body.count, 2, String(stage));
  }
  assert.equal((await review(bookkeeper)).awaitingMe, 4);
  await say(bookkeeper, { verdict: 'passed', units: [{ place: 1 }, { place: 3 }] });

  const some = await approveRun();
  assert.deepEqual(
    [some.progress.units.billed, some.progress.units.drafted, some.progress.refused],
    [2, 2, 2],
  );
  const [, second] = await run.units(id);
  assert.deepEqual(
    second.refusals.map(({ code, value, detail }: Answer['body']) => [code, value, detail]),
    [
      [
        'reviewPending',
        'Books',
        'The draft awaits "Books" in the review of the billing run "March"; a bookkeeper passes it there.',
      ],
    ],
  );
  const { fingerprint } = (await owner.get(`/invoices/${second.invoiceId}`)).body;
  const alone = await owner.post(`/invoices/${second.invoiceId}/approval`, { fingerprint });
  assert.deepEqual([alone.status, alone.body.code], [409, 'reviewPending']);

  await say(bookkeeper, { verdict: 'passed' });
  assert.equal((await owner.post(`/invoices/${second.invoiceId}/approval`, { fingerprint })).status, 200);
  const done = await approveRun();
  assert.deepEqual([done.progress.units.billed, done.progress.units.drafted], [4, 0]);
  await verified();
});

test('a draft is held, sent back with a note, and the trace says who said what of which version', async () => {
  const { owner, manager, partner, say, drafts, verdicts, review } = await openReview();
  await say(manager, { verdict: 'held', units: [{ place: 2 }], note: 'Waiting for a receipt' });
  assert.deepEqual(placesOf(await drafts(manager, 'awaitingMe=true')), [1]);
  assert.deepEqual(placesOf(await drafts(owner, 'held=true')), [2]);
  // What is held is passed over with the rest, and passed on where it is named.
  assert.deepEqual((await say(manager, { verdict: 'passed' })).body, { count: 1, next: null });
  assert.equal((await review(manager)).stages[0].held, 1);
  assert.equal((await say(manager, { verdict: 'passed', units: [{ place: 2 }] })).status, 200);

  const unexplained = await say(partner, { verdict: 'returned', units: [{ place: 1 }], toStage: 1 });
  assert.deepEqual([unexplained.status, unexplained.body.errors[0].field], [400, 'note']);
  const back = { verdict: 'returned', units: [{ place: 1 }], note: 'Too much travel' };
  assert.equal((await say(partner, { ...back, toStage: 2 })).body.errors[0].field, 'toStage');
  assert.equal((await say(partner, { ...back, toStage: 1 })).status, 200);
  const [again] = await drafts(manager, 'awaitingMe=true');
  assert.deepEqual([again.place, again.stageName, again.last.note], [1, 'Manager', 'Too much travel']);
  assert.deepEqual(
    (await verdicts(1)).map((one: Answer['body']) => [
      one.verdict,
      one.stage,
      one.nextStage,
      one.draftVersion,
    ]),
    [
      ['passed', 1, 2, 1],
      ['returned', 2, 1, 1],
    ],
  );
});

test('a draft that is changed begins its review again, and so does what was held of it', async () => {
  const { owner, manager, partner, say, drafts, verdicts, approveRun, run, id } = await openReview(
    stages.slice(0, 2),
  );
  await say(manager, { verdict: 'passed' });
  await say(partner, { verdict: 'passed' });
  const [seen] = await drafts(partner);
  assert.deepEqual([seen.stage, seen.stageName], [3, null]);
  assert.equal((await editDraft(owner, seen.invoiceId)).status, 200);
  const [changed] = await drafts(manager, 'awaitingMe=true');
  assert.deepEqual([changed.place, changed.stage, changed.last.verdict], [1, 1, 'changed']);
  assert.deepEqual(
    (await verdicts(1)).map((one: Answer['body']) => [one.verdict, one.by, one.draftVersion]),
    [
      ['passed', 'projectManager', 1],
      ['passed', 'projectManager', 1],
      ['changed', 'owner', 2],
    ],
  );
  const done = await approveRun({ units: [1, 2] });
  assert.equal(done.progress.units.billed, 1);
  const [refused] = await run.units(id);
  assert.equal(refused.refusals[0].value, 'Manager');
  // Whoever has seen the earlier version passes nothing.
  const late = await say(manager, { verdict: 'passed', units: [{ place: 1, version: seen.draftVersion }] });
  assert.deepEqual(
    [late.body.code, late.body.errors[0].field, late.body.errors[0].accepted],
    ['staleVersion', 'units[0].version', '2'],
  );
});

test('passed and changed at the same moment: what is approved is what was passed', async () => {
  const { owner, manager, say, drafts, api } = await openReview(stages.slice(0, 1));
  for (let time = 0; time < 6; time += 1) {
    const [seen] = await drafts(manager);
    const [passed, edited] = await Promise.all([
      say(manager, { verdict: 'passed', units: [{ place: seen.place, version: seen.draftVersion }] }),
      editDraft(owner, seen.invoiceId),
    ]);
    assert.equal(edited.status, 200, edited.text);
    assert.ok(passed.status === 200 || passed.body.code === 'staleVersion', passed.text);
    const [now] = await drafts(manager);
    assert.deepEqual([now.draftVersion, now.stage], [seen.draftVersion + 1, 1]);
    const { fingerprint } = (await owner.get(`/invoices/${seen.invoiceId}`)).body;
    const approved = await owner.post(`/invoices/${seen.invoiceId}/approval`, { fingerprint });
    assert.equal(approved.body.code, 'reviewPending');
  }
  // While somebody has the draft in hand, a verdict waits, and then finds another version.
  const [seen] = await drafts(manager);
  const { firmId } = api.firm;
  const waiting = await api.database.inFirm(firmId, async (tx) => {
    await tx.query('update invoice set version = version + 1 where firm_id = $1 and id = $2', [
      firmId,
      Number(seen.invoiceId),
    ]);
    const units = [{ place: seen.place, version: seen.draftVersion }];
    const said = say(manager, { verdict: 'passed', units });
    await new Promise((resolve) => void setTimeout(resolve, 100));
    return { said };
  });
  assert.equal((await waiting.said).body.code, 'staleVersion');
  // What was passed is a version, whether or not anybody has noted that there is another now.
  assert.equal((await say(manager, { verdict: 'passed', units: [{ place: seen.place }] })).status, 200);
  assert.equal((await drafts(manager))[0].stage, 2);
  await api.database.inFirm(firmId, (tx) =>
    tx.query('update invoice set version = version + 1 where firm_id = $1 and id = $2', [
      firmId,
      Number(seen.invoiceId),
    ]),
  );
  assert.equal((await drafts(manager))[0].stage, 1);
});

test('nobody passes what is not theirs, and all that is named is refused together', async () => {
  const { manager, partner, bookkeeper, owner, api, say, review, id } = await openReview();
  const others = await say(manager, { verdict: 'passed', units: [{ place: 1 }, { place: 3 }] });
  assert.deepEqual(
    [others.status, others.body.code, others.body.errors[0].field],
    [403, 'notPermitted', 'units[1]'],
  );
  assert.equal((await review(owner)).stages[0].drafts, 4);
  assert.equal((await say(partner, { verdict: 'passed', units: [{ place: 1 }] })).body.code, 'notPermitted');
  assert.equal((await say(bookkeeper, { verdict: 'passed' })).body.code, 'nothingToDo');
  for (const role of ['staff', 'auditor'] as const) {
    assert.equal((await say(api.as(role), { verdict: 'passed' })).status, 403, role);
  }
  const path = `/billing-runs/${id}/review/verdicts`;
  assert.equal((await api.asOther().post(path, { verdict: 'passed' })).body.code, 'unknownBillingRun');
  const nowhere = await say(owner, { verdict: 'passed', units: [{ place: 9 }, { place: 1 }, { place: 1 }] });
  assert.deepEqual(
    nowhere.body.errors.map(({ code, field }: Answer['body']) => [code, field]),
    [
      ['nothingToDo', 'units[0]'],
      ['duplicate', 'units[2]'],
    ],
  );
});

test('whoever comes back finds what awaits them, over all runs, and the drafts among the invoices', async () => {
  const { owner, manager, bookkeeper, api, id, say, run } = await openReview();
  const awaiting = async (who: ApiCaller) => (await who.get('/billing-runs/awaiting')).body;
  const inReview = async (flag: string) =>
    (await owner.get(`/invoices?state=draft&inReview=${flag}`)).body.items.length;
  assert.deepEqual(await awaiting(manager), {
    items: [{ id, name: 'March', state: 'done', inReview: 4, ready: 0, awaitingMe: 2 }],
    inReview: 4,
    ready: 0,
    awaitingMe: 2,
  });
  assert.equal((await awaiting(bookkeeper)).awaitingMe, 0);
  assert.deepEqual([await inReview('true'), await inReview('false')], [4, 0]);
  for (const _ of stages) await say(owner, { verdict: 'passed', units: [{ place: 1 }, { place: 3 }] });
  const [shown] = (await awaiting(owner)).items;
  assert.deepEqual([shown.inReview, shown.ready, shown.awaitingMe], [2, 2, 2]);
  assert.deepEqual([await inReview('true'), await inReview('false')], [2, 2]);
  // A draft that is changed begins again.
  const [first] = (await owner.get(`/billing-runs/${id}/units`)).body.items;
  await editDraft(owner, first.invoiceId);
  assert.deepEqual([await inReview('true'), await inReview('false')], [3, 1]);
  const planned = await run.rehearsed();
  assert.ok(!(await awaiting(owner)).items.some((one: Answer['body']) => one.id === planned.id));
  assert.deepEqual((await awaiting(api.asOther())).items, []);
  assert.equal((await api.as('staff').get('/billing-runs/awaiting')).status, 403);
});

test('stages are part of the rules, and of drafts only; a run without them is approved at once', async () => {
  const { run, owner, made } = await openMonth(2);
  const rules = { approval: 'immediately', reviewStages: stages };
  const refused = await owner.post('/billing-runs', { rules });
  assert.deepEqual([refused.status, refused.body.errors[0].field], [400, 'rules.approval']);
  const definition = await made('/billing-definitions', {
    name: 'Reviewed',
    rules: { reviewStages: stages },
  });
  assert.deepEqual(
    (await owner.get(`/billing-definitions/${definition.id}`)).body.rules.reviewStages,
    stages,
  );
  const planned = await run.rehearsed({ approval: 'afterReview' });
  await run.started(planned);
  await run.finished(planned);
  assert.deepEqual((await owner.get(`/billing-runs/${planned.id}/review`)).body, {
    stages: [],
    ready: 2,
    awaitingMe: 0,
  });
  assert.deepEqual(
    (await owner.get(`/billing-runs/${planned.id}/review/drafts?awaitingMe=true`)).body.items,
    [],
  );
  assert.deepEqual((await owner.get(`/billing-runs/${planned.id}/review/verdicts`)).body.items, []);
  await owner.post(`/billing-runs/${planned.id}/approval`, {});
  assert.equal((await run.finished(planned)).progress.units.billed, 2);
});
