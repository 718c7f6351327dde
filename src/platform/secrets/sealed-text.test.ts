import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { masterKeyOf } from './master-key.ts'
import { openText, sealText } from './sealed-text.ts'

const key = masterKeyOf(randomBytes(32))

test('a sealed text opens for its purpose under its master key, and for nothing else', () => {
  const sealed = sealText(key, 'letters', 'anna@acme.example')
  expect(sealed).not.toContain('anna')
  expect(sealText(key, 'letters', 'anna@acme.example')).not.toBe(sealed)
  expect(openText(key, 'letters', sealed)).toBe('anna@acme.example')
  expect(() => openText(key, 'parcels', sealed)).toThrow()
  expect(() => openText(masterKeyOf(randomBytes(32)), 'letters', sealed)).toThrow()
  expect(() => openText(key, 'letters', sealed.slice(0, -4))).toThrow()
})
