import { Resolver } from 'node:dns/promises'
import { unresolved } from './errors.ts'

/** What name servers say of a name besides its addresses. */
export interface Names {
  /** Its TXT records, each as one text. None where the name is not there. @throws OutboundError `outbound.unresolved` */
  textRecords(name: string): Promise<string[]>
  /** The hosts that take its mail (MX). None where there are none, or it says that it takes no mail (RFC 7505). @throws OutboundError `outbound.unresolved` */
  mailHosts(name: string): Promise<string[]>
}

/** For each server that is asked; there are two tries. */
const timeoutMs = 2_000

/** @param servers addresses of name servers, with a port where it is not 53; the system's where nothing is given */
export function createNames(servers?: string[]): Names {
  const resolver = new Resolver({ timeout: timeoutMs, tries: 2 })
  if (servers) resolver.setServers(servers)
  return {
    async textRecords(name) {
      const records = await orNone(name, resolver.resolveTxt(name))
      return records.map((parts) => parts.join(''))
    },
    async mailHosts(name) {
      const records = await orNone(name, resolver.resolveMx(name))
      return records.map(({ exchange }) => exchange).filter((host) => host !== '')
    },
  }
}

/** A name without such a record is an answer; a name server that does not answer is none. */
function orNone<T>(name: string, asked: Promise<T[]>): Promise<T[]> {
  return asked.catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENODATA' || error.code === 'ENOTFOUND') return []
    throw unresolved(name, error)
  })
}
