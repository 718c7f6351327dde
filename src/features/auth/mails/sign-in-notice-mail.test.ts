import { describe, expect, test } from 'vitest'
import { mailLanguages } from '#platform/mailer/layout/language.ts'
import { type SignInNotice, type SignInNoticeMail, signInNoticeMail } from './sign-in-notice-mail.ts'
import { signInNoticeTexts } from './sign-in-notice-texts.ts'

const origin = 'https://rollcall.example.com'
const own: SignInNotice[] = [
  { what: 'password-changed', details: {} },
  { what: 'password-reset', details: {} },
  { what: 'second-factor-added', details: {} },
  { what: 'second-factor-removed', details: {} },
  { what: 'recovery-code-used', details: { left: 7 } },
  { what: 'recovery-codes-made', details: {} },
  { what: 'locked', details: {} },
  { what: 'single-sign-on-linked', details: { provider: 'Acme sign-in' } },
]
const byAnAdmin: SignInNotice[] = [
  { what: 'second-factor-removed-by-admin', details: { by: 'Carla Rossi' } },
  { what: 'unlocked', details: { by: 'Carla Rossi' } },
  { what: 'signed-out-by-admin', details: { by: 'Carla Rossi' } },
]

const toAnna: Omit<SignInNoticeMail, 'notice'> = {
  language: 'en',
  accountName: 'Acme',
  firstName: 'Anna',
  lastName: 'Kühn',
  email: 'anna.kuehn@acme.example',
  address: '192.0.2.7',
  browser: 'Firefox, Linux',
  at: new Date('2026-03-01T09:03:00Z'),
  timeZone: 'Europe/Berlin',
  serviceOrigin: origin,
}
const linksIn = (html: string) => [...html.matchAll(/\bhref="([^"]*)"/g)].map(([, href]) => href)

describe.each(mailLanguages)('threats "Stolen mailbox, with PIN": in %s', (language) => {
  test.each([
    ...own,
    ...byAnAdmin,
  ])('the notice $what says what and when, and what to do if it was not them', (notice) => {
    const { subject, text, html } = signInNoticeMail({ ...toAnna, language, notice })
    const named = Object.entries(notice.details)
    for (const [name, value] of named) expect(name === 'by' ? text : subject).toContain(String(value))
    expect(subject).toContain('Acme')
    for (const part of ['Anna Kühn', toAnna.email, '10:03', '2026']) expect(text).toContain(part)
    expect(linksIn(html)).toEqual([`${origin}/forgot`])
    expect(`${subject}${text}${html}`).not.toMatch(/undefined|null|\[object/)
  })

  test.each(own)('the notice $what says from where, as far as that is known', (notice) => {
    const { text } = signInNoticeMail({ ...toAnna, language, notice })
    for (const part of ['192.0.2.7', 'Firefox, Linux']) expect(text).toContain(part)
    const unknown = signInNoticeMail({ ...toAnna, language, notice, address: null, browser: null })
    expect(unknown.text).not.toContain(`${signInNoticeTexts[language].browser}:`)
    expect(unknown.text).not.toContain(`${signInNoticeTexts[language].address}:`)
  })

  test.each(byAnAdmin)('the notice $what says to ask the administrator', (notice) => {
    const { text } = signInNoticeMail({ ...toAnna, language, notice })
    expect(text).toContain(signInNoticeTexts[language].adviceOnAdmin)
    expect(text).not.toContain(signInNoticeTexts[language].advice)
  })
})

const moved: SignInNotice = {
  what: 'email-changed',
  details: { by: 'Carla Rossi, carla@acme.example', to: 'm…@evil.example' },
}

test.each(
  mailLanguages,
)('threats "Moved e-mail address": that another address signs them in says which not any more, who did it and whom to call, and leads nowhere, in %s', (language) => {
  const { subject, text, html } = signInNoticeMail({ ...toAnna, language, notice: moved, address: null })
  const texts = signInNoticeTexts[language]
  expect(subject).toBe(`Acme: ${texts.what['email-changed'](moved.details as never)}`)
  for (const part of [
    'Anna Kühn',
    `${texts.before}: ${toAnna.email}`,
    `${texts.after}: m…@evil.example`,
    `${texts.by}: Carla Rossi, carla@acme.example`,
    texts.adviceOnAddress,
    '10:03',
  ])
    expect(text).toContain(part)
  expect(linksIn(html)).toEqual([])
  for (const body of [text, html]) expect(body).not.toContain(texts.advice)
  expect(`${subject}${text}${html}`).not.toMatch(/undefined|null|\[object/)
})

test('the same values give the same bytes, so that a repeat is the same mail', () => {
  const mail = { ...toAnna, notice: own[0] as SignInNotice }
  expect(signInNoticeMail({ ...mail })).toEqual(signInNoticeMail({ ...mail }))
})

test('names in a notice are inert: no link, no markup, no header of their own', () => {
  const name = 'https://evil.example <b>\r\nBcc: all@example.com \u202emoc'
  const notice: SignInNotice = { what: 'signed-out-by-admin', details: { by: name } }
  const { subject, text, html } = signInNoticeMail({ ...toAnna, accountName: name, firstName: name, notice })
  expect(subject).not.toMatch(/[\r\n\u202e]/)
  expect(text).not.toMatch(/^Bcc:|https:\/\/evil|\u202e/m)
  expect(html).not.toContain('<b>')
  expect(linksIn(html)).toEqual([`${origin}/forgot`])
})
