import { describe, expect, test } from 'vitest'
import { mailLanguages } from '#platform/mailer/layout/language.ts'
import { type WelcomeMail, welcomeMail } from './welcome-mail.ts'
import { welcomeTexts } from './welcome-texts.ts'

const origin = 'https://rollcall.example.com'
const forAnna: WelcomeMail = {
  language: 'en',
  accountName: 'Acme',
  firstName: 'Anna',
  lastName: 'Kühn',
  email: 'anna.kuehn@acme.example',
  singleSignOn: null,
  link: `${origin}/welcome/AAAAAAAAAAAAAAAAAAAAAA.BBBBBBBBBBBBBBBBBBBBBB`,
  expiresAt: new Date('2026-03-08T09:03:00Z'),
  timeZone: 'Europe/Berlin',
}

const linksIn = (html: string) => [...html.matchAll(/\bhref="([^"]*)"/g)].map(([, href]) => href)

describe.each(mailLanguages)('UA-16 UA-62: the welcome e-mail in %s', (language) => {
  const { subject, text, html } = welcomeMail({ ...forAnna, language })

  test('says who has made an account for whom, and until when the link works', () => {
    expect(subject).toContain('Acme')
    for (const part of ['Anna Kühn', 'Acme', forAnna.email, '10:03', '2026', new URL(origin).host]) {
      expect(text).toContain(part)
      expect(html).toContain(part)
    }
    expect(`${subject}${text}${html}`).not.toMatch(/undefined|\[object/)
  })

  test('asks for no password where the account signs in with an identity provider, and names that', () => {
    const mail = welcomeMail({ ...forAnna, language, singleSignOn: 'Acme ID' })
    for (const told of [mail.text, mail.html]) {
      expect(told).toContain('Acme ID')
      expect(told).toContain(forAnna.email)
      expect(told).not.toContain(welcomeTexts[language].lead('Acme', forAnna.email))
    }
    expect(text).not.toContain('Acme ID')
    expect(linksIn(mail.html)).toEqual([forAnna.link])
  })

  test('has one button; in the plain text the link stands on a line of its own, and in the subject nowhere', () => {
    expect(linksIn(html)).toEqual([forAnna.link])
    expect(html).toContain(welcomeTexts[language].button)
    expect(text.split('\n')).toContain(forAnna.link)
    expect(subject).not.toContain(forAnna.link.slice(-22))
  })

  test('is readable in dark mode and loads nothing', () => {
    expect(html).toContain('prefers-color-scheme:dark')
    expect(html).not.toMatch(/<img|<link|url\(/)
  })
})

test('UA-62: the same values give the same bytes, so that a repeat is the same mail', () => {
  expect(welcomeMail({ ...forAnna })).toEqual(welcomeMail({ ...forAnna }))
})

test('names in the welcome e-mail are inert: no link, no markup, no header of their own', () => {
  const name = 'https://evil.example <b>\r\nBcc: all@example.com \u202emoc'
  const given = { ...forAnna, accountName: name, firstName: name, lastName: name, singleSignOn: name }
  const { subject, text, html } = welcomeMail(given)
  expect(subject).not.toMatch(/[\r\n\u202e]/)
  expect(text).not.toMatch(/^Bcc:|https:\/\/evil|\u202e/m)
  expect(html).not.toContain('<b>')
  expect(linksIn(html)).toEqual([forAnna.link])
})
