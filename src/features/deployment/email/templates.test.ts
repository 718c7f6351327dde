import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ApiClient } from '#tests/harness/api-client.ts'
import { startTestApp, type TestApp } from '#tests/harness/app.ts'
import { aCustomer, aSubscriber, deployTo } from '#tests/harness/people.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'

let app: TestApp
let ada: ApiClient
let customer: Awaited<ReturnType<typeof aCustomer>>
let path: string

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.ada()
  customer = await aCustomer(ada)
  path = `${customer.path}/deployment-email`
})
afterAll(() => app.stop())

const to = (address: string) => app.mail.messages.filter(({ envelope }) => envelope.to.includes(address))

/** Deploys to somebody of this language. @returns the mail that came */
async function deployedMail(email: string, language: string | null) {
  const { id } = await aSubscriber(ada, customer, { email, language })
  await deployTo(ada, customer, [id])
  const { raw } = await app.mail.waitForMessage(({ envelope }) => envelope.to.includes(email))
  return { raw, ...(await app.mail.parse(raw)) }
}

/** Sends a mail once more, as after a crash between the mail server's answer and the commit. */
async function sentAgain(email: string): Promise<Buffer> {
  const before = to(email).length
  const [{ mail_id: mailId }] = await waitUntil(
    async () => {
      const rows = await asSuperuser(
        app.database,
        "update app.outgoing_mails set status = 'sending' where recipient = $1 and status = 'sent' returning mail_id",
        [email],
      )
      return rows.length > 0 ? rows : undefined
    },
    { what: 'the mail was sent' },
  )
  await asSuperuser(app.database, "select graphile_worker.add_job('mail:send', $1::json)", [
    JSON.stringify({ accountId: customer.id, mailId }),
  ])
  const again = await waitUntil(() => to(email)[before], { what: 'the mail has come again' })
  return again.raw
}

describe('IM-8: a deployment mail', () => {
  test("has the account's texts of its language, else the default ones", async () => {
    const texts = { subject: 'Telefon für {{firstName}}', body: 'Guten Tag, {{lastName}}.\n\n{{link}}' }
    await ada.put(`${path}/de`, texts).expect(200)
    const german = await deployedMail('german@acme.example', 'de')
    expect(german.subject).toBe('Telefon für Anna')
    expect(german.text).toContain('Guten Tag, Kühn.')
    const english = await deployedMail('english@acme.example', null)
    expect(english.subject).toBe('Acme: set up your softphone')
  })

  test('has the default texts again after a reset', async () => {
    await ada.delete(`${path}/de`).expect(204)
    const mail = await deployedMail('reset@acme.example', 'de')
    expect(mail.subject).toBe('Acme: Richten Sie Ihr Softphone ein')
  })

  test('repeated after a crash is byte-equal, although the texts were changed and reset in between', async () => {
    await ada.put(`${path}/fr`, { subject: 'Un', body: 'Premier texte {{link}}' }).expect(200)
    const { raw } = await deployedMail('crash@acme.example', 'fr')
    expect(raw.toString()).toContain('Subject: Un')
    await ada.put(`${path}/fr`, { subject: 'Deux', body: 'Second texte {{link}}' }).expect(200)
    expect((await sentAgain('crash@acme.example')).toString('latin1')).toBe(raw.toString('latin1'))
    await ada.delete(`${path}/fr`).expect(204)
    expect((await sentAgain('crash@acme.example')).toString('latin1')).toBe(raw.toString('latin1'))
    expect((await deployedMail('after@acme.example', 'fr')).subject).toContain('softphone')
  })

  test('CD-13: with default texts is byte-equal too, although newer default content came in between', async () => {
    const { raw } = await deployedMail('default@acme.example', 'pt')
    await asSuperuser(
      app.database,
      "insert into app.email_defaults (language, version, subject, body) values ('pt', 2, 'Novo', 'Novo texto {{link}}')",
    )
    expect((await sentAgain('default@acme.example')).toString('latin1')).toBe(raw.toString('latin1'))
    expect((await deployedMail('newer@acme.example', 'pt')).subject).toBe('Novo')
  })
})
