import type { ApiClient } from '#tests/harness/api-client.ts'
import type { TestApp } from '#tests/harness/app.ts'
import { aColleague, aCustomer } from '#tests/harness/people.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'

export const password = 'anna likes long trains'
export const linkUnknown = { status: 410, body: { code: 'auth.set-up-link-unknown' } }

/** Dora, who has no password and was sent nothing yet. */
export interface Dora {
  customer: Awaited<ReturnType<typeof aCustomer>>
  email: string
  path: string
  id: string
}

/** Inviting people of customers, by whoever `admin` gives: a session may end while time goes on. */
export function invitationsOf(app: TestApp, admin: () => ApiClient) {
  const mailsTo = (email: string) =>
    Promise.all(
      app.mail.messages
        .filter(({ envelope }) => envelope.to.includes(email))
        .map(({ raw }) => app.mail.parse(raw)),
    )
  const nextMailTo = (email: string, before = 0) =>
    waitUntil(async () => (await mailsTo(email))[before], { what: `the next mail to ${email}` })
  const invitationOf = ({ path }: { path: string }) => admin().get(`${path}/invitation`).expect(200)

  return {
    mailsTo,
    nextMailTo,
    invitationOf,

    /** A customer, and Dora in it. */
    async aCustomerWithDora(
      name: string,
      given: { role?: 'user' | 'admin'; language?: string } = {},
    ): Promise<Dora> {
      const { role = 'user', ...settings } = given
      const customer = await aCustomer(admin(), { name, ...settings })
      const email = `dora@${name.toLowerCase()}.example`
      const { id } = await aColleague(app, customer, { email, role, registered: false })
      return { customer, email, path: `${customer.path}/users/${id}`, id }
    },

    /** Sends the welcome e-mail. @returns the token of its link */
    async invited({ path, email }: Dora, by = admin()): Promise<string> {
      const before = (await mailsTo(email)).length
      await by.post(`${path}/welcome-emails`).expect(202)
      return tokenOf(await nextMailTo(email, before))
    },

    invitationThatIs: (dora: Dora, state: string) =>
      waitUntil(
        async () => {
          const invitation = await invitationOf(dora)
          return invitation.state === state ? invitation : undefined
        },
        { what: `the invitation of ${dora.email} is ${state}` },
      ),

    lookUp: (token: string) => app.anybody().post('/set-up-lookups', { token }),
    finish: (token: string) => app.anybody().post('/set-ups', { token, password }),
    signIn: (email: string) => app.anybody().post('/sessions', { email, password }),

    async statusOf({ id }: { id: string }): Promise<string> {
      const [row] = await asSuperuser(app.database, 'select status from app.users where user_id = $1', [id])
      return row.status
    },
  }
}

export function tokenOf({ text = '' }: { text?: string | undefined }): string {
  return /\/welcome\/(\S+)/.exec(text)?.[1] ?? ''
}
