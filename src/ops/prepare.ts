import { buildWebApp } from './web-app.ts';

/** Runs after the packages were installed. A build that fails shows its errors here and is tried again at the start. */
await buildWebApp();
