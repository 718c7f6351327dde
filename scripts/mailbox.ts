/** `npm run mailbox`: a mail server that passes nothing on, and a page that shows what it got. */
import { startMailbox } from '#dev/mailbox/mailbox.ts'

const ports = { smtpPort: 2525, webPort: 7072 }
const mailbox = await startMailbox(ports).catch((failure: NodeJS.ErrnoException) => {
  if (failure.code !== 'EADDRINUSE') throw failure
  console.error(
    `Port ${ports.smtpPort} or ${ports.webPort} is taken. Is another mailbox, or the demo, running?`,
  )
  process.exit(1)
})
console.log(`
Mailbox
  Look at     ${mailbox.origin}
  Takes       ${mailbox.smtpUrl}  (ROLLCALL_SMTP_URL=${mailbox.smtpUrl} npm start)
  Keeps       nothing after Ctrl-C
`)
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => mailbox.stop().finally(() => process.exit(0)))
}
