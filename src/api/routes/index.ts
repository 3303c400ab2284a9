// Every endpoint of the API, one line each, in the order of the reference.

import { accountRoutes } from './account/registry.ts';
import { sessionRoutes } from './session/registry.ts';
import { withFiles } from '../lists/files.ts';
import type { Route } from '../route.ts';
import { changeReason } from './adjustment-reasons/change.ts';
import { createReason } from './adjustment-reasons/create.ts';
import { listReasons } from './adjustment-reasons/list.ts';
import { removeReason } from './adjustment-reasons/remove.ts';
import { createApiKey } from './api-keys/create.ts';
import { listApiKeys } from './api-keys/list.ts';
import { revokeApiKey } from './api-keys/revoke.ts';
import { createBillingDefinition } from './billing-definitions/create.ts';
import { listBillingDefinitions } from './billing-definitions/list.ts';
import { readBillingDefinition } from './billing-definitions/read.ts';
import { removeBillingDefinition } from './billing-definitions/remove.ts';
import { replaceBillingDefinition } from './billing-definitions/replace.ts';
import { billingRunRoutes } from './billing-runs/registry.ts';
import { changeManyCosts } from './cost-entries/change-many.ts';
import { changeCost } from './cost-entries/change.ts';
import { listCosts } from './cost-entries/list.ts';
import { readCost } from './cost-entries/read.ts';
import { recordCosts } from './cost-entries/record.ts';
import { removeManyCosts } from './cost-entries/remove-many.ts';
import { removeCost } from './cost-entries/remove.ts';
import { changeFirm } from './firm/change.ts';
import { readLocks } from './firm/read-locks.ts';
import { readFirm } from './firm/read.ts';
import { setLocks } from './firm/set-locks.ts';
import { foundFirm } from './firms/create.ts';
import { applyImports } from './imports/apply.ts';
import { listProblems } from './imports/list-problems.ts';
import { listImports } from './imports/list.ts';
import { previewImport } from './imports/preview.ts';
import { readFiles } from './imports/read-files.ts';
import { readImport } from './imports/read.ts';
import { readTieOuts } from './imports/tie-out.ts';
import { approveInvoice } from './invoices/approve.ts';
import { readBillable } from './invoices/billable.ts';
import { changeInvoice } from './invoices/change.ts';
import { countInvoices } from './invoices/counts.ts';
import { readChosenDocuments } from './invoices/documents.ts';
import { createInvoice } from './invoices/create.ts';
import { discardInvoice } from './invoices/discard.ts';
import { duplicateInvoice } from './invoices/duplicate.ts';
import { listInvoices } from './invoices/list.ts';
import { markInvoiceSent } from './invoices/mark-sent.ts';
import { previewApproval } from './invoices/preview-draft.ts';
import { previewInvoice } from './invoices/preview.ts';
import { readInvoice } from './invoices/read.ts';
import { acceptInvitation } from './invitations/accept.ts';
import { changeJobState } from './job-states/change.ts';
import { createJobState } from './job-states/create.ts';
import { listJobStates } from './job-states/list.ts';
import { removeJobState } from './job-states/remove.ts';
import { changeMember } from './members/change.ts';
import { inviteMember } from './members/invite.ts';
import { listMembers } from './members/list.ts';
import { readMember } from './members/read.ts';
import { renewInvitation } from './members/renew-invitation.ts';
import { resetMemberTwoFactor } from './members/reset-two-factor.ts';
import { revokeInvitation } from './members/revoke-invitation.ts';
import { readRoles } from './roles/read.ts';
import { explainJournal } from './ledger/journal.ts';
import { readJobLedger } from './ledger/job-ledger.ts';
import { acceptQuote } from './quotes/accept.ts';
import { archiveQuote } from './quotes/archive.ts';
import { changeQuote } from './quotes/change.ts';
import { countQuotes } from './quotes/counts.ts';
import { declineQuote } from './quotes/decline.ts';
import { drawUpQuote } from './quotes/draw-up.ts';
import { duplicateQuote } from './quotes/duplicate.ts';
import { issueQuote } from './quotes/issue.ts';
import { listQuotes } from './quotes/list.ts';
import { previewQuote } from './quotes/preview.ts';
import { readQuote } from './quotes/read.ts';
import { removeQuote } from './quotes/remove.ts';
import { reviseQuote } from './quotes/revise.ts';
import { undoAcceptance } from './quotes/undo-acceptance.ts';
import { reports } from './reports/registry.ts';
import { readHistory } from './history/read.ts';
import { addAttachments } from './attachments/add.ts';
import { listAttachments } from './attachments/list.ts';
import { readAttachment } from './attachments/read.ts';
import { removeAttachment } from './attachments/remove.ts';
import { readHomeJobs } from './home/read-jobs.ts';
import { readHome } from './home/read.ts';
import { watchChanges } from './live/watch.ts';
import { keepPreferences } from './preferences/keep.ts';
import { readPreferences } from './preferences/read.ts';
import { changeView } from './saved-views/change.ts';
import { listSavedViews } from './saved-views/list.ts';
import { removeView } from './saved-views/remove.ts';
import { saveView } from './saved-views/save.ts';
import { search } from './search/search.ts';
import { setUp } from './set-up/create.ts';
import { readSetUp } from './set-up/read.ts';
import { changeManyTimeEntries } from './time-entries/change-many.ts';
import { changeTimeEntry } from './time-entries/change.ts';
import { changeTimer } from './timers/change.ts';
import { discardTimer } from './timers/discard.ts';
import { listTimers } from './timers/list.ts';
import { startTimer } from './timers/start.ts';
import { stopTimer } from './timers/stop.ts';
import { findTimesheetRows } from './timesheets/find-rows.ts';
import { listTimesheets } from './timesheets/list.ts';
import { readTimesheet } from './timesheets/read.ts';
import { reopenTimesheet } from './timesheets/reopen.ts';
import { saveTimesheetCells } from './timesheets/save-cells.ts';
import { submitTimesheet } from './timesheets/submit.ts';
import { listTimeEntries } from './time-entries/list.ts';
import { readTimeEntry } from './time-entries/read.ts';
import { recordTime } from './time-entries/record.ts';
import { removeManyTimeEntries } from './time-entries/remove-many.ts';
import { removeTimeEntry } from './time-entries/remove.ts';
import { decideUnmatched } from './unmatched-invoices/decide.ts';
import { listUnmatched } from './unmatched-invoices/list.ts';
import { raiseInterim } from './wip-actions/interim.ts';
import { listWipActions } from './wip-actions/list.ts';
import { previewMoves } from './wip-actions/move-preview.ts';
import { moveEntries } from './wip-actions/move.ts';
import { readWipAction } from './wip-actions/read.ts';
import { previewRevaluations } from './wip-actions/revaluation-preview.ts';
import { revalue } from './wip-actions/revaluation.ts';
import { undoAction } from './wip-actions/undo.ts';
import { previewWashUps } from './wip-actions/wash-up-preview.ts';
import { washUp } from './wip-actions/wash-up.ts';
import { writeOffWip } from './wip-actions/write-off.ts';
import { writeOnWip } from './wip-actions/write-on.ts';
import { listClients } from './clients/list.ts';
import { addClients } from './clients/add.ts';
import { readClient } from './clients/read.ts';
import { changeClient } from './clients/change.ts';
import { removeClient } from './clients/remove.ts';
import { listContacts } from './contacts/list.ts';
import { addContacts } from './contacts/add.ts';
import { readContact } from './contacts/read.ts';
import { changeContact } from './contacts/change.ts';
import { removeContact } from './contacts/remove.ts';
import { listStaff } from './staff/list.ts';
import { addStaff } from './staff/add.ts';
import { readStaffMember } from './staff/read.ts';
import { changeStaffMember } from './staff/change.ts';
import { removeStaffMember } from './staff/remove.ts';
import { listTasks } from './tasks/list.ts';
import { addTasks } from './tasks/add.ts';
import { readTask } from './tasks/read.ts';
import { changeTask } from './tasks/change.ts';
import { removeTask } from './tasks/remove.ts';
import { listJobs } from './jobs/list.ts';
import { listJobCategories } from './jobs/categories.ts';
import { addJobs } from './jobs/add.ts';
import { readJob } from './jobs/read.ts';
import { readJobProgress } from './jobs/progress.ts';
import { changeJob } from './jobs/change.ts';
import { removeJob } from './jobs/remove.ts';
import { listJobTasks } from './job-tasks/list.ts';
import { addJobTasks } from './job-tasks/add.ts';
import { readJobTask } from './job-tasks/read.ts';
import { changeJobTask } from './job-tasks/change.ts';
import { removeJobTask } from './job-tasks/remove.ts';
import { listRates } from './rates/list.ts';
import { listMails } from './mail/list.ts';
import { readMail } from './mail/read.ts';
import { retryMail } from './mail/retry.ts';
import { previewMail } from './mail/preview.ts';
import { sendMails } from './mail/send.ts';
import { allocateCreditNote } from './credit-notes/allocate.ts';
import { cancelCreditNote } from './credit-notes/cancel.ts';
import { readCreditNote } from './credit-notes/read.ts';
import { refundCreditNote } from './credit-notes/refund.ts';
import { cancelInvoice } from './invoices/cancel.ts';
import { previewCreditNote } from './invoices/credit-preview.ts';
import { creditInvoice } from './invoices/credit.ts';
import { addIncident } from './operator/add-incident.ts';
import { askOperation } from './operator/ask-operation.ts';
import { readAvailability } from './operator/availability.ts';
import { changeIncident } from './operator/change-incident.ts';
import { readChecks } from './operator/checks.ts';
import { listFirmSizes } from './operator/firms.ts';
import { listIncidents } from './operator/incidents.ts';
import { listOperations } from './operator/operations.ts';
import { readOutlook } from './operator/outlook.ts';
import { removeIncident } from './operator/remove-incident.ts';
import { readSlowRoutes } from './operator/slow-routes.ts';
import { readSlowStatements } from './operator/slow-statements.ts';
import { readInstallationState } from './operator/state.ts';
import { readStatus } from './operator/status.ts';
import { readUtilisation } from './operator/utilisation.ts';
import { readAllocationsOfInvoice } from './payments/of-invoice.ts';
import { listStatementLines } from './statements/lines.ts';
import { readClientStatement } from './statements/read.ts';
import { allocatePayment } from './payments/allocate.ts';
import { listPayments } from './payments/list.ts';
import { readPayment } from './payments/read.ts';
import { recordPayment } from './payments/record.ts';
import { refundPayment } from './payments/refund.ts';
import { takeAllocationBack } from './payments/take-back.ts';
import { voidPayment } from './payments/void.ts';
import { addRates } from './rates/add.ts';
import { readRate } from './rates/read.ts';
import { changeRate } from './rates/change.ts';
import { removeRate } from './rates/remove.ts';
import { listCostRates } from './cost-rates/list.ts';
import { addCostRates } from './cost-rates/add.ts';
import { readCostRate } from './cost-rates/read.ts';
import { changeCostRate } from './cost-rates/change.ts';
import { removeCostRate } from './cost-rates/remove.ts';
import { readRateResolution } from './rates/resolution.ts';
import { listTaxes } from './taxes/list.ts';
import { createTax } from './taxes/create.ts';
import { readTax } from './taxes/read.ts';
import { replaceTax } from './taxes/replace.ts';
import { removeTax } from './taxes/remove.ts';
import { readBillingSettings } from './billing-settings/read.ts';
import { changeBillingSettings } from './billing-settings/change.ts';
import { listSeries } from './number-series/list.ts';
import { createSeries } from './number-series/create.ts';
import { readSeries } from './number-series/read.ts';
import { changeSeries } from './number-series/change.ts';
import { removeSeries } from './number-series/remove.ts';
import { listTemplates } from './document-templates/list.ts';
import { createTemplate } from './document-templates/create.ts';
import { readTemplate } from './document-templates/read.ts';
import { changeTemplate } from './document-templates/change.ts';
import { removeTemplate } from './document-templates/remove.ts';
import { readLogo } from './document-templates/read-logo.ts';
import { setLogo } from './document-templates/set-logo.ts';
import { removeLogo } from './document-templates/remove-logo.ts';
import { readInvoicePdf, readQuotePdf } from './documents/pdf.ts';
import { readPrintedInvoice, readPrintedQuote, readPrintedSample } from './documents/printed.ts';
import { readLogoOfLook } from './documents/look-logo.ts';
import { readTemplateSample } from './documents/sample.ts';
import { readStatementPdf } from './documents/statement.ts';
import { listMailTexts } from './mail-texts/list.ts';
import { changeMailText } from './mail-texts/change.ts';
import { readChecklist } from './periods/checklist.ts';
import { closePeriod } from './periods/close.ts';
import { listPeriods } from './periods/list.ts';
import { readPeriod } from './periods/read.ts';
import { reopenPeriod } from './periods/reopen.ts';
import { listJournalAccounts } from './wip-journal-accounts/list.ts';
import { changeJournalAccounts } from './wip-journal-accounts/change.ts';

export const routes: readonly Route[] = withFiles([
  readSetUp,
  setUp,
  ...sessionRoutes,
  ...accountRoutes,
  search,
  watchChanges,
  readHistory,
  readHome,
  readHomeJobs,
  addAttachments,
  listAttachments,
  readAttachment,
  removeAttachment,
  readPreferences,
  keepPreferences,
  listSavedViews,
  saveView,
  changeView,
  removeView,
  acceptInvitation,

  foundFirm,
  readFirm,
  changeFirm,
  readLocks,
  setLocks,
  listJobStates,
  createJobState,
  changeJobState,
  removeJobState,
  listReasons,
  createReason,
  changeReason,
  removeReason,

  listMembers,
  readMember,
  inviteMember,
  changeMember,
  renewInvitation,
  revokeInvitation,
  resetMemberTwoFactor,
  readRoles,
  listApiKeys,
  createApiKey,
  revokeApiKey,

  recordTime,
  listTimeEntries,
  readTimeEntry,
  changeTimeEntry,
  removeTimeEntry,
  changeManyTimeEntries,
  removeManyTimeEntries,
  listTimesheets,
  readTimesheet,
  saveTimesheetCells,
  submitTimesheet,
  reopenTimesheet,
  findTimesheetRows,
  listTimers,
  startTimer,
  changeTimer,
  discardTimer,
  stopTimer,
  recordCosts,
  listCosts,
  readCost,
  changeCost,
  removeCost,
  changeManyCosts,
  removeManyCosts,
  listWipActions,
  readWipAction,
  undoAction,
  writeOffWip,
  writeOnWip,
  washUp,
  previewWashUps,
  raiseInterim,
  moveEntries,
  previewMoves,
  revalue,
  previewRevaluations,
  listClients,
  addClients,
  readClient,
  changeClient,
  removeClient,
  listContacts,
  addContacts,
  readContact,
  changeContact,
  removeContact,
  listStaff,
  addStaff,
  readStaffMember,
  changeStaffMember,
  removeStaffMember,
  listTasks,
  addTasks,
  readTask,
  changeTask,
  removeTask,
  listJobs,
  listJobCategories,
  readJobProgress,
  addJobs,
  readJob,
  changeJob,
  removeJob,
  listJobTasks,
  addJobTasks,
  readJobTask,
  changeJobTask,
  removeJobTask,
  listRates,
  addRates,
  readRate,
  changeRate,
  removeRate,
  listCostRates,
  addCostRates,
  readCostRate,
  changeCostRate,
  removeCostRate,
  readRateResolution,
  listQuotes,
  countQuotes,
  drawUpQuote,
  previewQuote,
  readQuote,
  changeQuote,
  removeQuote,
  issueQuote,
  acceptQuote,
  undoAcceptance,
  declineQuote,
  archiveQuote,
  reviseQuote,
  duplicateQuote,
  readPrintedQuote,
  readQuotePdf,
  readPrintedInvoice,
  readInvoicePdf,
  readBillable,
  previewInvoice,
  listInvoices,
  countInvoices,
  readChosenDocuments,
  createInvoice,
  readInvoice,
  changeInvoice,
  discardInvoice,
  previewApproval,
  approveInvoice,
  duplicateInvoice,
  markInvoiceSent,
  cancelInvoice,
  previewCreditNote,
  creditInvoice,
  readCreditNote,
  cancelCreditNote,
  allocateCreditNote,
  refundCreditNote,
  readAllocationsOfInvoice,
  readClientStatement,
  listStatementLines,
  listPayments,
  recordPayment,
  readPayment,
  allocatePayment,
  refundPayment,
  takeAllocationBack,
  voidPayment,
  readStatementPdf,
  createBillingDefinition,
  listBillingDefinitions,
  readBillingDefinition,
  replaceBillingDefinition,
  removeBillingDefinition,
  ...billingRunRoutes,
  previewMail,
  sendMails,
  listMails,
  readMail,
  retryMail,
  readBillingSettings,
  changeBillingSettings,
  listTaxes,
  createTax,
  readTax,
  replaceTax,
  removeTax,
  listSeries,
  createSeries,
  readSeries,
  changeSeries,
  removeSeries,
  listTemplates,
  createTemplate,
  readTemplate,
  changeTemplate,
  removeTemplate,
  readLogo,
  setLogo,
  removeLogo,
  readLogoOfLook,
  readTemplateSample,
  readPrintedSample,
  listMailTexts,
  changeMailText,
  readJobLedger,
  explainJournal,
  readChecklist,
  listPeriods,
  closePeriod,
  readPeriod,
  reopenPeriod,
  ...reports.map((report) => report.route),
  listJournalAccounts,
  changeJournalAccounts,
  readFiles,
  listImports,
  readImport,
  previewImport,
  listProblems,
  applyImports,
  readTieOuts,
  listUnmatched,
  decideUnmatched,
  readStatus,
  readInstallationState,
  readUtilisation,
  readOutlook,
  readSlowRoutes,
  readSlowStatements,
  listOperations,
  askOperation,
  readChecks,
  listFirmSizes,
  listIncidents,
  addIncident,
  changeIncident,
  removeIncident,
  readAvailability,
]);
