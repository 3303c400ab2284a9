// The endpoints of billing runs, in the order of the reference.

import type { FirmRoute } from '../../route.ts';
import { approveBillingRun } from './approve.ts';
import { readAwaitingBillingRuns } from './awaiting.ts';
import { cancelBillingRun } from './cancel.ts';
import { changeBillingRun } from './change.ts';
import { chooseOnBillingRun } from './choose.ts';
import { compareBillingRuns } from './comparison.ts';
import { discardBillingRun } from './discard.ts';
import { readBillingRunDocuments } from './documents.ts';
import { watchBillingRun } from './events.ts';
import { giveBillingRunVerdicts } from './give-verdicts.ts';
import { listBillingRunJobs } from './jobs.ts';
import { listBillingRuns } from './list.ts';
import { listBillingRunMails } from './mails.ts';
import { pauseBillingRun } from './pause.ts';
import { readBillingRun } from './read.ts';
import { refreshBillingRun } from './refresh.ts';
import { rehearseBillingRun } from './rehearse.ts';
import { resumeBillingRun } from './resume.ts';
import { listBillingRunReviewDrafts } from './review-drafts.ts';
import { listBillingRunVerdicts } from './review-verdicts.ts';
import { readBillingRunReview } from './review.ts';
import { sendBillingRun } from './send.ts';
import { readBillingRunSending } from './sending.ts';
import { startBillingRun } from './start.ts';
import { sumBillingRun } from './totals.ts';
import { undoBillingRun } from './undo.ts';
import { readBillingRunUnitDocument } from './unit-document.ts';
import { listBillingRunUnits } from './units.ts';

export const billingRunRoutes: readonly FirmRoute[] = [
  rehearseBillingRun,
  listBillingRuns,
  readAwaitingBillingRuns,
  readBillingRun,
  changeBillingRun,
  chooseOnBillingRun,
  refreshBillingRun,
  discardBillingRun,
  startBillingRun,
  watchBillingRun,
  pauseBillingRun,
  resumeBillingRun,
  cancelBillingRun,
  approveBillingRun,
  undoBillingRun,
  giveBillingRunVerdicts,
  listBillingRunReviewDrafts,
  listBillingRunVerdicts,
  readBillingRunReview,
  listBillingRunMails,
  sendBillingRun,
  readBillingRunSending,
  readBillingRunDocuments,
  listBillingRunJobs,
  listBillingRunUnits,
  readBillingRunUnitDocument,
  sumBillingRun,
  compareBillingRuns,
];
