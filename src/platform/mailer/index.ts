export type { MailBudget } from './budget.ts'
export {
  type MailFate,
  type MailKind,
  mailSender,
  queueMails,
  type RenderedMail,
} from './mailer.ts'
export { type OutgoingMail, recallMailsAbout, type SaidByAccount } from './store.ts'
