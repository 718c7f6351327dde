import type { Permission } from '#platform/http/index.ts'

export const importSubscribers: Permission = {
  name: 'subscriber-imports.run',
  allows: 'Import subscribers from a file.',
  heldBy: ['account-admin', 'partner-admin'],
  forKeys: true,
}

export const exportSubscribers: Permission = {
  name: 'subscriber-exports.run',
  allows: 'Export subscribers with their deployment PINs.',
  heldBy: ['account-admin', 'partner-admin'],
}

export const importUsers: Permission = {
  name: 'users.import',
  allows: 'Import people from a file, and undo that.',
  heldBy: ['account-admin', 'partner-admin'],
  forKeys: true,
}

export const exportUsers: Permission = {
  name: 'users.export',
  allows: 'Export people as a file.',
  heldBy: ['account-admin', 'partner-admin'],
  forKeys: true,
}

export const reportOperations: Permission = {
  name: 'operation-reports.run',
  allows: 'Get what became of every record of an operation as a file.',
  heldBy: ['account-admin', 'partner-admin'],
  forKeys: true,
}
