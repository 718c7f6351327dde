// Apart from the shapes, so that a page that only names languages loads no zod.

/** Languages in which Rollcall speaks to end users. */
export const languages = ['en', 'de', 'fr', 'es', 'pt'] as const

/** Whether anybody of an account can sign in. */
export const accountStatuses = ['active', 'deactivated'] as const

/** Orders of a partner's customers. `deployed` is the share of the users in client deployment. */
export const accountSorts = ['name', 'users', 'deployed', 'downloaded', 'attention', 'createdAt'] as const

/** What people of an account see of each other in the portal: nothing, or names and work numbers, or mobile numbers as well (UA-1). */
export const directoryScopes = ['off', 'work-numbers', 'all-numbers'] as const
