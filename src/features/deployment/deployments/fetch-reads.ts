import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Database } from '#platform/database/index.ts'
import type { Credential } from '#platform/secrets/index.ts'
import { type FoundClient, readAtCredentials } from './fetch-store.ts'

/** How many fetches one read is for, at most, and so few that they are not divided. */
const readSize = { most: 100, undivided: 16 }
/** A read that takes longer has the next begin beside it, so that nobody waits for a connection that got stuck. */
const slowMs = 250

/** Reads what fetches are decided from, for all together that come at the same time. */
export interface ClientReads {
  /**
   * Finds the client that bears the credential, as the database has it at some moment after the call.
   * @throws what the database throws, for everybody who was read together; after a slow read for all who wait
   */
  find(credential: Credential): Promise<FoundClient | undefined>
}

interface Asked {
  credential: Credential
  found(client: FoundClient | undefined): void
  failed(error: unknown): void
}

/**
 * One read at a time: who comes meanwhile goes into the next, and a storm of fetches becomes few statements (docs/decisions/0023-fetches-read-together.md).
 * Nothing is kept between two reads.
 */
export function openClientReads(database: Pick<Database, 'ask' | 'whileCallerWaits'>): ClientReads {
  const asked: Asked[] = []
  let current: Asked[] | undefined
  let isDue = false

  function beginRead(): void {
    isDue = false
    if (current || asked.length === 0) return
    // Half of them, so that the other half is read while these are answered.
    const half = Math.ceil(asked.length / 2)
    current = asked.splice(0, Math.min(readSize.most, Math.max(readSize.undivided, half)))
    void read(current)
  }

  async function read(together: Asked[]): Promise<void> {
    const letNextBegin = () => {
      if (current !== together) return
      current = undefined
      beginRead()
    }
    const slow = setTimeout(letNextBegin, slowMs)
    try {
      const credentials = together.map(({ credential }) => credential)
      const clients = await database.whileCallerWaits(() => readAtCredentials(database, credentials))
      letNextBegin()
      // The next read is sent in this turn, the answers are made in the next: what they cost would keep the database waiting.
      await nextTurn()
      for (const [at, each] of together.entries()) each.found(clients[at])
    } catch (error) {
      // Where it was slow as well, the database says nothing: who waits for a read of their own would wait as long once more.
      const inVain = current === together ? together : [...together, ...asked.splice(0)]
      for (const each of inVain) each.failed(error)
    } finally {
      clearTimeout(slow)
      letNextBegin()
    }
  }

  return {
    find(credential) {
      return new Promise((found, failed) => {
        asked.push({ credential, found, failed })
        // After whatever else is due in this turn, so that many become one read.
        if (!isDue) setImmediate(beginRead)
        isDue = true
      })
    },
  }
}
