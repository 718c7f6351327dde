export type { MailBudget } from './budget.ts'
export {
  type MailFate,
  type MailKind,
  mailSender,
  queueMails,
  type RenderedMail,
} from './mailer.ts'
export { type OutgoingMail, recallMailsAbout } from './store.ts'
