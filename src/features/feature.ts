import type { FastifyInstance } from 'fastify'
import type { Hears } from '#platform/events/events.ts'
import type { Permission, Route } from '#platform/http/index.ts'
import type { MailKind } from '#platform/mailer/index.ts'
import type { Platform } from '#platform/platform.ts'
import type { JobHandler, Recurring, Sweep } from '#platform/queue/index.ts'
import type { Conversation, OperationKind } from './operations/index.ts'

/** What a slice plugs into the program. Declared in its `feature.ts`, listed in `features/index.ts`. */
export interface Feature {
  name: string
  permissions: Permission[]
  routes(platform: Platform): Route[]
  /** Events of lower slices it acts on, in their transaction. */
  hears?(platform: () => Platform): Hears
  jobs?(platform: Platform): JobHandler[]
  recurring?: Recurring[]
  /** What every worker looks for every few seconds. */
  sweeps?(platform: Platform): Sweep[]
  /** Bulk acts it carries out. */
  operations?(platform: Platform): Array<OperationKind | Conversation>
  mails?(platform: Platform): MailKind[]
  /** Pages outside the API. */
  pages?(platform: Platform): (app: FastifyInstance) => Promise<void>
}
