import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BookItem } from '#core/billing/draft.ts';
import { civilDate } from '#core/calendar/civil-date.ts';
import { loadBook } from '#store/billing/book.ts';
import { readFoldedItems } from '#store/billing-runs/folded-items.ts';
import { testDatabase } from '#store/testing/database.ts';
import { testFirm } from '#store/testing/firm.ts';
import { recordCosts } from '../costs/record-costs.ts';
import { accepted, contextOf } from '../testing/practice.ts';
import { recordTimeEntries } from '../time/record-time.ts';
import { raiseInterimByHand } from '../wip/raise-interim.ts';
import { fold } from './testing/fold.ts';

const { database } = await testDatabase();

test('the database folds what is open as the rule says it', async () => {
  const firm = await testFirm(database);
  const context = contextOf(database, firm);
  const { jobId, jobTaskId, staffId } = firm;
  const days = ['2026-01-10', '2026-02-20', '2026-03-05', '2026-03-15', '2026-03-25', '2026-03-30'];
  const entries = days.flatMap((day, place) =>
    [30, 45, 7].map((minutes) => ({
      jobId,
      jobTaskId,
      staffId,
      workedOn: civilDate(day),
      minutes,
      billable: minutes !== 7 || place % 2 === 0,
    })),
  );
  const recorded = accepted(await recordTimeEntries(context, entries));
  const cost = {
    jobId,
    incurredOn: civilDate('2026-03-02'),
    description: 'Travel',
    unitCost: '1',
    unitPrice: '10',
  };
  accepted(
    await recordCosts(context, [
      { ...cost, quantityThousandths: 2000, billable: true, actual: true },
      { ...cost, quantityThousandths: 2000, billable: true, actual: true },
      { ...cost, quantityThousandths: -1000, billable: true, actual: true },
    ]),
  );
  accepted(
    await raiseInterimByHand(context, {
      jobId,
      amount: '50',
      description: 'Deposit',
      effectiveOn: civilDate('2026-03-01'),
    }),
  );
  // Time without value is billed at its price, entry by entry: it stays as it is.
  await database.pool.query(`update open_item set open_minor = 0 where firm_id = $1 and item_id = any ($2)`, [
    firm.firmId,
    recorded.entries.slice(0, 4).map(({ id }) => id),
  ]);
  const bounds = { offeredUpTo: civilDate('2026-03-27'), carriedAfter: civilDate('2026-03-10') };
  await database.inFirm(firm.firmId, async (tx) => {
    const book = await loadBook(tx, [jobId], { exceptDraft: null });
    const folded = (await readFoldedItems(tx, [jobId], bounds)).get(jobId)!;
    const plain = ({ itemId, kind, originOn, openMinor, openQuantity, ...of }: BookItem) => ({
      itemId,
      kind,
      originOn,
      openMinor,
      openQuantity,
      jobTaskId: of.jobTaskId,
      billable: of.billable,
      isHeld: of.onDraft !== null,
    });
    const single = book.jobs[0]!.items;
    assert.deepEqual(folded.map(plain), fold(single, bounds).map(plain));
    assert.ok(folded.length < single.length);
    assert.equal(
      folded.reduce((sum, { itemCount }) => sum + itemCount, 0),
      single.length,
    );
  });
});
