import type { Tx } from '#platform/database/index.ts'
import {
  everybodyWithNumber,
  holdersOfNumber,
  locationsWith,
  nextWithNumber,
  peopleAt,
  searchPeople,
  type Wanted,
  whoHasAll,
  whoHasNumber,
} from './directory-search-store.ts'
import { type DirectoryBounds, placesInNameOrder } from './directory-store.ts'

/** So few who have a number are looked at one by one. */
const holdersMax = 6_000
/** So many who have all other words are looked at at once for a number that many have. */
const othersAtOnce = 6_000
/** Where the next entries fill such a part of a page, the following ones soon fill the rest. */
const pageOfMany = 5
/** So many of them are looked at first for each entry of a page. */
const othersForEach = 8
/** Places have names of a few words, and numbers are one word. In longer texts only people themselves are looked for. */
const wordsMax = 6
/** Nobody types more numbers of one person. Each doubles the ways in which the words can be spread, and each way is asked. */
const numberWordsMax = 3

/**
 * Who has every word in something that the account shows: the name, the e-mail address, the location or a number. What is searched of people
 * holds neither their locations, which are renamed, nor the numbers of their softphones, which a higher slice knows. So each way in which the
 * words can be spread over the three is asked by itself.
 * @returns of each way the first so many after that place; together they hold the first of all
 */
export function searchDirectory(tx: Tx, wanted: Wanted, bounds: DirectoryBounds): Promise<string[]> {
  const numberWords = wanted.words.filter(couldBeInNumber)
  return searchSpread(tx, wanted, numberWords.length > numberWordsMax ? [] : numberWords, bounds)
}

/** The same, where only those words are looked for in numbers too. */
async function searchSpread(
  tx: Tx,
  wanted: Wanted,
  numberWords: string[],
  bounds: DirectoryBounds,
): Promise<string[]> {
  const found = [await searchPeople(tx, wanted, bounds)]
  if (wanted.words.length <= wordsMax) {
    found.push(
      ...(await atLocations(tx, wanted, bounds)),
      ...(await byNumbers(tx, wanted, numberWords, bounds)),
    )
  }
  return [...new Set(found.flat())]
}

/** People at a place need in themselves only the words that its name lacks. */
async function atLocations(tx: Tx, wanted: Wanted, bounds: DirectoryBounds): Promise<string[][]> {
  const locations = await locationsWith(tx, wanted.words)
  const byRest = Map.groupBy(locations, ({ words }) =>
    JSON.stringify(wanted.words.filter((word) => !words.includes(word))),
  )
  const found: string[][] = []
  for (const [rest, places] of byRest) {
    const words: string[] = JSON.parse(rest)
    const ids = places.map(({ locationId }) => locationId)
    found.push(
      words.length === 0
        ? await peopleAt(tx, ids, bounds)
        : await searchPeople(tx, { ...wanted, words }, bounds, ids),
    )
  }
  return found
}

/** Of the words that are found in numbers one is the first; so for the others only those behind it are looked for there. */
async function byNumbers(
  tx: Tx,
  wanted: Wanted,
  numberWords: string[],
  bounds: DirectoryBounds,
): Promise<string[][]> {
  const found: string[][] = []
  for (const [index, word] of numberWords.entries()) {
    const others: Others = {
      ...wanted,
      words: wanted.words.filter((each) => each !== word),
      numberWords: numberWords.slice(index + 1),
    }
    found.push(await byNumber(tx, word, others, bounds))
  }
  return found
}

/** The words beside one that is looked for in numbers, and which of them are looked for there too. */
interface Others extends Wanted {
  numberWords: string[]
}

/**
 * What many numbers have is met soon in the order of names. Otherwise the few who have such a number are looked at themselves, or, where they are
 * many after all, those who have the other words.
 */
async function byNumber(tx: Tx, word: string, others: Others, bounds: DirectoryBounds): Promise<string[]> {
  const isAlone = others.words.length === 0
  if (isAlone) {
    const found = await nextWithNumber(tx, word, bounds)
    if (found.length === bounds.limit) return found
    if (found.length * pageOfMany >= bounds.limit) return everybodyWithNumber(tx, word, bounds)
  }
  const holders = await holdersOfNumber(tx, word, holdersMax)
  if (holders) return whoHasAll(tx, holders, others, bounds)
  return isAlone ? everybodyWithNumber(tx, word, bounds) : amongOthers(tx, word, others, bounds)
}

/** Extensions may have letters in them, and none is an e-mail address. */
function couldBeInNumber(word: string): boolean {
  return /[\d*#]/.test(word) && !word.includes('@')
}

/** Who of those with the other words has such a number? More of them are asked for in each round: of a number that many have the first may do. */
async function amongOthers(tx: Tx, word: string, others: Others, bounds: DirectoryBounds): Promise<string[]> {
  const found: string[] = []
  let { after } = bounds
  for (let limit = bounds.limit * othersForEach; ; limit = Math.min(limit * 4, othersAtOnce)) {
    const withOthers = await searchSpread(tx, others, others.numberWords, { after, limit })
    const places = await placesInNameOrder(tx, withOthers, limit)
    const ids = places.map(({ id }) => id)
    found.push(...(await whoHasNumber(tx, ids, word, bounds.limit - found.length)))
    if (found.length === bounds.limit || places.length < limit) return found
    after = places.at(-1)
  }
}
