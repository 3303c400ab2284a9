// Two who ask ten times a second beside the flood, one of another firm and one of the same. They are a process of their own,
// so that what they say of how long it takes is not how long the maker of the flood takes to listen.

import { afternoon, inTurn } from './asking.ts';
import { loadFor } from './load.ts';

const perSecond = 10;

type Probe = { readonly port: number; readonly keys: Record<string, string>; readonly lastsMs: number };

process.on('message', ({ port, keys, lastsMs }: Probe) => {
  const sources = Object.entries(keys).map(([name, authorization]) => ({
    name,
    authorization,
    perSecond,
    callers: 40,
    next: inTurn(afternoon),
  }));
  void loadFor(port, sources, lastsMs).then((outcomes) => process.send!(outcomes));
});
process.on('disconnect', () => process.exit(0));
