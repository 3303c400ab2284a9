import assert from 'node:assert/strict';
import { test } from 'node:test';
import { trimmed } from './trim.ts';

const plan = `Sort  (cost=1.00..2.00 rows=3 width=8) (actual time=9.100..10.000 rows=50.00 loops=1)
  Sort Key: j.number
  Buffers: shared hit=758
  CTE drafted
    ->  Seq Scan on draft_item d  (cost=0.00..1.00 rows=1 width=8) (actual time=0.001..0.002 rows=0.00 loops=1)
          Filter: (firm_id = 1)
  CTE listed
    ->  Result  (cost=0.00..1.00 rows=1 width=8) (actual time=0.001..4.000 rows=500.00 loops=1)
          One-Time Filter: ((InitPlan 1).col1 = $4)
          InitPlan 1
            ->  Result  (cost=0.00..1.00 rows=1 width=8) (actual time=0.001..0.001 rows=1.00 loops=1)
          ->  Index Scan using job_balance_listed on job_balance b  (cost=0.00..1.00 rows=1 width=8) (actual time=0.001..3.900 rows=500.00 loops=1)
                Index Cond: (firm_id = 1)
                Index Searches: 1
                Buffers: shared hit=152
  ->  Hash Join  (cost=0.00..1.00 rows=1 width=8) (actual time=1.000..9.000 rows=50.00 loops=1)
        ->  CTE Scan on listed  (cost=0.00..1.00 rows=1 width=8) (actual time=1.000..6.000 rows=50.00 loops=1)
        ->  Index Scan using client_pkey on client c  (cost=0.00..1.00 rows=1 width=8) (actual time=0.001..0.050 rows=1.00 loops=50)
              Index Cond: ((firm_id = 1) AND (id = b.client_id))
              Buffers: shared hit=150
        ->  Index Scan using staff_pkey on staff s  (cost=0.00..1.00 rows=1 width=8) (never executed)
              Index Cond: (id = b.manager_id)`;

test('a plan shows the steps that take its time, what they look up by, and what they read', () => {
  assert.deepEqual(trimmed(plan.split('\n')), [
    'Sort   10.000 ms, 50 rows',
    '  Buffers: shared hit=758',
    '  CTE listed',
    '  → Index Scan using job_balance_listed on job_balance b   3.900 ms, 500 rows',
    '    Index Cond: (firm_id = 1)',
    '    Buffers: shared hit=152',
    '  → Hash Join   9.000 ms, 50 rows',
    '    → CTE Scan on listed   6.000 ms, 50 rows',
    '    → Index Scan using client_pkey on client c   0.050 ms, 1 rows × 50',
    '      Index Cond: ((firm_id = 1) AND (id = b.client_id))',
    '      Buffers: shared hit=150',
  ]);
});
