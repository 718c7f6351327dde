import { describe, expect, test } from 'vitest'
import { twilioBody, twilioValues } from './twilio-values.ts'

const stored = {
  ...twilioValues(undefined),
  accountSid: `AC${'1'.repeat(32)}`,
  keySid: `SK${'2'.repeat(32)}`,
}

describe('what the form of a Twilio account sends', () => {
  test('is no secret while that which is stored stays', () => {
    expect(twilioBody(stored, stored)).not.toHaveProperty('secret')
    expect(twilioBody({ ...stored, secret: 'typed' }, stored)).toMatchObject({ secret: 'typed' })
  })

  test.each([
    { origin: 'https://sms.acme.example' },
    { accountSid: `AC${'3'.repeat(32)}` },
    { keySid: '' },
  ])('is an empty secret, which the rules refuse, for another address or SID: %o', (changed) => {
    expect(twilioBody({ ...stored, ...changed }, stored)).toMatchObject({ secret: '' })
  })

  test('is an empty secret where none was ever stored, and no key where none is named', () => {
    expect(twilioBody(twilioValues(undefined), undefined)).toEqual({
      origin: 'https://api.twilio.com',
      accountSid: '',
      keySid: null,
      secret: '',
    })
  })
})
