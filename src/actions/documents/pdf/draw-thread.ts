// What runs in a thread that draws PDFs: one after the other, until it is told to stop.

import { parentPort } from 'node:worker_threads';
import type { Drawn } from './draw.ts';
import { renderPdf, type Drawing } from './render.ts';

const port = parentPort!;

port.on('message', (drawing: Drawing) => {
  renderPdf(drawing).then(
    (content) => port.postMessage({ content } satisfies Drawn),
    (error: unknown) => port.postMessage({ error } satisfies Drawn),
  );
});
