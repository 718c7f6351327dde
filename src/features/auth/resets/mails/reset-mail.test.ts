import { describe, expect, test } from 'vitest'
import { mailLanguages } from '#platform/mailer/layout/language.ts'
import { type CompanySignInMail, companySignInMail, type ResetMail, resetMail } from './reset-mail.ts'
import { companySignInTexts, resetTexts } from './reset-texts.ts'

const origin = 'https://rollcall.example.com'
const forAnna: ResetMail = {
  language: 'en',
  accountName: 'Acme',
  firstName: 'Anna',
  lastName: 'Kühn',
  email: 'anna.kuehn@acme.example',
  sentBy: 'person',
  link: `${origin}/reset/AAAAAAAAAAAAAAAAAAAAAA.BBBBBBBBBBBBBBBBBBBBBB`,
  code: '048291',
  expiresAt: new Date('2026-03-08T09:03:00Z'),
  timeZone: 'Europe/Berlin',
}
const hint: CompanySignInMail = {
  language: 'en',
  accountName: 'Acme',
  firstName: 'Anna',
  lastName: 'Kühn',
  provider: 'Acme Sign-in',
  signInUrl: `${origin}/sign-in`,
}

const linksIn = (html: string) => [...html.matchAll(/\bhref="([^"]*)"/g)].map(([, href]) => href)

describe.each(mailLanguages)('UA-61: the e-mail of a reset in %s', (language) => {
  test.each([
    'person',
    'admin',
  ] as const)('asked for by the %s: names account and address, holds link, code and until when', (sentBy) => {
    const { subject, text, html } = resetMail({ ...forAnna, language, sentBy })
    expect(subject).toContain('Acme')
    for (const part of ['Anna Kühn', 'Acme', forAnna.email, forAnna.code, '10:03', '2026']) {
      expect(text).toContain(part)
      expect(html).toContain(part)
    }
    expect(linksIn(html)).toEqual([forAnna.link])
    expect(html).toContain(resetTexts[language].button)
    expect(text.split('\n')).toContain(forAnna.link)
    expect(`${subject}${text}${html}`).not.toMatch(/undefined|\[object/)
  })

  test('shows neither link nor code in the subject, which stands on locked screens', () => {
    const { subject } = resetMail({ ...forAnna, language })
    expect(subject).not.toContain(forAnna.code)
    expect(subject).not.toContain('reset/')
  })

  test('with single sign-on says how one signs in, and leads there', () => {
    const { subject, text, html } = companySignInMail({ ...hint, language })
    expect(subject).toContain('Acme')
    expect(text).toContain('Acme Sign-in')
    expect(html).toContain(companySignInTexts[language].button)
    expect(linksIn(html)).toEqual([hint.signInUrl])
  })
})

test('the same values give the same bytes, so that a repeat is the same mail', () => {
  expect(resetMail({ ...forAnna })).toEqual(resetMail({ ...forAnna }))
  expect(companySignInMail({ ...hint })).toEqual(companySignInMail({ ...hint }))
})

test('names in the e-mail of a reset are inert: no link, no markup, no header of their own', () => {
  const name = 'https://evil.example <b>\r\nBcc: all@example.com \u202emoc'
  const named = { accountName: name, firstName: name, lastName: name }
  for (const { subject, text, html } of [
    resetMail({ ...forAnna, ...named }),
    companySignInMail({ ...hint, ...named, provider: name }),
  ]) {
    expect(subject).not.toMatch(/[\r\n\u202e]/)
    expect(text).not.toMatch(/^Bcc:|https:\/\/evil|\u202e/m)
    expect(html).not.toContain('<b>')
    expect(linksIn(html)).toHaveLength(1)
  }
})
