import assert from 'node:assert/strict';
import test from 'node:test';
import { openQueue, type ClassLimits, type Limits, type Visitor, type WorkClass } from './queue.ts';

const line: ClassLimits = {
  runningMax: 6,
  firmRunningMax: 5,
  slotsKept: 2,
  waitingMax: 40,
  patienceMs: 2_000,
  strainedPatienceMs: 100,
};
const limits: Limits = {
  slots: 8,
  classes: {
    interactive: line,
    recording: { ...line, slotsKept: null, runningMax: 100, firmRunningMax: 100 },
    report: { ...line, runningMax: 3, firmRunningMax: 2, slotsKept: 1 },
    bulk: { ...line, runningMax: 2, firmRunningMax: 1, slotsKept: 1 },
  },
};

/** A process with a queue before it, and a clock that somebody turns. */
function office(given: Limits = limits) {
  const queue = openQueue(given);
  const clock = { ms: 0 };
  const visitors: (Visitor & { state: string; waitedMs: number })[] = [];
  function come(work: WorkClass, firm: string) {
    const visitor = {
      work,
      firm,
      state: 'waiting',
      waitedMs: 0,
      begin(waitedMs: number) {
        assert.equal(visitor.state, 'waiting');
        visitor.state = 'running';
        visitor.waitedMs = waitedMs;
      },
      refuse(why: string) {
        assert.equal(visitor.state, 'waiting');
        visitor.state = why;
      },
    };
    visitors.push(visitor);
    queue.arrive(visitor, clock.ms);
    return visitor;
  }
  function go(visitor: { state: string } & Visitor) {
    queue.leave(visitor, clock.ms);
    visitor.state = 'gone';
  }
  const many = (count: number, work: WorkClass, firm: string) =>
    Array.from({ length: count }, () => come(work, firm));
  const running = (work: WorkClass, firm?: string) =>
    visitors.filter((one) => one.state === 'running' && one.work === work && (firm ?? one.firm) === one.firm);
  return { queue, clock, come, go, many, running, visitors };
}

test('a request begins at once where there is room', () => {
  const { come, queue } = office();
  assert.equal(come('report', 'A').state, 'running');
  assert.deepEqual(queue.stateOf('report'), { running: 1, waiting: 0 });
});

test('classes leave one another what is kept for each, and none takes all', () => {
  const { many, running } = office();
  many(20, 'interactive', 'A');
  many(20, 'interactive', 'B');
  assert.equal(running('interactive').length, 6);
  many(20, 'bulk', 'A');
  many(20, 'bulk', 'B');
  many(20, 'report', 'A');
  assert.equal(running('report').length, 1);
  assert.equal(running('bulk').length, 1);
});

test('what people wait for begins before reports, and reports before runs', () => {
  const { many, running, go } = office();
  const held = [...many(3, 'interactive', 'A'), ...many(3, 'interactive', 'B')];
  many(2, 'bulk', 'A');
  many(2, 'bulk', 'C');
  many(2, 'report', 'A');
  many(2, 'report', 'C');
  many(1, 'interactive', 'C');
  go(held[0]!);
  assert.deepEqual(
    [running('interactive', 'C').length, running('report').length, running('bulk').length],
    [1, 1, 1],
  );
  go(held[1]!);
  assert.deepEqual([running('report').length, running('bulk').length], [2, 1]);
  go(held[2]!);
  go(held[3]!);
  assert.deepEqual([running('report').length, running('bulk').length], [3, 2]);
});

test('recordings join, so they need no slot', () => {
  const { many, running } = office();
  many(100, 'recording', 'A');
  assert.equal(running('recording').length, 100);
  assert.equal(many(1, 'interactive', 'A')[0]!.state, 'running');
});

test('a firm leaves room for another that comes', () => {
  const { many, come, running } = office();
  many(30, 'interactive', 'A');
  assert.equal(running('interactive', 'A').length, 5);
  assert.equal(come('interactive', 'B').state, 'running');
});

test('firms take turns, however many requests one has', () => {
  const { many, running, go } = office();
  many(30, 'interactive', 'A');
  many(3, 'interactive', 'B');
  assert.equal(running('interactive', 'B').length, 1);
  for (let ended = 0; ended < 4; ended += 1) go(running('interactive', 'A')[0]!);
  assert.equal(running('interactive', 'B').length, 3);
  assert.equal(running('interactive', 'A').length, 3);
});

test('in a full line the newest of the largest firm makes place', () => {
  const { many, come, queue } = office();
  const flood = many(60, 'interactive', 'A');
  assert.equal(flood.filter(({ state }) => state === 'full').length, 60 - 5 - 40);
  come('interactive', 'B');
  const second = come('interactive', 'B');
  assert.equal(second.state, 'waiting');
  assert.equal(flood[44]!.state, 'full');
  assert.equal(flood[43]!.state, 'waiting');
  assert.equal(queue.stateOf('interactive').waiting, 40);
});

test('who has waited too long is refused before it begins', () => {
  const { many, clock, queue, go, running } = office();
  many(5, 'interactive', 'A');
  const late = many(2, 'interactive', 'A');
  clock.ms = 101;
  queue.sweep(clock.ms);
  assert.equal(late[0]!.state, 'waiting');
  clock.ms = 2_001;
  go(running('interactive')[0]!);
  assert.deepEqual(
    late.map(({ state }) => state),
    ['late', 'late'],
  );
  assert.equal(queue.isWaiting(), false);
});

test('once a line has not been empty for two seconds, patience is short', () => {
  const { many, clock, queue } = office();
  many(6, 'interactive', 'A');
  clock.ms = 1_950;
  const [newer] = many(1, 'interactive', 'A');
  clock.ms = 2_040;
  queue.sweep(clock.ms);
  assert.equal(newer!.state, 'waiting');
  clock.ms = 2_051;
  queue.sweep(clock.ms);
  assert.equal(newer!.state, 'late');
});

test('who cannot begin in time is refused when it comes, and a firm that asks little is not', () => {
  const { many, clock, queue, go, running, come } = office();
  many(45, 'interactive', 'A');
  // The line moves by one each 120 ms; patience is short after a while, and the line is longer than that.
  for (let moved = 0; moved < 14; moved += 1) {
    clock.ms += 120;
    go(running('interactive')[0]!);
  }
  assert.ok(queue.stateOf('interactive').waiting > 10);
  clock.ms += 400;
  assert.equal(queue.isHopeless('interactive', 'A', clock.ms), true);
  assert.equal(queue.isHopeless('interactive', 'B', clock.ms), false);
  assert.equal(come('interactive', 'A').state, 'full');
  assert.equal(come('interactive', 'B').state, 'running');
});

test('a caller that hangs up leaves the line', () => {
  const { many, queue, go, running } = office();
  many(5, 'interactive', 'A');
  const [first, second] = many(2, 'interactive', 'A');
  go(first!);
  assert.equal(queue.stateOf('interactive').waiting, 1);
  go(running('interactive')[0]!);
  assert.equal(second!.state, 'running');
  assert.equal(queue.stateOf('interactive').running, 5);
});

test('a flood of one firm for a minute costs another nothing, and what is begun is begun in time', () => {
  const { come, go, clock, queue, visitors } = office();
  let done = 0;
  const ends: { atMs: number; visitor: Parameters<typeof go>[0] }[] = [];
  const seen = new Set<unknown>();
  for (clock.ms = 0; clock.ms < 60_000; clock.ms += 1) {
    while (ends[0] !== undefined && ends[0].atMs <= clock.ms) {
      go(ends.shift()!.visitor);
      done += 1;
    }
    // Five at once of 20 ms each are 250 a second; this is twelve times that.
    for (let count = 0; count < 3; count += 1) come('interactive', 'A');
    if (clock.ms % 50 === 0) come('interactive', 'B');
    if (clock.ms % 20 === 0) queue.sweep(clock.ms);
    for (const visitor of visitors.splice(0)) {
      if (visitor.state === 'running' && !seen.has(visitor)) {
        seen.add(visitor);
        assert.ok(visitor.waitedMs <= 2_000);
        if (clock.ms > 4_000) assert.ok(visitor.waitedMs <= 100, `${visitor.waitedMs}`);
        if (visitor.firm === 'B') assert.ok(visitor.waitedMs <= 40, `${visitor.waitedMs}`);
        ends.push({ atMs: clock.ms + 20, visitor });
      } else if (visitor.state === 'waiting') visitors.push(visitor);
      else assert.equal(visitor.firm, 'A');
    }
  }
  // What the other firm asks goes through the slot that is left.
  assert.ok(done > 0.95 * (250 + 20) * 60, `${done}`);
});
