import { createTransport } from 'nodemailer'
import { z } from 'zod'
import type { Clock } from '../clock/clock.ts'
import { type Database, newId, type Tx } from '../database/index.ts'
import type { Log } from '../log/log.ts'
import { redactText } from '../log/redact.ts'
import { countMail } from '../metrics/index.ts'
import { enqueue, enqueueMany, handles, type Job, type JobHandler } from '../queue/index.ts'
import { budgetKeeper, isToldHeld, type MailBudget } from './budget.ts'
import { oneLine } from './layout/inert.ts'
import {
  claimMail,
  finishMail,
  insertMails,
  type NewMail,
  type OutgoingMail,
  postponeMail,
  type SaidByAccount,
} from './store.ts'

/** What a mail says, made at the moment of sending and equal each time it is made from the same row. */
export interface RenderedMail {
  subject: string
  html: string
  text: string
  /** Who stands as sender's name beside the operator's address. */
  fromName?: string
  images?: Array<{ cid: string; fileName: string; png: Buffer }>
}

type Rendering = RenderedMail | 'unwanted' | 'later' | { laterBecause: string } | { notSentBecause: string }

export type MailFate = { status: 'sent' | 'failed' | 'not-sent' | 'delayed'; answer: string }

/** A kind of mail, as the slice that owns it registers it. */
export interface MailKind {
  kind: string
  /** Counts towards the account's mail budget and waits when that is spent. Not for mails that warn somebody. */
  budgeted?: boolean
  /**
   * Renders the mail; `unwanted` when something newer replaced it, `later` when what it speaks of is not ready yet (its link has
   * not reached the redirect server): it is tried again in a few seconds, for as long as it takes. Where that takes longer than
   * usual, `laterBecause` is a sentence that says why, and who waits for the mail is told once. `notSentBecause` gives it up for good, with a
   * sentence that says why and what to do.
   */
  render(tx: Tx, mail: OutgoingMail): Promise<Rendering>
  /** Told in the transaction that records the fate. */
  fated?(tx: Tx, mail: OutgoingMail, fate: MailFate): Promise<void>
}

const sendMail: Job<{ accountId: string; mailId: string }> = {
  name: 'mail:send',
  payload: z.object({ accountId: z.uuid(), mailId: z.uuid() }),
  // More than `attemptsMax`: being killed in the middle counts as an attempt of the job, not of the mail.
  maxAttempts: 50,
  priority: 5,
}

/** Attempts after which a mail whose server keeps asking to come later is given up: about a day. */
const attemptsMax = 12

/** Somebody waits for what is queued at once with so few, and not for the thousands of a bulk act. */
const byHandAtMost = 50

/** Queues mails in the caller's transaction, in which the account may have its say. */
export async function queueMails(
  tx: Tx,
  mails: NewMail[],
  now: Date,
  said?: SaidByAccount,
): Promise<string[]> {
  const rows = mails.map((mail) => ({ ...mail, mailId: newId(), createdAt: now }))
  await insertMails(tx, rows, said)
  const payloads = rows.map(({ mailId }) => ({ accountId: tx.accountId, mailId }))
  const isByHand = payloads.length <= byHandAtMost
  await enqueueMany(tx, isByHand ? { ...sendMail, priority: 0 } : sendMail, payloads)
  return rows.map(({ mailId }) => mailId)
}

/**
 * Sends queued mails. One mail is one job: "sending" is committed before the first SMTP byte and the fate after the server's answer, so a crash between the two
 * repeats exactly that mail, byte-equal and under the same Message-ID.
 */
export function mailSender(options: {
  database: Database
  kinds: MailKind[]
  smtpUrl: string | undefined
  from: string
  budgetOf: MailBudget
  clock: Clock
  log: Log
}): { handler: JobHandler; close(): void } {
  const transport = options.smtpUrl === undefined ? undefined : openTransport(options.smtpUrl)
  const kinds = new Map(options.kinds.map((kind) => [kind.kind, kind]))
  const budget = budgetKeeper({
    budgetOf: options.budgetOf,
    kinds: options.kinds.filter(({ budgeted }) => budgeted).map(({ kind }) => kind),
    clock: options.clock,
  })

  async function send({ accountId, mailId }: { accountId: string; mailId: string }): Promise<void> {
    const claimed = await options.database.inAccount(accountId, async (tx) => {
      const mail = await claimMail(tx, mailId, options.clock.now())
      const kind = mail && kinds.get(mail.kind)
      if (!mail || !kind) return undefined
      const rendered = await kind.render(tx, mail)
      if (rendered === 'later' || (typeof rendered === 'object' && 'laterBecause' in rendered)) {
        const because = rendered === 'later' ? undefined : rendered.laterBecause
        await postpone(tx, mail, kind, { because, delaySeconds: 3 })
        return undefined
      }
      if (rendered === 'unwanted') {
        await finishMail(tx, mailId, 'recalled', 'something newer replaced it', options.clock.now())
        return undefined
      }
      if ('notSentBecause' in rendered) {
        const { notSentBecause: answer } = rendered
        await finishMail(tx, mailId, 'not-sent', answer, options.clock.now())
        await kind.fated?.(tx, mail, { status: 'not-sent', answer })
        return undefined
      }
      // Last, so that a mail which does not go out takes no place. Without a mail server there is nothing to hold back.
      const held = kind.budgeted && transport ? await budget.take(tx, mail) : undefined
      if (held) {
        // Once, however often it is looked at again.
        if (!isToldHeld(mail)) countMail('held')
        await postpone(tx, mail, kind, isToldHeld(mail) ? { ...held, because: undefined } : held)
        return undefined
      }
      return { mail, kind, rendered }
    })
    if (!claimed) return
    const { mail, kind, rendered } = claimed
    const fate: MailFate =
      transport === undefined
        ? { status: 'not-sent', answer: 'no mail server configured' }
        : await hand(mail, rendered)
    await options.database.inAccount(accountId, async (tx) => {
      await finishMail(
        tx,
        mail.mailId,
        fate.status === 'delayed' ? 'queued' : fate.status,
        fate.answer,
        options.clock.now(),
      )
      await kind.fated?.(tx, mail, fate)
    })
    countMail(fate.status === 'not-sent' ? 'unsent' : fate.status)
    if (fate.status === 'delayed') throw new Error(`The mail server asks to try later: ${fate.answer}`)
  }

  async function postpone(
    tx: Tx,
    mail: OutgoingMail,
    kind: MailKind,
    { because, delaySeconds }: { because: string | undefined; delaySeconds: number },
  ): Promise<void> {
    await postponeMail(tx, mail.mailId, because)
    await enqueue(tx, sendMail, { accountId: tx.accountId, mailId: mail.mailId }, { delaySeconds })
    if (because !== undefined && because !== mail.serverAnswer) {
      await kind.fated?.(tx, mail, { status: 'delayed', answer: because })
    }
  }

  async function hand(mail: OutgoingMail, rendered: RenderedMail): Promise<MailFate> {
    try {
      const sent = await transport?.sendMail(messageOf(mail, rendered, options.from))
      return { status: 'sent', answer: redactText(sent?.response ?? 'accepted') }
    } catch (error) {
      const { responseCode, message } = error as { responseCode?: number; message: string }
      const answer = redactText(
        responseCode === undefined ? `The mail server gave no answer (${message}).` : message,
      )
      options.log.warn({ mailId: mail.mailId, answer }, 'a mail was not accepted')
      // 5xx is the server's last word (RFC 5321 §4.2.1); anything else may pass.
      const final = (responseCode !== undefined && responseCode >= 500) || mail.attempts >= attemptsMax
      return { status: final ? 'failed' : 'delayed', answer }
    }
  }

  return { handler: handles(sendMail, send), close: () => transport?.close() }
}

function openTransport(smtpUrl: string) {
  return createTransport({
    url: smtpUrl,
    pool: true,
    maxConnections: 8,
    maxMessages: 1_000,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 60_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  } as object)
}

/**
 * Nothing in the message comes from chance or from the clock of the moment: a repeat is byte-equal. A line break in a header would let a name add
 * headers of its own (threats.md "Header injection").
 */
function messageOf(mail: OutgoingMail, rendered: RenderedMail, from: string) {
  const address = /<([^>]+)>/.exec(from)?.[1] ?? from
  const host = address.split('@')[1] ?? 'localhost'
  return {
    from: rendered.fromName === undefined ? from : { name: oneLine(rendered.fromName), address },
    to: mail.recipient,
    subject: oneLine(rendered.subject),
    html: rendered.html,
    text: rendered.text,
    date: mail.createdAt,
    messageId: `<${mail.mailId}@${host}>`,
    baseBoundary: `--_rollcall_${mail.mailId}`,
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    attachments: (rendered.images ?? []).map((image) => ({
      filename: image.fileName,
      content: image.png,
      contentType: 'image/png',
      contentDisposition: 'inline' as const,
      cid: image.cid,
    })),
  }
}
