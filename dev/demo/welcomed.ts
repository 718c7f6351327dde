import type { ApiClient } from '#tests/harness/api-client.ts'
import { waitUntil } from '#tests/harness/wait-until.ts'
import { isTo, linkIn } from '../mailbox/mail.ts'
import type { Mailbox } from '../mailbox/mailbox.ts'
import type { Customer } from './acts.ts'

/** Who works in the office, and what became of their welcome e-mail. */
const office = [
  { firstName: 'Magdalena', lastName: 'Huber', email: 'magdalena.huber@alpenhof.example', has: 'registered' },
  { firstName: 'Stefan', lastName: 'Bauer', email: 'stefan.bauer@alpenhof.example', has: 'a mail' },
  { firstName: 'Theresa', lastName: 'Wolf', email: 'theresa.wolf@alpenhof.exmaple', has: 'a wrong address' },
  { firstName: 'Anton', lastName: 'Gasser', email: 'anton.gasser@alpenhof.example', has: 'a mail' },
] as const

/** Adds the people of the office, who are sent their welcome e-mail; one of them finishes the account. */
export async function addOffice(
  admin: ApiClient,
  customer: Customer,
  { mailbox, signal }: { mailbox: Mailbox; signal: AbortSignal },
): Promise<void> {
  for (const { has, ...person } of office) {
    await admin.post(`${customer.path}/users`, person).expect(201)
    if (has !== 'registered') continue
    const mail = await mailbox.waitFor((each) => isTo(each, person.email), signal)
    await finishAccount(linkIn(mail) ?? '', 'seven goats above the lake')
  }
  await waitUntil(
    async () => {
      const { items } = await admin.get(`${customer.path}/invitations`).expect(200)
      return items.every(({ state }: { state: string }) => state !== 'queued')
    },
    { what: 'every welcome e-mail of the office is accepted or refused' },
  )
}

/** Chooses a password behind the link of a welcome e-mail, as its page does. */
export async function finishAccount(link: string, password: string): Promise<void> {
  const { origin, pathname } = new URL(link)
  const body = { token: pathname.split('/').at(-1), password }
  const answer = await fetch(`${origin}/api/v1/set-ups`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`The account behind ${origin}/welcome was not finished: ${answer.status}.`)
}
