// Recounting the whole ledger.

import { verifyFirm } from '#store/ledger/verify.ts';
import { timed } from '../measuring.ts';
import { storageOf } from './storage.ts';
import type { Row } from './row.ts';

export const verifyRow: Row = {
  name: 'verify',
  async measure({ database, context }) {
    let differences = 0;
    const took = await timed(async () => {
      differences = (await verifyFirm(database, context.principal.firmId)).length;
    });
    const { lines } = await storageOf(database);
    return [
      {
        name: 'Verify',
        value: took,
        unit: 'ms',
        note: `${lines} lines, ${differences} differences`,
        target: '≤ 60 s per 20 million lines',
      },
      { name: 'Verify, lines recounted', value: (lines / took) * 1000, unit: '/s', target: '≥ 333,000/s' },
    ];
  },
};
