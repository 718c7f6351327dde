import { describe, expect, test } from 'vitest'
import { qrImageCid } from '#platform/mailer/layout/layout.tsx'
import { type LanguageCode, languageCodes } from '../subscribers/fields.ts'
import { type DeploymentMail, deploymentMail, groupedCode } from './deployment-mail.ts'
import { type NewPhoneMail, newPhoneMail } from './new-phone-mail.ts'
import { placeholders } from './template.ts'
import { mailTexts } from './texts.ts'

const token = 'AZ3kF0pXQ1mN8rTqWvYbCg.m9LxT2dHs5KpVnE7uJwRaA'
const groupedToken = 'AZ3kF 0pXQ1 mN8rT qWvYb Cg.m9 LxT2d Hs5Kp VnE7u JwRaA'

const toAda: DeploymentMail = {
  language: 'en',
  accountName: 'Analytical Engines',
  firstName: 'Ada',
  lastName: 'Lovelace',
  directoryNumber: '1001',
  link: `https://go.example.net/d/${token}`,
  authenticationCode: token,
  expiresAt: new Date('2026-03-04T09:03:00Z'),
  timeZone: 'Europe/Berlin',
  serviceOrigin: 'https://rollcall.example.com',
  pinRequired: true,
  toCentralAddress: false,
  ...defaultTexts('en'),
}

const aPhone: NewPhoneMail = {
  language: 'en',
  accountName: 'Analytical Engines',
  personName: 'Ada Lovelace',
  directoryNumber: '1001',
  kindLabel: 'Linphone',
  at: new Date('2026-03-01T09:03:00Z'),
  timeZone: 'Europe/Berlin',
  notMeLink: 'https://rollcall.example.com/d/some-token',
  forAdmins: false,
}

describe.each(languageCodes)('in %s', (language) => {
  test('CD-6, MU-2: the deployment mail holds link, QR and grouped code, in HTML and in text', () => {
    const { subject, html, text, qrText } = deploymentMail({ ...toAda, language, ...defaultTexts(language) })
    expect(subject).toContain('Analytical Engines')
    expect(html).toContain(`<html dir="ltr" lang="${language}">`)
    expect(new Set(html.match(/ lang="[^"]*"/g))).toEqual(new Set([` lang="${language}"`]))
    expect(hrefsIn(html)).toEqual([toAda.link])
    expect(html).toContain(`src="cid:${qrImageCid}"`)
    expect(html).toContain(groupedToken)
    expect(text.split('\n')).toContain(toAda.link)
    expect(text).toContain(groupedToken)
    expect(text).toContain('1001')
    expect(text).toContain('https://rollcall.example.com/d')
    expect(qrText).toBe(toAda.link)
    expect(`${subject}${html}${text}`).not.toMatch(/\{\{|undefined|\[object/)
  })

  test('MU-13: with a PIN the mail says that it comes separately, without one it does not speak of it', () => {
    const mail = { ...toAda, language, ...defaultTexts(language) }
    expect(deploymentMail(mail).text).toMatch(/\bPIN\b/)
    const withoutPin = deploymentMail({ ...mail, pinRequired: false })
    expect(withoutPin.text).not.toMatch(/\bPIN\b/)
    expect(withoutPin.html).not.toMatch(/\bPIN\b/)
  })

  test('DP-4: a test says in its subject and above everything else that it is one', () => {
    const mail = { ...toAda, language, ...defaultTexts(language) }
    const real = deploymentMail(mail)
    const { subject, text, html } = deploymentMail({ ...mail, isTest: true })
    expect(subject).toMatch(new RegExp(`^\\[\\p{L}+\\] ${real.subject}$`, 'u'))
    expect(text.split('\n\n')[1]).toBe(mailTexts[language].test.note)
    expect(html.indexOf(mailTexts[language].test.note)).toBeLessThan(html.indexOf('Ada'))
  })

  test('the mail about a new phone says for whom, on what and when, and offers one button', () => {
    for (const forAdmins of [false, true]) {
      const { subject, html, text } = newPhoneMail({ ...aPhone, language, forAdmins })
      expect(subject).toContain('1001 ')
      expect(subject).toMatch(/\(Linphone, 10:03( Uhr)?\)$/)
      expect(text).toContain('Ada Lovelace, 1001')
      expect(hrefsIn(html)).toEqual([aPhone.notMeLink])
      expect(text.split('\n')).toContain(aPhone.notMeLink)
    }
  })
})

test('the same values give the same bytes, so that a repeated send is byte-equal', () => {
  expect(deploymentMail({ ...toAda })).toEqual(deploymentMail({ ...toAda }))
  expect(newPhoneMail({ ...aPhone })).toEqual(newPhoneMail({ ...aPhone }))
})

test('nothing is loaded from anywhere: the only picture is attached, and there is no tracking', () => {
  const { html } = deploymentMail(toAda)
  expect([...html.matchAll(/\bsrc="([^"]*)"/g)].map(([, src]) => src)).toEqual([`cid:${qrImageCid}`])
  expect(html).not.toMatch(/url\(|@import|<link|<script/)
})

describe('IM-8: custom texts', () => {
  test('every placeholder works in the body; those that are no secret also in the subject', () => {
    const { subject, text, html } = deploymentMail({
      ...toAda,
      subjectTemplate: placeholders.map((name) => `{{${name}}}`).join(' '),
      bodyTemplate: placeholders.map((name) => `${name}: {{${name}}}`).join('\n\n'),
    })
    expect(subject).toBe('Ada Lovelace 1001 Analytical Engines Wednesday, 4 March 2026 at 10:03 CET')
    for (const part of [
      'firstName: Ada',
      'lastName: Lovelace',
      'directoryNumber: 1001',
      `authenticationCode: ${groupedToken}`,
    ]) {
      expect(text).toContain(part)
    }
    expect(text).toContain(`link:\n\nSet up my softphone:\n${toAda.link}`)
    expect(html).toContain(`src="cid:${qrImageCid}"`)
  })

  test('blank lines part paragraphs, single ones break the line', () => {
    const { html, text } = deploymentMail({
      ...toAda,
      pinRequired: false,
      bodyTemplate: 'One\r\ntwo\r\n \r\n\r\nthree {{link}} four',
    })
    expect(html).toMatch(/One<br\/>two<\/p>/)
    expect(text).toContain(`One\ntwo\n\nthree\n\nSet up my softphone:\n${toAda.link}\n\nfour`)
  })

  test('a body that shows no QR attaches none, and one that forgot the link still has the button', () => {
    const { qrText, html, text } = deploymentMail({ ...toAda, bodyTemplate: 'Welcome, {{firstName}}.' })
    expect(qrText).toBeUndefined()
    expect(html).not.toContain('cid:')
    expect(hrefsIn(html)).toEqual([toAda.link])
    expect(text).not.toContain('/d\n\n--')
  })

  test('HTML and web addresses in texts and names stay text', () => {
    const { html, text } = deploymentMail({
      ...toAda,
      firstName: 'evil.example.org',
      bodyTemplate:
        '<a href="https://evil.example">x</a> {{firstName}} http://evil.example www.evil.example ask help@example.com or https://rollcall.example.com/d {{link}}',
    })
    expect(hrefsIn(html)).toEqual([toAda.link])
    expect(html).toContain('&lt;a ')
    for (const part of [html, text]) {
      expect(part).not.toMatch(/evil\.example|https?:\/\/evil/)
      expect(part).toContain('help@example.com')
      expect(part).toContain('https://rollcall.example.com/d')
    }
  })
})

test.each([
  `O"Brien; <x>&`,
  'Eve\r\nBcc: all@example.com',
  '😀 Zoë \u202eevil',
  '{{link}}',
])('the hostile name %j is inert in subject, HTML and text', (name) => {
  const hostile = { ...toAda, firstName: name, lastName: name, accountName: name, directoryNumber: name }
  const mails = [
    deploymentMail({ ...hostile, toCentralAddress: true, subjectTemplate: '{{firstName}} {{accountName}}' }),
    newPhoneMail({ ...aPhone, personName: name, accountName: name, directoryNumber: name, kindLabel: name }),
  ]
  for (const { subject, html, text } of mails) {
    expect(subject).not.toMatch(/[\r\n\u202e]/)
    expect(html).not.toContain('<x>')
    expect(hrefsIn(html)).toHaveLength(1)
    expect(text).not.toMatch(/^Bcc:/m)
    expect(`${html}${text}`).not.toContain('\u202e')
  }
})

test('at a central address the mail names the person and the number it is for', () => {
  const { subject, text, html } = deploymentMail({ ...toAda, toCentralAddress: true })
  expect(subject).toBe('Analytical Engines: set up your softphone (Ada Lovelace, 1001)')
  expect(text).toContain('This e-mail is for Ada Lovelace, 1001.')
  expect(html).toContain('This e-mail is for Ada Lovelace, 1001.')
})

test('who has no number and no first name gets a mail without gaps', () => {
  const { text } = deploymentMail({ ...toAda, firstName: '', directoryNumber: null })
  expect(text).toContain('Hello Lovelace,')
  expect(text).not.toContain('Your number')
  expect(newPhoneMail({ ...aPhone, directoryNumber: null }).subject).toBe(
    'A new phone was set up for Ada Lovelace (Linphone, 10:03)',
  )
})

test('HTML stays under 102 kB, where Gmail cuts, even with the longest names and text', () => {
  const longest = '"'.repeat(100)
  const { html } = deploymentMail({
    ...toAda,
    firstName: longest,
    lastName: longest,
    accountName: longest,
    bodyTemplate: `{{link}}\n\n{{qrCode}}\n\n${'"'.repeat(4_900)}`,
  })
  expect(Buffer.byteLength(html)).toBeLessThan(102_000)
  expect(Buffer.byteLength(deploymentMail(toAda).html)).toBeLessThan(10_000)
})

test('codes are grouped in fives, whatever blanks they come with', () => {
  expect(groupedCode(token)).toBe(groupedToken)
  expect(groupedCode(groupedToken)).toBe(groupedToken)
  expect(groupedCode('')).toBe('')
})

function defaultTexts(language: LanguageCode) {
  const { subject, body } = mailTexts[language].deployment
  return { subjectTemplate: subject, bodyTemplate: body }
}

function hrefsIn(html: string): string[] {
  return [...html.matchAll(/\bhref="([^"]*)"/g)].map(([, href]) => href as string)
}
