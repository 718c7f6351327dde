import { numberOrNull, textOrNull } from '#web/components/form/messages.ts'
import { profileDefaults } from '../choices.ts'
import type { Profile } from '../schema.ts'

type Settings = typeof profileDefaults & { name: string }
type Filled<T> = T extends number ? number | string : T extends string ? string : T

/** A profile as its form holds it: no null, numbers as typed. */
export type ProfileValues = { [Field in keyof Settings]: Filled<NonNullable<Settings[Field]>> }

const numbers = new Set([
  'mbgSipPort',
  'pbxSipPort',
  'registrationExpirySeconds',
  'clientsPerLink',
  'linkLifeHours',
  'refreshHours',
])

/** What the form starts with: a profile, or the defaults of a new one. */
export function profileValues(profile: Profile | undefined): ProfileValues {
  const settings = profile ?? { name: '', ...profileDefaults }
  const fields = ['name', ...Object.keys(profileDefaults)] as Array<keyof Settings>
  return Object.fromEntries(fields.map((field) => [field, settings[field] ?? ''])) as ProfileValues
}

/** What the form holds, as the API takes it. */
export function profileBody(values: ProfileValues): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).map(([field, value]) => {
      if (numbers.has(field)) return [field, numberOrNull(value as string | number)]
      return [field, typeof value === 'string' && field !== 'name' ? textOrNull(value) : value]
    }),
  )
}
