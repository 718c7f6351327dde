import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestApp } from '../harness/app.ts'
import { freePort } from '../harness/free-port.ts'
import { aCustomer, aSubscriber, deployTo } from '../harness/people.ts'
import { openPage } from '../harness/phones.ts'
import { type SmtpSink, startSmtpSink } from '../harness/smtp-sink.ts'
import { asSuperuser } from '../harness/superuser.ts'
import { waitUntil } from '../harness/wait-until.ts'
import { type Gate, openGate } from './harness/gate.ts'
import { type Installation, startInstallation } from './harness/installation.ts'
import type { RunningProgram } from './harness/program.ts'

/** What the worker does every minute, it does now. */
const anotherMinute = `select graphile_worker.add_job('redirect:push', '{}'::json)`

describe('CD-13: a redirect server that fails', () => {
  let sink: SmtpSink
  let rollcall: Installation
  /** Between service and redirect server, and on the way of the links in the mails. */
  let gate: Gate
  let redirect: RunningProgram
  let customer: Awaited<ReturnType<typeof aCustomer>>
  /** A link that was sent while all was well. */
  let sentBefore: string

  beforeAll(async () => {
    sink = await startSmtpSink()
    const port = await freePort()
    gate = await openGate({ host: '127.0.0.1', port })
    rollcall = await startInstallation({
      settings: {
        ROLLCALL_SMTP_URL: sink.url,
        ROLLCALL_REDIRECT_PORT: String(port),
        ROLLCALL_REDIRECT_ORIGIN: `http://localhost:${gate.port}`,
      },
    })
    rollcall.start('worker')
    await startRedirect()
    customer = await aCustomer(rollcall.ada)
    await deploy('anna@acme.example')
    sentBefore = await linkMailedTo('anna@acme.example')
  })
  afterAll(async () => {
    await rollcall.stop()
    await gate.close()
    await sink.stop()
  })

  test('by being killed: links sent before work again once it runs, and those sent meanwhile as well', async () => {
    await redirect.end('SIGKILL')
    await deploy('bob@acme.example')
    expect(await redirectServer()).toMatchObject({
      answers: false,
      problem: { message: expect.stringContaining('does not answer') },
    })
    await startRedirect()
    await leadsToService(sentBefore)
    await aMinutePasses()
    await leadsToService(await linkMailedTo('bob@acme.example'))
  }, 60_000)

  test('by being cut off from the service: links sent before lead on, and those sent meanwhile work afterwards', async () => {
    await gate.close()
    await deploy('carol@acme.example')
    expect(await redirectServer()).toMatchObject({ answers: false })
    const { pathname } = new URL(sentBefore)
    await leadsToService(`http://localhost:${rollcall.settings.ROLLCALL_REDIRECT_PORT}${pathname}`)
    await gate.open()
    await aMinutePasses()
    await leadsToService(await linkMailedTo('carol@acme.example'))
  }, 60_000)

  test('by losing its store: it is given everything again, without anybody deploying', async () => {
    await redirect.end('SIGKILL')
    await rm(join(String(rollcall.settings.ROLLCALL_DATA_DIR), 'redirect'), { recursive: true })
    await startRedirect()
    await aMinutePasses()
    for (const name of ['anna', 'bob', 'carol']) {
      await leadsToService(await linkMailedTo(`${name}@acme.example`))
    }
    // The links lead to the service a moment before it has written down that they were given.
    await waitUntil(async () => (await redirectServer()).waitingLinks === 0, {
      what: 'the service knows that no link waits',
    })
    expect(await redirectServer()).toMatchObject({ answers: true, heldLinks: 3 })
  }, 60_000)

  async function startRedirect(): Promise<void> {
    redirect = rollcall.start('redirect')
    const origin = `http://localhost:${rollcall.settings.ROLLCALL_REDIRECT_PORT}`
    await waitUntil(async () => (await fetch(`${origin}/healthz`)).ok, { what: 'the redirect server runs' })
  }

  async function deploy(email: string): Promise<void> {
    const { id } = await aSubscriber(rollcall.ada, customer, { email, pbxSipUserName: email.split('@')[0] })
    expect(await deployTo(rollcall.ada, customer, [id])).toMatchObject({ status: 'done', done: 1 })
  }

  async function linkMailedTo(email: string): Promise<string> {
    const { raw } = await sink.waitForMessage(({ envelope }) => envelope.to.includes(email), 30_000)
    const link = /http:\/\/localhost:\d+\/d\/[\w.-]+/.exec((await sink.parse(raw)).text ?? '')?.[0]
    if (!link) throw new Error(`The mail to ${email} has no link.`)
    return link
  }

  async function leadsToService(link: string): Promise<void> {
    const { pathname } = new URL(link)
    await waitUntil(
      async () => (await openPage(link)).headers.get('location') === `${rollcall.serviceOrigin}${pathname}`,
      { what: `${link} leads to the service` },
    )
  }

  const redirectServer = () => rollcall.ada.get(`${customer.path}/redirect-server`).expect(200)

  async function aMinutePasses(): Promise<void> {
    await rollcall.ask(anotherMinute)
  }
})

test('CD-13: a deploy while the redirect server does not answer says so once on the timeline, and what to do', async () => {
  const app = await startTestApp()
  const before = await openGate({ host: '127.0.0.1', port: Number(new URL(app.redirectOrigin).port) })
  try {
    const ada = await app.ada()
    const customer = await aCustomer(ada)
    app.platform.origins.redirect = `http://localhost:${before.port}`
    await before.close()
    const { id } = await aSubscriber(ada, customer)
    await deployTo(ada, customer, [id])
    app.clock.advance({ minutes: 1 })
    const told = async () => {
      const { items } = await ada.get(`${customer.path}/subscribers/${id}/timeline`).expect(200)
      return items.filter(({ kind }: { kind: string }) => kind.startsWith('mail.')).reverse()
    }
    await waitUntil(async () => (await told()).length > 0, { what: 'the timeline tells of the mail' })
    await before.open()
    await asSuperuser(app.database, anotherMinute)
    await app.mail.waitForMessage(({ envelope }) => envelope.to.includes('anna.kuehn@acme.example'), 30_000)
    await waitUntil(async () => (await told()).length === 2, { what: 'the timeline tells that it went out' })
    expect(await told()).toMatchObject([
      {
        kind: 'mail.delayed',
        details: {
          answer: expect.stringMatching(
            /^The redirect server at http:\/\/localhost:\d+ does not answer.+Check/,
          ),
        },
      },
      { kind: 'mail.accepted' },
    ])
  } finally {
    await before.close()
    await app.stop()
  }
}, 60_000)
