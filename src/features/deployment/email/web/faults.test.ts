import { expect, test } from 'vitest'
import { Problem } from '#web/lib/api/request.ts'
import { faultsOf } from './faults.ts'

const texts = { subject: 'Your softphone', body: 'Hello {{firstName}},\n\nthe PIN is {{pin}}.\n{{link}}' }

function refusal(errors: Array<{ path: string; code: string; message: string }>) {
  return new Problem(422, { code: 'http.invalid', detail: 'Look at the fields.', errors })
}

test('DP-4 a fault leads to its line and column in the text', () => {
  const message = 'Line 3, column 12: {{pin}} cannot be sent.'
  const [fault] = faultsOf(refusal([{ path: 'body', code: 'mail.placeholder-secret', message }]), texts)

  expect(fault).toEqual({ field: 'body', message, place: { line: 3, index: texts.body.indexOf('{{pin}}') } })
})

test('a fault without a place is told all the same', () => {
  const errors = [{ path: 'subject', code: 'too_small', message: 'Give the e-mail a subject.' }]

  expect(faultsOf(refusal(errors), texts)).toMatchObject([{ field: 'subject', place: undefined }])
})

test('what is no fault of the texts is none here', () => {
  expect(faultsOf(refusal([{ path: 'subscriberId', code: 'x', message: 'Unknown.' }]), texts)).toEqual([])
  expect(faultsOf(new Error('offline'), texts)).toEqual([])
})
