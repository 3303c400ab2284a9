// A plan as a person reads it: what takes hardly any of its time is left out with all that is below it, and so are
// estimates, keys of sorts and sizes of hash tables.
//
// auto_explain indents by six for a step that another one needs, and by two for a subplan with a label of its own; what
// stands deeper than a step that is left out goes with it.

const shareKept = 0.01;
const linesMax = 80;
const widthMax = 140;

const node =
  /^(?<indent>\s*)(?:->\s+)?(?<what>\S.*?)\s+\(cost=[^)]*\)\s+\((?:actual time=[\d.]+\.\.(?<ms>[\d.]+) rows=(?<rows>[\d.]+) loops=(?<loops>\d+)|never executed)\)/;
const label = /^\s*(?:CTE|SubPlan)\b/;
const kept =
  /^(?:Index Cond|Recheck Cond|Filter|Rows Removed|Heap Blocks|Conflict Arbiter|Tuples Inserted|Conflicting Tuples|Join Filter|Buffers)\b/;

/** Steps that hand on what the one below answers; fences are among them. */
const handsOn = /^(?:Result|Hash|Memoize|Materialize|Sort|Incremental Sort|Limit)$|^Subquery Scan\b/;

type Step = { readonly indent: number; readonly isScan: boolean };

export function trimmed(plan: readonly string[]): string[] {
  const lines: string[] = [];
  /** The steps that the present line stands under. */
  const open: Step[] = [];
  /** Undefined while the step is not shown. */
  let step: Step | undefined;
  const waiting: { readonly indent: number; readonly text: string }[] = [];
  const wholeMs = Number(node.exec(plan[0]!)?.groups?.['ms'] ?? 0);
  let leftOutFrom = Infinity;
  const add = (text: string) => lines.push(cut(`${'  '.repeat(open.length)}${text}`, widthMax));
  for (const line of plan) {
    const indent = /^\s*/.exec(line)![0].length;
    if (indent > leftOutFrom) continue;
    const found = node.exec(line)?.groups;
    while (waiting.length > 0 && waiting.at(-1)!.indent >= indent) waiting.pop();
    if (found === undefined && label.test(line)) {
      waiting.push({ indent, text: line.trim() });
      leftOutFrom = Infinity;
      step = undefined;
    } else if (found === undefined) {
      if (step !== undefined && isWorthTelling(line.trim(), step, lines.length === 1)) add(line.trim());
    } else {
      const { what = '', ms = '0', rows = '0', loops = '1' } = found;
      const isKept = lines.length === 0 || Number(ms) * Number(loops) >= wholeMs * shareKept;
      leftOutFrom = isKept ? Infinity : indent;
      step = undefined;
      if (!isKept || (lines.length > 0 && handsOn.test(what))) continue;
      while (open.length > 0 && open.at(-1)!.indent >= indent) open.pop();
      for (const { text } of waiting.splice(0)) add(text);
      const times = loops === '1' ? '' : ` × ${loops}`;
      add(`${open.length === 0 ? '' : '→ '}${what}   ${ms} ms, ${Number(rows)} rows${times}`);
      step = { indent, isScan: /\bScan\b/.test(what) };
      open.push(step);
    }
  }
  const more = lines.length - linesMax;
  return more <= 0 ? lines : [...lines.slice(0, linesMax), `… and ${more} lines more`];
}

/** Pages are told of the whole and of what reads a table. */
function isWorthTelling(detail: string, { isScan }: Step, isFirst: boolean): boolean {
  if (detail.startsWith('Buffers')) return isFirst || isScan;
  return kept.test(detail);
}

export function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}
