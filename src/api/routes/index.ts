// Every endpoint of the API, one line each.

import type { Route } from '../route.ts';
import { readSession } from './session/read.ts';

export const routes: readonly Route[] = [
  readSession,
];
