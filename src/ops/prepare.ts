import { buildWebApp } from './web-app.ts';

/** Runs after the packages were installed. Without sources or builder there is nothing to prepare. */
if ((await buildWebApp()) === 'failed') process.exitCode = 1;
