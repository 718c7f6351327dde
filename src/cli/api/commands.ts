import type { Command } from 'commander'
import { accountsCommand } from './accounts.ts'
import { deployCommand } from './deploy.ts'
import { loginCommands } from './login.ts'
import { operationsCommand } from './operations.ts'
import { subscribersCommand } from './subscribers.ts'
import { usersCommand } from './users.ts'

/**
 * The commands that work on a service through its public API, from any machine: they need an API key, and neither the database nor the settings of a
 * server.
 */
export function apiCommands(): Command[] {
  return [
    ...loginCommands(),
    usersCommand(),
    accountsCommand(),
    subscribersCommand(),
    deployCommand(),
    operationsCommand(),
  ]
}
