import { expect, test } from 'vitest'
import { codecNames, profileDefaults } from '../profiles/choices.ts'
import { NewProfile } from '../profiles/schema.ts'
import { codecsNamed } from './codecs.ts'

test('DP-2 every codec that a profile may name is one that clients can be told of', () => {
  expect(codecsNamed('linphone', codecNames).map(({ encodingName }) => encodingName)).toEqual(codecNames)
  expect(codecNames).toEqual(expect.arrayContaining(profileDefaults.codecs))
})

test('DP-2 every codec that the form offers is accepted, and one in another case is kept as it is offered', () => {
  expect(NewProfile.parse({ name: 'Office', codecs: codecNames }).codecs).toEqual(codecNames)
  expect(NewProfile.parse({ name: 'Office', codecs: ['OPUS', 'g722'] }).codecs).toEqual(['opus', 'G722'])
})
