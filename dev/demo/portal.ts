import type { ApiClient } from '#tests/harness/api-client.ts'
import { isTo, linkIn } from '../mailbox/mail.ts'
import type { Mailbox } from '../mailbox/mailbox.ts'
import { type Customer, peopleOf, personAt } from './acts.ts'
import { anna, type Employee, employees } from './employees.ts'
import { finishAccount } from './welcomed.ts'

/** With what Anna signs in to the portal. */
export const annasPassword = 'nine violins in a lift'

/** Makes Acme's employees people of the account, each with the number that is theirs already; Anna finishes her account. */
export async function letPeopleIn(
  admin: ApiClient,
  acme: Customer,
  { mailbox, signal }: { mailbox: Mailbox; signal: AbortSignal },
): Promise<void> {
  const subscribers = await peopleOf(admin, acme)
  const people = employees.filter(isPerson)
  for (const { firstName, lastName, email, language } of people) {
    const { id } = await admin
      .post(`${acme.path}/users`, { firstName, lastName, email, language })
      .expect(201)
    const subscriber = personAt(subscribers, email)
    await admin.patch(`${acme.path}/subscribers/${subscriber.id}`, { userId: id }).expect(200)
  }
  // All of them, so that none comes while the story waits for the mail with somebody's link.
  const mails = await Promise.all(
    people.map(({ email }) => mailbox.waitFor((each) => isTo(each, email), signal)),
  )
  const annas = mails.find((mail) => isTo(mail, anna.email))
  await finishAccount((annas && linkIn(annas)) ?? '', annasPassword)
}

/** The lift has a telephone, and nobody who signs in. */
function isPerson({ firstName }: Employee): boolean {
  return firstName !== ''
}
