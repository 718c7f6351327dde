import { z } from 'zod'
import { nameOf } from '#platform/http/shapes.ts'

/** An API key as it is listed: never the key itself. */
export const ApiKey = z
  .object({
    id: z.uuid(),
    name: z.string(),
    prefix: z.string().describe('How the key begins. It tells keys apart and says nothing of their secret.'),
    scopes: z.array(z.string()).describe('Names of permissions: what the key may do, and nothing else.'),
    createdBy: z.string().describe('Who made it. It ends when they are no admin any more.'),
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime().nullable(),
    lastUsedAt: z.iso.datetime().nullable().describe('Within five minutes.'),
    lastUsedFrom: z.string().nullable().describe('The address of that use.'),
    revokedAt: z.iso.datetime().nullable(),
    revokedBy: z.string().nullable(),
  })
  .meta({ id: 'ApiKey' })
export type ApiKey = z.infer<typeof ApiKey>

/** What making an API key answers, once. */
export const MadeApiKey = ApiKey.extend({
  key: z.string().describe('Sent as `Authorization: Bearer rc_…`. It is shown here and never again.'),
}).meta({ id: 'MadeApiKey' })
export type MadeApiKey = z.infer<typeof MadeApiKey>

/** What making an API key takes. */
export const NewApiKey = z
  .object({
    name: nameOf('Enter a name that says what the key is for.'),
    scopes: z
      .array(z.string().max(100))
      .min(1, 'Choose at least one scope.')
      .max(200)
      .describe('Names of permissions with `forKeys` that the maker holds.'),
    expiresAt: z.iso
      .datetime()
      .nullable()
      .default(null)
      .describe('null: works until it is revoked, or its maker is no admin any more.'),
  })
  .strict()
  .meta({ id: 'NewApiKey' })
export type NewApiKey = z.infer<typeof NewApiKey>

/** A named right, who holds it, and whether a machine may. */
export const PermissionOfRoles = z
  .object({
    name: z.string(),
    allows: z.string().describe('What it allows, as a sentence.'),
    heldBy: z
      .array(z.enum(['account-admin', 'partner-admin', 'partner-of-deactivated', 'account-user']))
      .describe(
        '`account-admin`: admins of the account; `partner-admin`: admins of its partner; `partner-of-deactivated`: these while the account is deactivated; `account-user`: everybody of the account.',
      ),
    forKeys: z.boolean().describe('An API key may be given it as a scope.'),
  })
  .meta({ id: 'Permission' })
export type PermissionOfRoles = z.infer<typeof PermissionOfRoles>

/** Everything that may be allowed. */
export const Permissions = z.object({ items: z.array(PermissionOfRoles) }).meta({ id: 'Permissions' })
