/** What is neither the end of a statement nor the beginning of anything that may hold one. */
const plain = /[^;'"$\-/]+/y;
/** Texts, names and comments, in which a semicolon ends nothing. A text with E before it has backslashes. */
const enclosed = [
  /(?<=\b[eE])'(?:\\.|''|[^'\\])*'/sy,
  /'(?:''|[^'])*'/y,
  /"(?:""|[^"])*"/y,
  /\$([A-Za-z_]\w*)?\$.*?\$\1\$/sy,
  /--[^\n]*/y,
  /\/\*.*?\*\//sy,
];

/**
 * The statements of a script, one by one. Citus hands on the whole text that a change of a distributed table came in, and
 * a machine takes only one statement at a time.
 */
export function statementsOf(script: string): string[] {
  const statements: string[] = [];
  let from = 0;
  for (let at = 0; at < script.length;) {
    const end = [plain, ...enclosed]
      .map((piece) => endOf(piece, script, at))
      .find((each) => each !== undefined);
    if (end === undefined && script[at] === ';') {
      statements.push(script.slice(from, at));
      from = at + 1;
    }
    at = end ?? at + 1;
  }
  statements.push(script.slice(from));
  return statements.map((text) => text.trim()).filter((text) => text.replaceAll(/--[^\n]*|\s/g, '') !== '');
}

function endOf(piece: RegExp, script: string, at: number): number | undefined {
  piece.lastIndex = at;
  return piece.test(script) ? piece.lastIndex : undefined;
}
