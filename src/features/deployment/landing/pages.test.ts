import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { qrSvgDataUri } from '../mails/qr.ts'
import { languageCodes } from '../subscribers/fields.ts'
import { askPin, chooseApp } from './ask.tsx'
import { landingAssets } from './assets.ts'
import { done, notice } from './outcomes.tsx'
import {
  everyPage,
  filePage,
  hostileName,
  linphonePage,
  manualRows,
  pinPage,
  ticketUrl,
} from './pages.testing.ts'
import { ready } from './ready.tsx'
import { landingTexts } from './texts.ts'

const pages = languageCodes.flatMap((language) =>
  Object.entries(everyPage(language)).map(([name, html]) => ({ name, language, html })),
)

describe.each(pages)('$name in $language', ({ name, language, html }) => {
  test('is a whole document in its language, kept out of search engines', () => {
    expect(html).toMatch(/^<!doctype html><html lang="/)
    expect(html).toContain(`<html lang="${language}">`)
    expect(html).toMatch(/<title>[^<]+<\/title>/)
    expect(html).toContain('<meta name="robots" content="noindex, nofollow"/>')
    expect(html).not.toMatch(/undefined|\[object/)
  })

  test('has no inline script or style and loads and posts to nothing but its own origin', () => {
    expect(html).not.toMatch(/ style=|<style|javascript:|\son[a-z]+=/i)
    for (const [, content] of html.matchAll(/<script[^>]*>([^<]*)<\/script>/g)) expect(content).toBe('')
    for (const [, address] of html.matchAll(
      /<(?:link|script|img|form)\b[^>]*?(?:src|href|action)="([^"]*)"/g,
    )) {
      expect(address).toMatch(/^(\/(?!\/)|data:image\/)/)
    }
  })

  test('keeps a hostile account name inert', () => {
    expect(html).not.toContain('<x>')
    expect(html).not.toContain('O"Brien')
    if (!['enterCode', 'unknownOrExpired'].includes(name)) {
      expect(html).toContain('<bdi>O&quot;Brien; &lt;x&gt;&amp;</bdi>')
    }
  })

  test('has one heading, labels for its fields, and forms that post', () => {
    expect(html.match(/<h1>/g)).toHaveLength(1)
    for (const [form] of html.matchAll(/<form[^>]*>/g)) expect(form).toContain('method="post"')
    for (const [, id] of html.matchAll(/<input id="([^"]+)"/g)) expect(html).toContain(`<label for="${id}">`)
  })
})

test('pages, stylesheet, script and a real QR stay under 60 kB together', async () => {
  const assets = Object.values(landingAssets).map(
    ({ fileName }) => readFileSync(new URL(fileName, import.meta.url)).length,
  )
  const qrDataUri = await qrSvgDataUri(ticketUrl)
  const largest = Math.max(
    ...pages.map(({ html }) => Buffer.byteLength(html)),
    ...languageCodes.map((language) => Buffer.byteLength(ready({ ...linphonePage(language), qrDataUri }))),
  )
  expect(assets.reduce((sum, size) => sum + size, largest)).toBeLessThan(60_000)
})

describe('before the PIN', () => {
  test('the page asks for digits only, names nobody, and names the host of the service', () => {
    const html = askPin(pinPage('en'))
    expect(html).toContain('<h1>Hello</h1>')
    expect(html).toMatch(/inputMode="numeric"|inputmode="numeric"/)
    expect(html).toMatch(/autocomplete="one-time-code"/i)
    expect(html).toContain('pattern="[0-9]{4,20}"')
    expect(html).toContain('This page belongs to rollcall.example.com.')
    expect(html).toContain('<input type="hidden" name="nonce" value="nonce-1"/>')
  })

  test('a wrong PIN says how many tries are left and keeps the chosen app', () => {
    const html = askPin({ ...pinPage('en'), error: 'wrong', attemptsLeft: 1, chosen: 'generic' })
    expect(html).toContain('That PIN is not right. One try is left.')
    expect(checkedKinds(html)).toEqual(['generic'])
    expect(html).toContain('<details open="">')
  })

  test('a malformed PIN says that it did not count', () => {
    expect(askPin({ ...pinPage('en'), error: 'malformed' })).toContain('This did not count as a try.')
  })

  test('with a PIN the first app for the platform is preselected and the others are folded', () => {
    const html = askPin(pinPage('en'))
    expect(checkedKinds(html)).toEqual(['linphone'])
    expect(kindsIn(html.slice(0, html.indexOf('<details')))).toEqual(['linphone'])
    expect(kindsIn(html)).toEqual(['linphone', 'microsip', 'baresip', 'generic'])
  })

  test('without a PIN nothing is preselected, not even after an error, so that a mail scanner sets nothing up', () => {
    expect(checkedKinds(chooseApp(pinPage('en') as never))).toEqual([])
    expect(checkedKinds(chooseApp({ ...pinPage('en'), error: 'no-app' }))).toEqual([])
  })

  test('where no app suits the platform, all are shown openly', () => {
    const only = [{ kind: 'generic' as const, label: 'Other client' }]
    expect(askPin({ ...pinPage('en'), offered: only })).not.toContain('<details')
  })

  test('a logo elsewhere is not shown', () => {
    for (const logoUrl of [
      'https://elsewhere.example/x.png',
      '//elsewhere.example/x.png',
      '/\\elsewhere.example',
    ]) {
      expect(askPin({ ...pinPage('en'), logoUrl })).not.toContain('elsewhere')
    }
  })
})

describe('behind the PIN', () => {
  test.each([
    'android',
    'ios',
    'windows',
    'unknown',
  ] as const)('on %s the ticket is nowhere an http link: only behind linphone-config:, so that scanners spend nothing', (platform) => {
    const html = ready({ ...linphonePage('en'), platform })
    expect(html).toContain(`href="linphone-config:${ticketUrl}"`)
    expect(html.replaceAll(`linphone-config:${ticketUrl}`, '')).not.toContain(ticketUrl)
    expect(html.replaceAll(`linphone-config:${ticketUrl}`, '')).not.toMatch(/https?:\/\/rollcall/)
    // Copied by a person, the pieces are the whole address.
    const pieces = /<p class="copy"><span>(.*?)<\/span><span>(.*?)<\/span>/.exec(html)
    expect(`${pieces?.[1]}${pieces?.[2]}`).toBe(ticketUrl)
  })

  test('a phone gets one button and its own store, a computer the QR and all stores', () => {
    const phone = ready({ ...linphonePage('en'), platform: 'ios' })
    const computer = ready({ ...linphonePage('en'), platform: 'mac' })
    expect(phone).toContain('>Open in Linphone</a>')
    expect(phone).not.toContain('<img')
    expect(phone).not.toContain('play.google.com')
    expect(computer).toContain('<details class="qr" open="">')
    expect(computer).toContain('play.google.com')
    expect(computer).toContain('apps.apple.com')
  })

  test('the page waits for the app, with a link for browsers without JavaScript', () => {
    const html = ready(linphonePage('en'))
    expect(html).toContain('data-status-url="/d/token/status"')
    expect(html).toContain(
      '<noscript><a class="button quiet" href="/d/token">I have set it up</a></noscript>',
    )
    expect(html).toContain('Valid until 10:13')
  })

  test('a file is fetched by a form with a nonce, never by a link', () => {
    const html = ready(filePage('en'))
    expect(html).toContain('<form action="/d/token/file" method="post">')
    expect(html).toContain('value="nonce-2"')
    expect(html).not.toContain('href="/d/token/file"')
  })

  test('a page with a file stays where it is, since leaving would cancel a file that is still on its way', () => {
    const html = ready(filePage('en'))
    expect(html).not.toContain('<script')
    expect(html).toContain('<a class="button quiet" href="/d/token">I have set it up</a>')
    expect(html).toContain('Valid until 10:13')
  })

  test('settings to type in are named in the language, with secrets folded away', () => {
    const html = ready({ language: 'de', accountName: hostileName, kind: 'generic', rows: manualRows })
    expect(html).toContain('<caption>Konto</caption>')
    expect(html).toContain('<th scope="row">Benutzername</th><td><code>1001</code></td>')
    expect(html).toContain('<code>TLS</code>')
    expect(html).toContain('<details><summary>Anzeigen</summary><code>&lt;s3cret&gt;&amp;</code></details>')
  })

  test('what was set up is said with its time, beside a button that blocks it', () => {
    const html = done({
      language: 'en',
      kindLabel: 'Linphone',
      at: new Date('2026-03-01T09:03:00Z'),
      timeZone: 'Europe/Berlin',
      blockAction: '/d/token/block',
      nonce: 'nonce-3',
    })
    expect(html).toContain('<h1>Set up on Linphone, 10:03</h1>')
    expect(html).toContain('Not my phone: block it</button>')
  })
})

test('unknown and malformed links have one page, which says nothing about any account', () => {
  expect(notice('unknownOrExpired', { language: 'en' })).not.toContain('class="account"')
})

test('every problem says whom to ask', () => {
  for (const name of [
    'unknownOrExpired',
    'expired',
    'sent',
    'used',
    'locked',
    'noApp',
    'stopped',
    'revoked',
    'notForBrowsers',
  ] as const) {
    expect(landingTexts.en[name].lead).toContain('your administrator')
  }
})

test('every language has every text, and none is empty', () => {
  const keys = textsBelow(landingTexts.en).map(([key]) => key)
  for (const language of languageCodes) {
    const texts = textsBelow(landingTexts[language])
    expect(texts.map(([key]) => key)).toEqual(keys)
    for (const [key, text] of texts) expect(text.trim(), `${language} ${key}`).not.toBe('')
  }
})

function textsBelow(node: object, path = ''): Array<[string, string]> {
  return Object.entries(node).flatMap(([key, value]): Array<[string, string]> => {
    if (typeof value === 'string') return [[`${path}${key}`, value]]
    if (typeof value === 'function') return [[`${path}${key}`, value('one', 'two')]]
    return textsBelow(value, `${path}${key}.`)
  })
}

function kindsIn(html: string): string[] {
  return [...html.matchAll(/name="client"[^>]*value="([a-z]+)"/g)].map(([, kind]) => kind as string)
}

function checkedKinds(html: string): string[] {
  return [...html.matchAll(/<input type="radio"[^>]*>/g)]
    .filter(([input]) => input.includes('checked=""'))
    .flatMap(([input]) => kindsIn(input))
}
