import type { Permission } from '#platform/http/index.ts'

export const deployClients: Permission = {
  name: 'deployments.run',
  allows: 'Deploy clients: send links, and end links and clients.',
  heldBy: ['account-admin', 'partner-admin'],
  forKeys: true,
}

export const handOverLinks: Permission = {
  name: 'links.hand-over',
  allows: 'Take a deployment link by hand, to give it to its owner.',
  heldBy: ['account-admin', 'partner-admin'],
}

export const readRedirectServer: Permission = {
  name: 'redirect-server.read',
  allows: 'See where the redirect server is, whether it answers, and what it holds.',
  heldBy: ['account-admin', 'partner-admin'],
  forKeys: true,
}
