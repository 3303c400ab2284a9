// Invoices of an invented firm, each on a job of its own, with what the ledger has to say of it afterwards: the cases of
// docs/ledger-rules.md as WorkflowMax tells them.

import type { ImportFile } from '../formats/files.ts';
import { costLine, inventedFirm, linesOf, taskLine, type InventedFirm } from './invented-firm.ts';

export type Scenario = {
  readonly name: string;
  readonly given: (firm: InventedFirm, job: string) => void;
  /** What the ledger says from the first invoice on: kind and amount. */
  readonly lines: readonly string[];
  readonly netWip: string;
  readonly uninvoicedQuote?: string;
  readonly problems?: readonly string[];
};

function t1t2c1(firm: InventedFirm, job: string): [string, string, string] {
  return [firm.time(job, 'ana', 2), firm.time(job, 'ben', 3), firm.cost(job, 1, 200)];
}

/** Work of a value, as one entry of Ana's, which the invoices below bill at 150 an hour. */
function work(firm: InventedFirm, job: string, value: number, who: 'ana' | 'ben' = 'ana'): string {
  return firm.time(job, who, value / (who === 'ana' ? 150 : 100));
}

export const scenarios: readonly Scenario[] = [
  {
    name: 'S06 progress actual, all ticked',
    given(firm, job) {
      const [a, b, c] = t1t2c1(firm, job);
      const tasks = [
        taskLine(job, 600, [
          [a, 'Yes', 2, 150],
          [b, 'Yes', 3, 100],
        ]),
      ];
      firm.invoice('S06', { amountExTax: 800, jobs: [linesOf(job, tasks, [costLine(c, 1, 200)])] });
    },
    lines: ['billed -300.00', 'billed -300.00', 'billed -200.00'],
    netWip: '0.00',
  },
  {
    name: 'S07 a cost unticked stays',
    given(firm, job) {
      const [a, b] = t1t2c1(firm, job);
      const tasks = [
        taskLine(job, 600, [
          [a, 'Yes', 2, 150],
          [b, 'Yes', 3, 100],
        ]),
      ];
      firm.invoice('S07', { amountExTax: 600, jobs: [linesOf(job, tasks)] });
    },
    lines: ['billed -300.00', 'billed -300.00'],
    netWip: '200.00',
  },
  {
    name: 'S09 time marked Future stays',
    given(firm, job) {
      const [a, b] = t1t2c1(firm, job);
      const tasks = [
        taskLine(job, 300, [
          [a, 'Yes', 2, 150],
          [b, 'Future', 3, 100],
        ]),
      ];
      firm.invoice('S09', { amountExTax: 300, jobs: [linesOf(job, tasks)] });
    },
    lines: ['billed -300.00'],
    netWip: '500.00',
  },
  {
    name: 'S10 time marked No is written off',
    given(firm, job) {
      const a = firm.time(job, 'ana', 2);
      const b = firm.time(job, 'ben', 3);
      const tasks = [
        taskLine(job, 300, [
          [a, 'Yes', 2, 150],
          [b, 'No', 3, 100],
        ]),
      ];
      firm.invoice('S10', { amountExTax: 300, jobs: [linesOf(job, tasks)] });
    },
    lines: ['written off -300.00', 'billed -300.00'],
    netWip: '0.00',
  },
  {
    name: 'S11 fewer hours: the difference is written off',
    given(firm, job) {
      const a = firm.time(job, 'ana', 2);
      firm.invoice('S11', {
        amountExTax: 225,
        jobs: [linesOf(job, [taskLine(job, 225, [[a, 'Yes', 1.5, 150]])])],
      });
    },
    lines: ['written off -75.00', 'billed -225.00'],
    netWip: '0.00',
  },
  {
    name: 'S12 more hours: the difference is written on',
    given(firm, job) {
      const a = firm.time(job, 'ana', 2);
      firm.invoice('S12', {
        amountExTax: 450,
        jobs: [linesOf(job, [taskLine(job, 450, [[a, 'Yes', 3, 150]])])],
      });
    },
    lines: ['written on 150.00', 'billed -450.00'],
    netWip: '0.00',
  },
  {
    name: 'S13 time that is not billable, marked Yes',
    given(firm, job) {
      const a = firm.time(job, 'ben', 1, { billable: false });
      firm.invoice('S13', {
        amountExTax: 100,
        jobs: [linesOf(job, [taskLine(job, 100, [[a, 'Yes', 1, 100]])])],
      });
    },
    lines: ['written on 100.00', 'billed -100.00'],
    netWip: '0.00',
  },
  {
    name: 'S14 part of a cost, progress: the rest stays',
    given(firm, job) {
      const c = firm.cost(job, 2, 100);
      firm.invoice('S14', { amountExTax: 100, jobs: [linesOf(job, [], [costLine(c, 1, 100)])] });
    },
    lines: ['billed -100.00'],
    netWip: '100.00',
  },
  {
    name: 'S15 part of a cost, final: the rest is written off',
    given(firm, job) {
      const c = firm.cost(job, 2, 100);
      const jobs = [linesOf(job, [], [costLine(c, 1, 100)])];
      firm.invoice('S15', { type: 'Final Invoice', amountExTax: 100, jobs });
    },
    lines: ['written off -100.00', 'billed -100.00'],
    netWip: '0.00',
  },
  {
    name: 'S16 more of a cost: the difference is written on',
    given(firm, job) {
      const c = firm.cost(job, 2, 100);
      firm.invoice('S16', { amountExTax: 300, jobs: [linesOf(job, [], [costLine(c, 3, 100)])] });
    },
    lines: ['written on 100.00', 'billed -300.00'],
    netWip: '0.00',
  },
  {
    name: 'S17 typed on the invoice',
    given(firm, job) {
      firm.time(job, 'ana', 1, { date: '2024-07-01' });
      const tasks = [taskLine(job, 240, [], { additional: true })];
      firm.invoice('S17', { amountExTax: 330, jobs: [linesOf(job, tasks, [costLine(undefined, 1, 90)])] });
    },
    lines: ['written on 240.00', 'written on 90.00', 'billed -240.00', 'billed -90.00'],
    netWip: '150.00',
  },
  {
    name: 'S18 a fixed price over ten entries',
    given(firm, job) {
      const entries = Array.from({ length: 10 }, () => [firm.time(job, 'ben', 1), 'Yes', 1, 100] as const);
      const jobs = [linesOf(job, [taskLine(job, 1000, entries)])];
      firm.invoice('S18', { fixedPrice: true, amountExTax: 800, jobs });
    },
    lines: [
      ...Array.from({ length: 10 }, () => 'written off -20.00'),
      ...Array.from({ length: 10 }, () => 'billed -80.00'),
    ],
    netWip: '0.00',
  },
  {
    name: 'S20 final actual with an interim absorbed',
    given(firm, job) {
      const a = work(firm, job, 900);
      const b = work(firm, job, 100, 'ben');
      firm.invoice('D20', {
        mode: 'deposit',
        date: '2024-06-01',
        amountExTax: 500,
        jobs: [linesOf(job, [])],
      });
      const tasks = [
        taskLine(job, 1000, [
          [a, 'Yes', 6, 150],
          [b, 'Yes', 1, 100],
        ]),
      ];
      firm.invoice('S20', { type: 'Final Invoice', amountExTax: 500, jobs: [linesOf(job, tasks)] });
    },
    lines: ['interim -500.00', 'billed -900.00', 'billed -100.00', 'absorbed 500.00'],
    netWip: '0.00',
  },
  {
    name: 'S21 the interim unticked',
    given(firm, job) {
      const a = work(firm, job, 900);
      const b = work(firm, job, 100, 'ben');
      firm.invoice('D21', {
        mode: 'deposit',
        date: '2024-06-01',
        amountExTax: 500,
        jobs: [linesOf(job, [])],
      });
      const tasks = [
        taskLine(job, 1000, [
          [a, 'Yes', 6, 150],
          [b, 'Yes', 1, 100],
        ]),
      ];
      firm.invoice('S21', { type: 'Final Invoice', amountExTax: 1000, jobs: [linesOf(job, tasks)] });
    },
    lines: ['interim -500.00', 'billed -900.00', 'billed -100.00'],
    netWip: '-500.00',
  },
  {
    name: 'S22 half of the quote before any work',
    given(firm, job) {
      firm.quote(job, 5000);
      firm.invoice('S22', { mode: 'deposit', amountExTax: 2500, jobs: [linesOf(job, [])] });
    },
    lines: ['quote 5000.00', 'interim -2500.00', 'quote invoiced 2500.00'],
    netWip: '-2500.00',
    uninvoicedQuote: '2500.00',
  },
  {
    name: 'S23 progress by quote with an added cost',
    given(firm, job) {
      firm.quote(job, 5000);
      work(firm, job, 1500);
      const c = firm.cost(job, 1, 200);
      const jobs = [linesOf(job, [taskLine(job, 2000, [])], [costLine(c, 1, 200)])];
      firm.invoice('S23', { mode: 'quoted', amountExTax: 2200, jobs });
    },
    lines: ['quote 5000.00', 'billed -200.00', 'interim -2000.00', 'quote invoiced 2000.00'],
    netWip: '-500.00',
    uninvoicedQuote: '3000.00',
  },
  {
    name: 'S24 final by quote after half of it was invoiced',
    given(firm, job) {
      firm.quote(job, 5000);
      work(firm, job, 1200);
      work(firm, job, 1800, 'ben');
      firm.cost(job, 1, 600);
      firm.invoice('D24', {
        mode: 'quoted',
        date: '2024-06-01',
        amountExTax: 2500,
        jobs: [linesOf(job, [taskLine(job, 2500, [])])],
      });
      const jobs = [linesOf(job, [taskLine(job, 2500, [])])];
      firm.invoice('S24', { mode: 'quoted', type: 'Final Invoice', amountExTax: 2500, jobs });
    },
    lines: [
      'quote 5000.00',
      'interim -2500.00',
      'quote invoiced 2500.00',
      'written on 560.00',
      'written on 840.00',
      'billed -1760.00',
      'billed -2640.00',
      'billed -600.00',
      'absorbed 2500.00',
      'quote invoiced 2500.00',
    ],
    netWip: '0.00',
    uninvoicedQuote: '0.00',
  },
  {
    name: 'S25 final by quote below the work',
    given(firm, job) {
      firm.quote(job, 3000);
      work(firm, job, 2400);
      work(firm, job, 1600, 'ben');
      firm.cost(job, 1, 500);
      const jobs = [linesOf(job, [taskLine(job, 3000, [])])];
      firm.invoice('S25', { mode: 'quoted', type: 'Final Invoice', amountExTax: 3000, jobs });
    },
    lines: [
      'quote 3000.00',
      'written off -900.00',
      'written off -600.00',
      'billed -1500.00',
      'billed -1000.00',
      'billed -500.00',
      'quote invoiced 3000.00',
    ],
    netWip: '0.00',
    uninvoicedQuote: '0.00',
  },
  {
    name: 'drafts, cancelled and miscellaneous invoices are documents only',
    given(firm, job) {
      const a = firm.time(job, 'ana', 2);
      const jobs = [linesOf(job, [taskLine(job, 300, [[a, 'Yes', 2, 150]])])];
      firm.invoice('X1', { status: 'draft', amountExTax: 300, jobs });
      firm.invoice('X2', { status: 'cancelled', amountExTax: 300, jobs });
      firm.invoice('X3', { mode: 'miscellaneous', amountExTax: 99, jobs: [linesOf(job, [])] });
    },
    lines: [],
    netWip: '300.00',
  },
  {
    name: 'work after the cut-off stays when a final invoice by quote closes the rest',
    given(firm, job) {
      firm.quote(job, 1000);
      work(firm, job, 900);
      firm.time(job, 'ana', 1, { date: '2024-07-05' });
      const jobs = [linesOf(job, [taskLine(job, 1000, [])])];
      firm.invoice('CUT', { mode: 'quoted', type: 'Final Invoice', amountExTax: 1000, jobs });
    },
    lines: ['quote 1000.00', 'written on 100.00', 'billed -1000.00', 'quote invoiced 1000.00'],
    netWip: '150.00',
    uninvoicedQuote: '0.00',
  },
];

/** The job that a scenario happens on. */
export const numberOf = (index: number): string => `W${String(index + 1).padStart(6, '0')}`;

/** The firm in which all of them happened. */
export function filesOfScenarios(): ImportFile[] {
  const invented = inventedFirm();
  for (const [index, scenario] of scenarios.entries()) {
    invented.job(numberOf(index));
    scenario.given(invented, numberOf(index));
  }
  return invented.files();
}
