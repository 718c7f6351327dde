// Apart from the shapes, so that a page that only names languages loads no zod.

/** Languages in which Rollcall speaks to end users. */
export const languages = ['en', 'de', 'fr', 'es', 'pt'] as const
