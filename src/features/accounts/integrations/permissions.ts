import type { Permission } from '#platform/http/index.ts'

export const readIntegrations: Permission = {
  name: 'integrations.read',
  allows: 'See what the account is joined with.',
  heldBy: ['account-admin', 'partner-admin'],
  forKeys: true,
}

export const changeIntegrations: Permission = {
  name: 'integrations.change',
  allows: 'Turn on and off what the account is joined with.',
  heldBy: ['account-admin', 'partner-admin'],
}
