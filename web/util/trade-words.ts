// The words of the trade as the app uses them, for whoever meets one for the first time. Those that are figures stand in
// figure-rules.ts.

export const words = {
  wip: [
    'WIP',
    'Work in progress: recorded work that is neither invoiced nor written off, at what it is worth.',
  ],
  estimatedBillings: ['Estimated Billings', 'What is available to invoice, a row per job.'],
  interim: ['Interim', 'Invoiced ahead of matching work, such as a deposit. Later work absorbs it.'],
  receipt: [
    'Receipt',
    'How what is available on a job came about: what it opened with, every movement, what is left.',
  ],
  cutOff: ['Cut-off date', 'The last day whose work an invoice or a billing run offers.'],
  carry: ['Carry forward', 'Leaves an item open, so that a later invoice can bill it.'],
  writeOff: [
    'Write-off',
    'WIP that will not be invoiced. A write-on is the reverse: more than was recorded.',
  ],
  washUp: ['Wash-up', 'Settles what a job has open without an invoice, when nothing more will be billed.'],
  revaluation: ['Revaluation', 'Applies a change of rate to time that is not billed yet.'],
  billingRun: ['Billing run', 'Invoices many jobs at once: rehearsed first, then decided, then done.'],
  rehearsal: ['Rehearsal', 'A billing run before it runs. It shows what would happen and locks nobody.'],
  progressClaim: ['Progress claim', 'An invoice of so much of each line of the quote: before, now, to date.'],
  retention: ['Retention', 'What is held back from an invoice, to be invoiced later.'],
  billableRate: [
    'Billable rate',
    'The price of an hour to the client. What an hour costs the firm is its cost rate.',
  ],
  excluded: ['Excluded job', 'A job that builds up no WIP; its time stands at value 0.'],
  wipLock: ['WIP lock', 'Nothing that moves WIP may be dated on or before this day.'],
  periodLock: ['Period lock', 'Nothing at all may be dated on or before this day.'],
  tieOut: ['Tie-out', 'The figures of the system that was left, held against ours job by job.'],
  series: ['Number series', 'Numbers counted under one prefix, without gaps.'],
  job: ['Job', 'An agreed piece of work for a client. Its tasks are the parts that time is recorded on.'],
  staff: ['Staff member', 'Somebody whose time is recorded. Not everybody who signs in is one.'],
} satisfies Readonly<Record<string, readonly [word: string, meaning: string]>>;

export type Word = keyof typeof words;
