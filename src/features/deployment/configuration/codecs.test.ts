import { expect, test } from 'vitest'
import { profileDefaults } from '../profiles/choices.ts'
import { codecNames } from '../profiles/schema.ts'
import { codecsNamed } from './codecs.ts'

test('DP-2 every codec that a profile may name is one that clients can be told of', () => {
  expect(codecsNamed('linphone', codecNames).map(({ encodingName }) => encodingName)).toEqual(codecNames)
  expect(codecNames).toEqual(expect.arrayContaining(profileDefaults.codecs))
})
