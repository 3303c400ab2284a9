// Loads the product with one piece of its text replaced: node --import ./tests/simulation/mutate.ts, with what to replace
// in MUTANT as JSON. Used by code-mutants.ts only.

import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';

const { file, piece, replacement } = JSON.parse(process.env['MUTANT']!) as Record<string, string>;

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    if (!url.endsWith(`/src/${file}`)) return loaded;
    const text = readFileSync(new URL(url), 'utf8');
    if (!text.includes(piece!)) throw new Error(`src/${file} has no such piece: ${piece}`);
    return { ...loaded, source: text.replace(piece!, () => replacement!) };
  },
});
