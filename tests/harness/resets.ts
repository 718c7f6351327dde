import type { TestApp } from './app.ts'
import { asSuperuser } from './superuser.ts'
import { waitUntil } from './wait-until.ts'

/** What a person reads in the mail with which a password is reset. */
export interface ReadReset {
  token: string
  code: string
  subject: string
  text: string
  /** As it came over the wire. */
  raw: Buffer
}

/** Asks for the mail, as whoever has forgotten a password does, and waits for it. */
export async function askedReset(app: TestApp, email: string): Promise<ReadReset> {
  const before = (await resetsTo(app, email)).length
  await app.anybody().post('/password-resets', { email }).expect(202)
  return nextReset(app, email, before)
}

/** The mail that comes to this address after so many. */
export function nextReset(app: TestApp, email: string, before = 0): Promise<ReadReset> {
  return waitUntil(
    async () => {
      await makeAskedForDue(app)
      return (await resetsTo(app, email))[before]
    },
    { what: `a reset mail to ${email}` },
  )
}

/** The mails of resets that came to this address, oldest first. */
export async function resetsTo(app: TestApp, email: string): Promise<ReadReset[]> {
  const mails = app.mail.messages.filter(({ envelope }) => envelope.to.includes(email))
  const read = await Promise.all(
    mails.map(async ({ raw }) => {
      const { subject = '', text = '' } = await app.mail.parse(raw)
      const [, token = ''] = /\/reset\/(\S+)/.exec(text) ?? []
      const [, code = ''] = /: (\d{6})$/m.exec(text) ?? []
      return { token, code, subject, text, raw }
    }),
  )
  return read.filter(({ token }) => token !== '')
}

/** Waits until everything that was asked for was looked at, and the mails that come of it were sent. */
export async function allAskedForIsDone(app: TestApp): Promise<void> {
  const waiting = `select 1 from graphile_worker.jobs where task_identifier = 'mail:send' or task_identifier like 'auth:password-reset-%'`
  await waitUntil(
    async () => {
      await makeAskedForDue(app)
      return (await asSuperuser(app.database, waiting)).length === 0
    },
    { what: 'everything that was asked for is done' },
  )
}

/** Ends the wait of what was asked for: its jobs are due at once, and the worker is told as of new ones. */
export async function makeAskedForDue(app: TestApp): Promise<void> {
  await asSuperuser(
    app.database,
    `with due as (
       update graphile_worker._private_jobs set run_at = now()
        where run_at > now() and attempts = 0
          and task_id = (select id from graphile_worker._private_tasks where identifier = 'auth:password-reset-asked')
        returning id)
     select pg_notify('jobs:insert', '') from due`,
  )
}

/** Opens a link, as *Go on* does, and sets this password with the code of its mail. */
export async function completedReset(
  app: TestApp,
  { token, code }: Pick<ReadReset, 'token' | 'code'>,
  password: string,
): Promise<void> {
  await app.anybody().post('/password-reset-openings', { token }).expect(200)
  await app.anybody().post('/password-reset-completions', { token, code, password }).expect(204)
}
