import { expect } from 'vitest'
import { addSubscribers } from '#features/deployment/index.ts'
import { newId } from '#platform/database/index.ts'
import type { ApiClient } from '../harness/api-client.ts'
import type { TestApp } from '../harness/app.ts'
import type { aCustomer } from '../harness/people.ts'

export type Customer = Awaited<ReturnType<typeof aCustomer>>
interface Page {
  items: Array<{ id: string }>
  nextCursor: string | null
}

const firstNames =
  'Anna Jürgen Øystein Łukasz Zoë Nuñez François Dvořák Иван Ольга Αλέξης 太郎 美咲 Mehmet Şule İbrahim Þóra Seán Anne-Marie Jean.Luc أحمد O’Neil'.split(
    ' ',
  )
const lastNames =
  "Müller Straßer O'Brien García Nowak Łódzki Иванов Щербаков Παπαδόπουλος 山田 佐藤(営業2課) van_Dyk D'Angelo Smith&Sons 50%Quality Back\\slash Ørsted Þórðarson Çelik Zimmermann Öztürk de-la-Cruz Ñandú 👍Team Qvist A+B".split(
    ' ',
  )

/** Adds people as an import does. */
export async function addPeople(
  app: TestApp,
  customer: Customer,
  count: number,
  eccentricity = 1,
): Promise<void> {
  const planned = Array.from({ length: count }, (_, n) => {
    const plain = n % 10 >= eccentricity * 10
    const firstName = plain ? 'Bernd' : (firstNames[(n * 7) % firstNames.length] as string)
    const lastName = plain ? `Bauer ${n % 997}` : (lastNames[(n * 11) % lastNames.length] as string)
    return {
      id: newId(),
      profileId: customer.profileId,
      firstName,
      lastName,
      email: `p${n}.x-${n % 31}_y+${n % 7}@acme.example`,
      pbxSipUserName: String(2000 + n),
      ...(n % 5 === 0 ? { mbgSipUserName: `mbg#${n % 300}` } : {}),
      ...(n % 9 === 0 ? { clientServiceUserName: `${firstName}/${n}` } : {}),
    }
  })
  for (let start = 0; start < count; start += 2_000) {
    await app.platform.database.inAccount(customer.id, (tx) =>
      addSubscribers(app.platform, tx, 'Ada', planned.slice(start, start + 2_000)),
    )
  }
}

/** A page of subscribers, and what it is sorted by. */
export async function list(admin: ApiClient, customer: Customer, query: Record<string, string>) {
  const { status, headers, body } = await admin.get(
    `${customer.path}/subscribers?${new URLSearchParams(query)}`,
  )
  expect({ status, body: status === 200 ? undefined : body }).toEqual({ status: 200, body: undefined })
  return { page: body as Page, sortedBy: headers.get('x-sorted-by') }
}

/** The ids of all pages, one after the other. */
export async function allPages(
  admin: ApiClient,
  customer: Customer,
  query: Record<string, string>,
  limit: number,
): Promise<string[]> {
  const ids: string[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const given: Record<string, string> = { ...query, limit: String(limit), ...(cursor ? { cursor } : {}) }
    const { page }: { page: Page } = await list(admin, customer, given)
    ids.push(...page.items.map(({ id }) => id))
    cursor = page.nextCursor
  }
  return ids
}

/** How many match. */
export const countOf = (admin: ApiClient, customer: Customer, query: Record<string, string>) =>
  admin
    .get(`${customer.path}/subscribers/count?${new URLSearchParams(query)}`)
    .expect(200)
    .then(({ count }) => count as number)
