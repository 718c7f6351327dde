import { createTransport } from 'nodemailer'
import { afterEach, expect, test } from 'vitest'
import { type SmtpSink, startSmtpSink } from './smtp-sink.ts'

let sink: SmtpSink
afterEach(() => sink.stop())

const toAlice = {
  from: 'rollcall@example.test',
  to: 'alice@example.test',
  subject: 'Grüße',
  text: 'Your phone is ready.',
}

test('a sent mail is kept with its envelope and can be read', async () => {
  sink = await startSmtpSink()
  await createTransport(sink.url).sendMail(toAlice)

  const message = await sink.waitForMessage(({ envelope }) => envelope.to.includes('alice@example.test'))

  expect(message.envelope.from).toBe('rollcall@example.test')
  const mail = await sink.parse(message.raw)
  expect(mail.subject).toBe('Grüße')
  expect(mail.text?.trim()).toBe('Your phone is ready.')
})

test('a recipient is refused with the code asked for, others are not', async () => {
  sink = await startSmtpSink()
  sink.refuse((address) => (address === 'alice@example.test' ? 450 : undefined))
  const transport = createTransport(sink.url)

  await expect(transport.sendMail(toAlice)).rejects.toMatchObject({ responseCode: 450 })
  await transport.sendMail({ ...toAlice, to: 'bob@example.test' })

  expect(sink.messages.map(({ envelope }) => envelope.to)).toEqual([['bob@example.test']])
})

test('a delayed message is accepted only after the delay', async () => {
  sink = await startSmtpSink()
  sink.delayBy(60)
  const startedAt = performance.now()
  await createTransport(sink.url).sendMail(toAlice)
  // Timers may fire up to a millisecond early.
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(59)
  expect(sink.messages).toHaveLength(1)
})
