import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { languageCodes } from '../subscribers/fields.ts'
import {
  checkBody,
  checkLinks,
  checkSubject,
  checkTemplate,
  placeholders,
  renderTemplate,
} from './template.ts'
import { mailTexts } from './texts.ts'

const values = Object.fromEntries(placeholders.map((name) => [name, `<${name}>`])) as Record<
  (typeof placeholders)[number],
  string
>

describe('IM-8: an account writes its own subject and body', () => {
  test('every placeholder is replaced, with or without blanks inside the braces', () => {
    const template = placeholders.map((name) => `{{${name}}}{{ ${name} }}`).join('|')
    expect(renderTemplate(template, values)).toBe(placeholders.map((name) => `<${name}><${name}>`).join('|'))
    expect(checkTemplate(template)).toEqual([])
  })

  test('what is no placeholder stays as it stands', () => {
    expect(renderTemplate('{{nobody}} {firstName} {{#if x}} }}{{', values)).toBe(
      '{{nobody}} {firstName} {{#if x}} }}{{',
    )
  })

  test('a value that looks like a placeholder is not replaced again', () => {
    expect(renderTemplate('{{firstName}}', { ...values, firstName: '{{link}}' })).toBe('{{link}}')
  })

  test('an unknown placeholder is refused at its place', () => {
    expect(checkTemplate('Hello {{firstName}},\r\n\r\nyour {{nubmer}}')).toMatchObject([
      { code: 'mail.placeholder-unknown', index: 29, line: 3, column: 6 },
    ])
    expect(checkTemplate('{{nubmer}}')[0]?.message).toContain(
      'There is no {{nubmer}}. Use one of {{firstName}},',
    )
  })

  test('braces that hold no name are refused', () => {
    expect(checkTemplate('{{first name}} {{').map(({ code, index }) => [code, index])).toEqual([
      ['mail.placeholder-open', 0],
      ['mail.placeholder-open', 15],
    ])
    expect(checkTemplate('{{}}')).toMatchObject([{ code: 'mail.placeholder-unknown' }])
  })

  test('a body needs the link once; a subject has one line and nothing of the link', () => {
    expect(checkBody('Hello {{firstName}}')).toMatchObject([{ code: 'mail.link-missing', index: 19 }])
    expect(checkBody('{{link}} {{link}}')).toMatchObject([{ code: 'mail.placeholder-repeated', index: 9 }])
    expect(checkBody(`{{link}}${'x'.repeat(5_000)}`)).toMatchObject([{ code: 'mail.text-too-long' }])
    expect(checkSubject('{{link}}\n{{authenticationCode}}').map(({ code }) => code)).toEqual([
      'mail.placeholder-not-in-subject',
      'mail.line-break-in-subject',
      'mail.placeholder-not-in-subject',
    ])
  })

  test('the default texts of every language pass the same rules and use every placeholder', () => {
    for (const language of languageCodes) {
      const { subject, body } = mailTexts[language].deployment
      expect(checkSubject(subject)).toEqual([])
      expect(checkBody(body)).toEqual([])
      for (const name of placeholders) expect(body).toContain(`{{${name}}}`)
    }
  })

  test.each([
    ['Look at https://evil.example/x', 'https://evil.example/x', 1, 9],
    ['a\nb (HTTP://evil.example)', 'HTTP://evil.example)', 2, 4],
    ['www.evil.example', 'www.evil.example', 1, 1],
    ['https://rollcall.example.com.evil.example', 'https://rollcall.example.com.evil.example', 1, 1],
    ['https://rollcall.example.com@evil.example', 'https://rollcall.example.com@evil.example', 1, 1],
    ['https://rollcall.example.com{{firstName}}', 'https://rollcall.example.com{{firstName}}', 1, 1],
  ])('%j leads to another host and is refused at its place', (template, address, line, column) => {
    expect(checkLinks(template, 'https://rollcall.example.com')).toEqual([
      expect.objectContaining({
        code: 'mail.link-foreign',
        message: expect.stringContaining(`${address} leads to another host.`),
        line,
        column,
      }),
    ])
  })

  test('our own addresses and e-mail addresses may stand in a text', () => {
    const template = 'https://rollcall.example.com/d, rollcall.example.com or help@example.com. {{link}}'
    expect(checkLinks(template, 'https://rollcall.example.com')).toEqual([])
  })

  test('no text breaks checking and rendering', () => {
    const fragments = fc.constantFrom('{{', '}}', 'link', ' ', '\n', '\r\n', 'pin', '{', 'ü', '😀')
    fc.assert(
      fc.property(fc.array(fragments), (parts) => {
        const text = parts.join('')
        for (const { index } of checkBody(text)) expect(index).toBeLessThanOrEqual(text.length)
        renderTemplate(text, values)
      }),
    )
  })
})

test.each([
  'pin',
  'PIN',
  'deploymentPin',
  'deployment_pin',
  'voicemailPin',
  'password',
  'pbxSipPassword',
  'clientServicePassword',
  'Passwort',
])('MU-13: {{%s}} is refused with a code of its own', (name) => {
  expect(checkTemplate(`Your code: {{${name}}}`)).toMatchObject([
    { code: 'mail.placeholder-secret', index: 11, line: 1, column: 12 },
  ])
})
