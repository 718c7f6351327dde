import { addCustomerOf, insertLocation, languages } from '#features/accounts/index.ts'
import { addPartnerWithLink } from '#features/auth/index.ts'
import { insertProfile, profileDefaults, sealSecrets } from '#features/deployment/index.ts'

import { newId } from '#platform/database/index.ts'
import type { Platform } from '#platform/platform.ts'
import { type Chance, chanceFrom, oneOf } from './chance.ts'
import { insertInvitations } from './invitations-store.ts'
import { insertSeats } from './licences-store.ts'
import { namesOfLanguages } from './names.ts'
import { addedAt, nextPerson, type SeedAccount } from './people.ts'
import { accountSizes, problemOf, type SeedNumbers } from './sizes.ts'
import { insertPeople, tidyUp, waitForNoDisk } from './store.ts'
import { userOf } from './users.ts'
import { insertUsers } from './users-store.ts'

const actor = { kind: 'operator', name: 'rollcall seed' } as const

/** People of one account that are written at once. Small, so that an account's rows lie scattered among those of others, as after years. */
const peopleAtOnce = 100
/** The larger an account, the more of them it has. */
const locations = [
  'Headquarters',
  'Warehouse',
  'North branch',
  'South branch',
  'Workshop',
  'Shop',
  'Home office',
]
/** More would wait for each other on two cores. */
const writers = 2

export interface Seeded {
  partnerName: string
  /** For the partner's first admin. */
  setUpToken: string
  accounts: number
  people: number
}

/**
 * Makes a partner with customers and their people. Each hundred people are one transaction: wherever it ends, whoever is there is whole.
 * @param options.ownerUrl by which the database is tidied up after
 * @param options.signal ends it after the hundreds that are under way
 * @returns what was made, which is less than asked for after the signal
 * @throws Error whose message is a sentence, where the numbers cannot be
 */
export async function seed(
  platform: Platform,
  numbers: SeedNumbers,
  options: { ownerUrl: string; signal: AbortSignal; progress: (peopleDone: number) => void },
): Promise<Seeded> {
  const problem = problemOf(numbers)
  if (problem !== undefined) throw Object.assign(new Error(problem), { expected: true })
  const chance = chanceFrom(numbers.people)
  const chanceOfUsers = chanceFrom(numbers.people + 1)
  const partnerName = `Seed ${platform.clock.now().toISOString().slice(0, 16).replace('T', ' ')}`
  const partner = await addPartnerWithLink(platform, partnerName, 'GB')
  const accounts: SeedAccount[] = []
  for (const size of accountSizes(numbers)) {
    if (options.signal.aborted) break
    accounts.push(await addAccount(platform, chance, partner.accountId, accounts.length, size))
  }

  let people = 0
  // The server would do it once a minute; until then, foreign keys are checked by plans that were made for an empty table.
  let tidyNextAt = 2 * peopleAtOnce
  const slots = shuffled(chance, accounts)
  async function write(): Promise<void> {
    for (let account = slots.pop(); account && !options.signal.aborted; account = slots.pop()) {
      const added = await addPeople(platform, { chance, chanceOfUsers }, partner.accountId, account)
      people += added
      options.progress(people)
      if (people < tidyNextAt) continue
      tidyNextAt *= 4
      await tidyUp(options.ownerUrl)
    }
  }
  await Promise.all(Array.from({ length: writers }, write))
  await tidyUp(options.ownerUrl)
  return { partnerName, setUpToken: partner.setUpToken, accounts: accounts.length, people }
}

async function addAccount(
  platform: Platform,
  chance: Chance,
  partnerId: string,
  place: number,
  size: number,
): Promise<SeedAccount> {
  const names = oneOf(chance, namesOfLanguages)
  const founder = oneOf(chance, names.last)
  const domain = `${founder.latin}-${place + 1}.example`
  const { country, timeZone } = names
  const { accountId } = await addCustomerOf(platform, actor, partnerId, {
    kind: 'customer',
    name: `${founder.name} ${names.company}`,
    country,
    timeZone,
    language: languages.find((language) => language === names.language) ?? 'en',
  })
  const { profileIds, locationIds } = await platform.database.inAccount(accountId, async (tx) => {
    const ids = []
    for (const name of ['Office', 'Remote', 'Reception']) {
      const settings = { ...profileDefaults, name, pbxSipDomain: domain, pinRequired: name === 'Remote' }
      ids.push((await insertProfile(tx, newId(), settings, platform.clock.now())).profileId)
    }
    const locationIds = []
    for (const location of locations.slice(0, 1 + Math.ceil(Math.log10(size)))) {
      locationIds.push(
        (await insertLocation(tx, newId(), { name: location }, platform.clock.now())).locationId,
      )
    }
    return { profileIds: ids, locationIds }
  })
  const subscriptionId = await insertSeats(platform, partnerId, {
    customerId: accountId,
    number: `${domain} ${platform.clock.now().getUTCFullYear()}`,
    seats: seatsFor(size),
    actorName: actor.name,
    now: platform.clock.now(),
  })
  return { id: accountId, names, domain, profileIds, locationIds, subscriptionId, size, made: 0 }
}

/** One in eight has a licence (users.ts); so many more that chance never needs all of them. */
function seatsFor(size: number): number {
  return Math.ceil(size / 5) + 10
}

/** One entry for each hundred of an account's people, in an order of chance. */
function shuffled(chance: Chance, accounts: SeedAccount[]): SeedAccount[] {
  const slots = accounts.flatMap((account) =>
    Array.from({ length: Math.ceil(account.size / peopleAtOnce) }, () => account),
  )
  for (let last = slots.length - 1; last > 0; last--) {
    const other = Math.floor(chance() * (last + 1))
    ;[slots[last], slots[other]] = [slots[other] as SeedAccount, slots[last] as SeedAccount]
  }
  return slots
}

/** @returns how many: a hundred, or the account's last ones */
async function addPeople(
  platform: Platform,
  { chance, chanceOfUsers }: { chance: Chance; chanceOfUsers: Chance },
  partnerId: string,
  account: SeedAccount,
): Promise<number> {
  const now = platform.clock.now()
  const count = Math.min(peopleAtOnce, account.size - account.made)
  const people = Array.from({ length: count }, () => {
    const person = nextPerson(chance, account, now)
    return { ...person, user: userOf(chanceOfUsers, account, person, now) }
  })
  await platform.database.inAccount(account.id, async (tx) => {
    const sealing = await platform.sealing.inAccount(tx)
    const sealed = people.map((person) => ({
      ...person,
      userId: person.user?.id ?? null,
      sealed: sealSecrets(sealing, person.id, person.secrets),
    }))
    await waitForNoDisk(tx)
    const users = people.flatMap(({ user }) => user ?? [])
    const added = { actorName: actor.name, addedAt: addedAt(now) }
    await insertUsers(tx, users, { partnerId, subscriptionId: account.subscriptionId, ...added })
    await insertInvitations(tx, users)
    await insertPeople(tx, sealed, actor.name, addedAt(now))
  })
  return count
}
