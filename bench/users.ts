import type { Bench, Figure } from './harness/bench.ts'
import { type Pages, pagesOf } from './harness/page.ts'
import { listFigures } from './list.ts'

/** Every order that has an index. */
export const userSorts = ['lastName', 'email', 'extension', 'lastModifiedAt', 'lastSignInAt', 'status']

const needles = 100

export const bench: Bench = {
  name: 'users',
  what: 'A page of 50 of the people of the largest account and of all customers, and the first page of searches by name and number.',
  async run(ground) {
    const { ask, largest } = await ground.seeded()
    const people = await ask<Person>(
      `select first_name as "firstName", last_name as "lastName", coalesce(mobile, '') as mobile from app.users
        where account_id = $1 and mobile is not null order by md5(user_id::text) limit 400`,
      [largest.id],
    )
    const ofAccount = await pagesOf(ground)
    const ofCustomers = await pagesOf(ground, '')
    return [
      ...(await listFigures(ofAccount, 'users', userSorts)),
      ...(await searchFigures(ofAccount, 'users', 'one account', people)),
      await ofCustomers.figure('first page, all customers', ['/customer-users?limit=50'], {
        turns: 120,
        atMostMs: 50,
      }),
      ...(await searchFigures(ofCustomers, 'customer-users', 'all customers', people)),
    ]
  },
}

interface Person {
  firstName: string
  lastName: string
  mobile: string
}

/** What is typed, made of a person. */
const typed: Record<string, (person: Person, place: number) => string> = {
  'one word': ({ lastName }, place) => lastName.slice(0, 2 + (place % 4)),
  'two words': ({ firstName, lastName }, place) =>
    `${firstName.slice(0, 2 + (place % 3))} ${lastName.slice(0, 2 + (place % 4))}`,
  'a phone number': ({ mobile }, place) =>
    `${mobile.slice(0, 3)} (0)${mobile.slice(3, 6)}/${mobile.slice(6, 9 + (place % 4))}`,
}

async function searchFigures(pages: Pages, list: string, where: string, people: Person[]): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const [kind, needleOf] of Object.entries(typed)) {
    const paths = people
      .map((person, place) => needleOf(person, place))
      .map((needle) => `/${list}?limit=50&search=${encodeURIComponent(needle)}`)
    // The first searches after a start read the indexes from the disk. Other needles do this, so that none has been asked before it is timed.
    for (const path of paths.slice(needles)) await pages.ask(path)
    figures.push(
      await pages.searchFigure(`search, ${kind}, ${where}`, paths.slice(0, needles), { atMostMs: 30 }),
    )
  }
  return figures
}
