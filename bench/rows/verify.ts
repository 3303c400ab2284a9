// Recounting the whole ledger, against the least that looks at every line once.

import { verifyFirm } from '#store/ledger/verify.ts';
import { timed } from '../measuring.ts';
import { atLeast } from '../targets.ts';
import { storageOf } from './storage.ts';
import type { Row } from './row.ts';

const onePass = `select job_id, count(*), sum(amount_minor) from ledger_line where firm_id = $1 group by job_id`;

export const verifyRow: Row = {
  name: 'verify',
  async measure({ database, context }) {
    const { firmId } = context.principal;
    let differences = 0;
    const took = await timed(async () => {
      differences = (await verifyFirm(database, firmId)).length;
    });
    const plain = await timed(() => database.inFirm(firmId, (tx) => tx.query(onePass, [firmId])));
    const { lines } = await storageOf(database);
    return [
      {
        name: 'Verify',
        value: took / 1_000,
        unit: 's',
        note: `${lines} lines`,
        target: { text: '≤ 60 s per 20 million lines', atMost: (60 * lines) / 20_000_000 },
      },
      { name: 'Verify, differences', value: differences, unit: '', target: { text: '0', atMost: 0 } },
      {
        name: 'Verify, lines recounted',
        value: (lines / took) * 1000,
        unit: '/s',
        target: atLeast(333_333, '/s'),
      },
      { name: '– one pass over all lines in plain SQL', value: plain / 1_000, unit: 's' },
      { name: '– verify ÷ one pass', value: took / plain, unit: '×' },
    ];
  },
};
