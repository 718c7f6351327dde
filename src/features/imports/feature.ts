import type { Feature } from '../feature.ts'
import { importOperation } from './apply.ts'
import { customersOperation, undoCustomersOperation } from './customers.ts'
import { expiryJobs } from './expiry.ts'
import { fileRoutes, planFileRoutes } from './file-routes.ts'
import type { RecordKind } from './kind.ts'
import { people } from './people/kind.ts'
import * as permissions from './permissions.ts'
import { routes } from './routes.ts'
import { subscribers } from './subscribers/kind.ts'
import { undoOperation } from './undo.ts'

const kinds: RecordKind[] = [subscribers, people]

export const imports: Feature = {
  name: 'imports',
  permissions: Object.values(permissions),
  routes: (platform) => [
    ...fileRoutes(platform),
    // The template's path would else be taken for the id of an import.
    ...kinds.flatMap((kind) => [...planFileRoutes(platform, kind), ...routes(platform, kind)]),
  ],
  jobs: expiryJobs,
  operations: (platform) => [
    ...kinds.flatMap((kind) => [importOperation(platform, kind), undoOperation(platform, kind)]),
    customersOperation(platform, people),
    undoCustomersOperation(platform, people),
  ],
}
