import { z } from 'zod'

/** What a list of people can be narrowed to (UA-20). */
export const UserProperty = z
  .enum(['admins', 'users', 'registered', 'unregistered', 'inactive'])
  .describe('`users` is everybody; registered: has set a password or come by single sign-on.')
export type UserProperty = z.infer<typeof UserProperty>

/** A person of an account. */
export const User = z
  .object({
    id: z.uuid(),
    firstName: z.string(),
    lastName: z.string(),
    email: z.string(),
    language: z.string().nullable(),
    role: z.enum(['user', 'admin']),
    status: z.enum(['unregistered', 'invited', 'registered', 'inactive', 'locked']),
    lastSignInAt: z.iso.datetime().nullable(),
    version: z.int(),
  })
  .meta({ id: 'User' })
export type User = z.infer<typeof User>
