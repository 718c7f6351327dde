import type { Clock } from './clock/clock.ts'
import type { Database } from './database/index.ts'
import type { EventBus } from './events/events.ts'
import type { Permission, StillMay } from './http/caller.ts'
import type { Log } from './log/log.ts'
import type { Outbound } from './outbound/index.ts'
import type { MasterKey, Sealing } from './secrets/index.ts'

/** What every slice stands on, built once when the program is wired. */
export interface Platform {
  database: Database
  clock: Clock
  log: Log
  events: EventBus
  /** Every permission that a slice declares. */
  permissions: readonly Permission[]
  /** Asked before each part of what is done later for somebody. Given when the program is wired, because the platform knows no feature. */
  stillMay: StillMay
  sealing: Sealing
  masterKey: MasterKey
  origins: Origins
  /** Every request of the server to somewhere else. */
  outbound: Outbound
  /** The outside systems that this installation can speak to, by what they are asked for. */
  connectors: Connectors
  /** What the hash of a password that is set now costs. */
  passwordCost: PasswordCost
  /** What service and redirect server know each other by: `ROLLCALL_REDIRECT_SECRET`. */
  redirectSecret: string
}

/** Parameters of argon2id: KiB, passes, lanes (RFC 9106). */
export interface PasswordCost {
  memoryCost: number
  timeCost: number
  parallelism: number
}

/** What outside systems are asked for. Each kind declares itself in connectors/kit; the program says which one does it. */
// biome-ignore lint/suspicious/noEmptyInterface: filled by declaration merging
export interface Connectors {}

/** Where people and softphones reach us. Known only once the servers listen, because a port may be chosen by the system. */
export interface Origins {
  /** The service itself: `ROLLCALL_PUBLIC_ORIGIN`. */
  service: string
  /** The redirect server: `ROLLCALL_REDIRECT_ORIGIN`. */
  redirect: string
}
