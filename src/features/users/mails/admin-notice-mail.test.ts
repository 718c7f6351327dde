import { describe, expect, test } from 'vitest'
import { mailLanguages } from '#platform/mailer/layout/language.ts'
import { type AdminNotice, type AdminNoticeMail, adminNoticeMail } from './admin-notice-mail.ts'
import { noticeTexts } from './admin-notice-texts.ts'

const notices: AdminNotice[] = [
  { what: 'deployment-email-changed', details: { language: 'de' } },
  { what: 'central-address-set', details: { profile: 'Reception', address: 'reception@acme.example' } },
  { what: 'pin-disclosed', details: { person: 'Anna Kühn' } },
  { what: 'pins-disclosed', details: { count: 12 } },
  { what: 'phone-blocked', details: { person: 'Anna Kühn' } },
  { what: 'phone-lost', details: { person: 'Anna Kühn', accounts: '1001@pbx.acme.example' } },
  { what: 'link-handed-over', details: { person: 'Anna Kühn' } },
  { what: 'connection-secret-changed', details: { connection: 'MBG Nord' } },
  { what: 'api-key-made', details: { name: 'Nightly' } },
  { what: 'api-key-ended', details: { name: 'Nightly' } },
  { what: 'api-keys-ended', details: { count: 3 } },
  { what: 'export-with-pins', details: { count: 250 } },
  { what: 'export-made', details: { count: 250 } },
  { what: 'deployment-started', details: {} },
  { what: 'set-up-link-made', details: { person: 'Anna Kühn' } },
  { what: 'password-resets-sent', details: { count: 12 } },
  { what: 'admin-made', details: { person: 'Anna Kühn' } },
  { what: 'admins-made', details: { count: 12 } },
  { what: 'admin-removed', details: { person: 'Anna Kühn' } },
  { what: 'admins-removed', details: { count: 12 } },
  { what: 'admin-email-changed', details: { person: 'Anna Kühn', email: 'anna@acme.example' } },
  { what: 'person-locked', details: { person: 'Anna Kühn' } },
  { what: 'second-factor-removed', details: { person: 'Anna Kühn' } },
  { what: 'second-factor-asked-for', details: {} },
  { what: 'second-factor-not-asked-for', details: {} },
  { what: 'account-reactivated', details: {} },
  { what: 'partner-access-open', details: {} },
  { what: 'single-sign-on-changed', details: {} },
]

const byCarla: Omit<AdminNoticeMail, 'notice'> = {
  language: 'en',
  accountName: 'Acme',
  actorName: 'Carla Rossi',
  actorEmail: 'carla@acme.example',
  fromPartner: false,
  at: new Date('2026-03-01T09:03:00Z'),
  timeZone: 'Europe/Berlin',
  serviceOrigin: 'https://rollcall.example.com',
  eventsUrl: 'https://rollcall.example.com/accounts/1/activity/events',
}

describe.each(mailLanguages)('threats "Stolen admin mailbox": in %s', (language) => {
  test.each(notices)('the notice $what says what, who and when, and where to look', (notice) => {
    const { subject, text, html } = adminNoticeMail({ ...byCarla, language, notice })
    const named = Object.values(notice.what === 'deployment-email-changed' ? {} : notice.details).map(String)
    for (const part of [...named, 'Acme']) expect(subject).toContain(part)
    for (const part of [...named, 'Carla Rossi, carla@acme.example', '10:03', '2026']) {
      expect(text).toContain(part)
    }
    expect([...html.matchAll(/\bhref="([^"]*)"/g)].map(([, href]) => href)).toEqual([byCarla.eventsUrl])
    expect(`${subject}${text}${html}`).not.toMatch(/undefined|\[object/)
  })
})

test('the language of the e-mail is named in the language of the reader', () => {
  const notice = { what: 'deployment-email-changed', details: { language: 'de' } } as const
  expect(adminNoticeMail({ ...byCarla, notice }).subject).toContain('in German was changed')
  expect(adminNoticeMail({ ...byCarla, language: 'fr', notice }).subject).toContain('allemand')
})

test("an act of the partner's says so, one of the account's own does not", () => {
  const notice = { what: 'api-key-made', details: { name: 'Nightly' } } as const
  expect(adminNoticeMail({ ...byCarla, notice, fromPartner: true }).text).toContain('(partner)')
  expect(adminNoticeMail({ ...byCarla, notice }).text).not.toContain('partner')
})

test.each(
  mailLanguages,
)('an act of the operator names no person, and asks to ask them, in %s', (language) => {
  const notice = { what: 'set-up-link-made', details: { person: 'Anna Kühn' } } as const
  const given = { ...byCarla, language, notice }
  const { text } = adminNoticeMail({ ...given, actorName: 'rollcall', actorEmail: null })
  expect(text).not.toMatch(/rollcall,|null/)
  expect(text).toContain(noticeTexts[language].operator)
  expect(text).toContain(noticeTexts[language].adviceOnOperator)
  expect(adminNoticeMail(given).text).not.toContain(noticeTexts[language].adviceOnOperator)
})

test.each(
  mailLanguages,
)('the end of partner access is told as people write a moment, in the time zone of the account, in %s', (language) => {
  const notice = { what: 'partner-access-until', details: { until: '2026-03-20T16:30:00Z' } } as const
  const { subject, html } = adminNoticeMail({ ...byCarla, language, notice, timeZone: 'Europe/Berlin' })
  expect(subject).toMatch(/20.*2026.*17:30/)
  expect(html).toContain(byCarla.eventsUrl)
})

test.each(
  mailLanguages,
)('that the partner may no longer enter leads nowhere, as those of its readers who are of the partner see nothing there, in %s', (language) => {
  const notice = { what: 'partner-access-closed', details: {} } as const
  const { text, html } = adminNoticeMail({ ...byCarla, language, notice })
  expect(text).toContain(noticeTexts[language].adviceOnClosedAccess)
  expect(html).not.toMatch(/\bhref="/)
})

test.each(
  mailLanguages,
)('UA-1: that the account was deactivated says what has ended and leads nowhere, as nobody can sign in, in %s', (language) => {
  const notice = { what: 'account-deactivated', details: {} } as const
  const { text, html } = adminNoticeMail({ ...byCarla, language, notice })
  expect(text).toContain('Carla Rossi, carla@acme.example')
  expect(text).toContain(noticeTexts[language].adviceOnDeactivation)
  expect(html).not.toMatch(/\bhref="/)
})

test.each(
  mailLanguages,
)("that licences ended with their subscription is nobody's act, and says what to do, in %s", (language) => {
  const notice = { what: 'licences-ended', details: { count: 12, product: 'MiTeam Meetings' } } as const
  const given = { ...byCarla, language, notice, actorName: 'Rollcall', actorEmail: null }
  const { subject, text } = adminNoticeMail(given)
  for (const part of ['12', 'MiTeam Meetings', 'Acme']) expect(subject).toContain(part)
  expect(text).toContain(`${noticeTexts[language].by}: Rollcall\n`)
  expect(text).toContain(noticeTexts[language].adviceOnEndedLicences)
  expect(text).not.toContain(noticeTexts[language].adviceOnOperator)
})

test('names are inert: no link, no markup, no header of their own', () => {
  const name = 'https://evil.example <b>\r\nBcc: all@example.com'
  const notice = { what: 'central-address-set', details: { profile: name, address: 'a@b.example' } } as const
  const { subject, text, html } = adminNoticeMail({ ...byCarla, notice, actorName: name, accountName: name })
  expect(subject).not.toMatch(/[\r\n]/)
  expect(text).not.toMatch(/^Bcc:|https:\/\/evil/m)
  expect(html).not.toContain('<b>')
  expect([...html.matchAll(/\bhref="/g)]).toHaveLength(1)
})
