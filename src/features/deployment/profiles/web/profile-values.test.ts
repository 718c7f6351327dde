import { expect, test } from 'vitest'
import { profileDefaults } from '../choices.ts'
import { NewProfile } from '../schema.ts'
import { profileBody, profileValues } from './profile-values.ts'

test('DP-2 a new profile is sent with the defaults that its form showed', () => {
  const sent = NewProfile.parse(profileBody({ ...profileValues(undefined), name: 'Home office' }))

  expect(sent).toEqual({ name: 'Home office', ...profileDefaults })
})

test('DP-2 what is emptied is cleared, and numbers arrive as numbers', () => {
  const body = profileBody({
    ...profileValues(undefined),
    name: 'Home office',
    mbgSipHost: ' ',
    mbgSipPort: '5061',
  })

  expect(body).toMatchObject({ mbgSipHost: null, mbgSipPort: 5061 })
})
