import type { Bench } from './harness/bench.ts'
import type { Seeded } from './harness/ground.ts'
import { setUpTokenIn } from './harness/installation.ts'
import { pagesOf } from './harness/page.ts'
import { runProgram } from './harness/program.ts'

/** Nobody may ask more than 90 times a minute. */
const needles = 80
const reader = { email: 'rita.reader@company.example', password: 'rita reads the whole directory' }

export const bench: Bench = {
  name: 'directory',
  what: 'A page of 50 of the directory of the largest account, as one of its people sees it, and the first page of what is typed there.',
  async run(ground) {
    const seeded = await ground.seeded()
    const people = await seeded.ask<Person>(
      `select u.first_name as "firstName", u.last_name as "lastName", u.mobile, u.extension, l.name as location
         from app.users u join app.locations l on l.account_id = u.account_id and l.location_id = u.location_id
        where u.account_id = $1 and u.mobile is not null and u.extension is not null order by md5(u.user_id::text) limit ${2 * needles}`,
      [seeded.largest.id],
    )
    const pages = await pagesOf(ground, '/me/directory', await signedIn(seeded))
    // What is counted of the reader is forgotten, as if a minute had gone by.
    const forget = () => seeded.ask('delete from app.failure_counters')
    const figures = [await pages.figure('first page', ['?limit=50'], { turns: needles, atMostMs: 50 })]
    for (const [kind, needleOf] of Object.entries(typed)) {
      const paths = people.map(
        (person, place) => `?limit=50&search=${encodeURIComponent(needleOf(person, place))}`,
      )
      await forget()
      // The first searches after a start read the indexes from the disk. Other needles do this, so that none has been asked before it is timed.
      for (const path of paths.slice(needles)) await pages.ask(path)
      await forget()
      figures.push(await pages.searchFigure(`search, ${kind}`, paths.slice(0, needles), { atMostMs: 30 }))
    }
    return figures
  },
}

interface Person {
  firstName: string
  lastName: string
  mobile: string
  extension: string
  location: string
}

/** What is typed, made of a person. The account does not show mobile numbers. */
const typed: Record<string, (person: Person, place: number) => string> = {
  'one or two characters': ({ lastName }, place) => lastName.slice(0, 1 + (place % 2)),
  'one or two digits': ({ extension }, place) => extension.slice(0, 1 + (place % 2)),
  'one word': ({ lastName }, place) => lastName.slice(0, 2 + (place % 4)),
  'two words': ({ firstName, lastName }, place) =>
    `${firstName.slice(0, 2 + (place % 3))} ${lastName.slice(0, 2 + (place % 4))}`,
  'a location': ({ location }, place) => location.slice(0, 3 + (place % 4)),
  'a number': ({ extension }, place) => extension.slice(0, 3 + (place % 4)),
  'the middle of a number': ({ extension }, place) => extension.slice(1, 4 + (place % 3)),
  'a name and a number': ({ lastName, extension }, place) =>
    `${lastName.slice(0, 2 + (place % 4))} ${extension.slice(0, 3 + (place % 4))}`,
  'a mobile number that is not shown': ({ mobile }, place) => mobile.slice(1, 8 + (place % 6)),
}

/** Somebody of the largest account, made in the first run. @returns their cookies */
async function signedIn({ anybody, largest, settings }: Seeded): Promise<string> {
  const client = anybody()
  const { status } = await client.post('/sessions', reader)
  if (status !== 201) {
    const person = ['--email', reader.email, '--first-name', 'Rita', '--last-name', 'Reader']
    const token = setUpTokenIn(await runProgram('admin', settings, ['add-admin', largest.id, ...person]))
    await client.post('/set-ups', { token, password: reader.password }).expect(201)
  }
  return client.cookie()
}
