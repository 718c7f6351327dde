import type { Permission } from '#platform/http/index.ts'

export const deployClients: Permission = {
  name: 'deployments.run',
  allows: 'Deploy clients: send links, and end links and clients.',
  heldBy: ['account-admin', 'partner-admin'],
}
