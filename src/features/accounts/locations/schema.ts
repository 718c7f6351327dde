import { z } from 'zod'
import { nameOf, Paging } from '#platform/http/shapes.ts'
import { country, lineOrNone, search } from '../fields.ts'

/** A building or site of an account. */
export const Location = z
  .object({
    id: z.uuid(),
    name: z.string(),
    street: z.string().nullable(),
    postalCode: z.string().nullable(),
    city: z.string().nullable(),
    country: z.string().nullable().describe('ISO 3166-1 alpha-2.'),
    people: z.int().describe('How many people of the account are there.'),
    version: z.int(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'Location' })
export type Location = z.infer<typeof Location>

const settings = {
  name: nameOf('Give the location a name.'),
  street: lineOrNone(100),
  postalCode: lineOrNone(20),
  city: lineOrNone(100),
  country: country.nullable(),
}

/** A location to be added; only the name is needed (UA-14). */
export const NewLocation = z
  .object(settings)
  .partial()
  .required({ name: true })
  .strict()
  .meta({ id: 'NewLocation' })
export type NewLocation = z.infer<typeof NewLocation>

/** Changes to a location; what is absent stays, null clears. */
export const LocationChanges = z.object(settings).partial().strict().meta({ id: 'LocationChanges' })
export type LocationChanges = z.infer<typeof LocationChanges>

/** Deleting is under way. */
export const LocationReplacement = z
  .object({
    operationId: z
      .uuid()
      .describe('The operation that sends the people to the replacement and ends the location.'),
  })
  .meta({ id: 'LocationReplacement' })
export type LocationReplacement = z.infer<typeof LocationReplacement>

/** By what the locations are filtered. */
export const LocationFilterQuery = z.strictObject({
  search: search.describe('Words that must all occur in the name or the city.'),
})

/** Query of the list, by name (UA-14). */
export const LocationQuery = LocationFilterQuery.extend(Paging)
