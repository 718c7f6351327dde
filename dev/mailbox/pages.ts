import { type Html, html } from './html.ts'
import { type Mail, recipients, senders } from './mail.ts'

/** How a mail can be looked at. */
export const views = ['html', 'text', 'headers'] as const
export type View = (typeof views)[number]

const viewNames: Record<View, string> = {
  html: 'As its reader sees it',
  text: 'Plain text',
  headers: 'Headers',
}
const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' })
const dayAndClock = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'medium' })

interface Shown {
  mails: readonly Mail[]
  /** Words to narrow the list by; empty shows all. */
  search: string
}

/** The list alone. */
export function listPage(shown: Shown): string {
  const hint = shown.mails.length === 0 ? '' : 'Choose a mail from the list.'
  const mails = html`<main class="mails">${list(shown)}</main>`
  return frame('Mailbox', 'list', html`${mails}<aside class="reading"><p class="hint">${hint}</p></aside>`)
}

/** One mail beside the list. @param view what is asked for; the best there is where it is absent or missing in the mail */
export function mailPage(shown: Shown & { mail: Mail; view: View | undefined }): string {
  const { mail } = shown
  const possible = views.filter((view) => view === 'headers' || mail.content[view] !== undefined)
  const view = shown.view && possible.includes(shown.view) ? shown.view : (possible[0] as View)
  const tabs = possible.map((each) => {
    const here = each === view ? html`aria-current="page"` : undefined
    return html`<a href="${address(mail, shown.search, each)}" ${here}>${viewNames[each]}</a>`
  })
  const subject = mail.content.subject ?? '(no subject)'
  const main = html`<main class="reading">
    <a class="back" href="/${query(shown.search)}">‹ All mails</a>
    <h2>${subject}</h2>
    <dl>
      <div><dt>From</dt><dd>${people(senders(mail))}</dd></div>
      <div><dt>To</dt><dd>${people(recipients(mail))}</dd></div>
      <div><dt>Received</dt><dd><time datetime="${mail.receivedAt.toISOString()}">${dayAndClock.format(mail.receivedAt)}</time></dd></div>
      ${attachments(mail)}
    </dl>
    <nav class="tabs" aria-label="Ways to look at it">${tabs}</nav>
    ${bodyOf(mail, view, subject)}
  </main>`
  return frame(subject, 'mail', html`<nav class="mails" aria-label="Mails">${list(shown, mail)}</nav>${main}`)
}

/** For an address that names no mail. */
export function missingPage(): string {
  const words = html`<h2>There is no such mail</h2><p><a href="/">All mails</a></p>`
  return frame('No such mail', 'mail', html`<main class="reading">${words}</main>`)
}

function frame(title: string, layout: 'list' | 'mail', content: Html): string {
  return html`<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>${title === 'Mailbox' ? title : `${title} · Mailbox`}</title>
  <link rel="icon" href="/mailbox.svg" type="image/svg+xml">
  <link rel="stylesheet" href="/mailbox.css">
  <script src="/mailbox.js" type="module"></script>
</head>
<body class="${layout}">
  <header>
    <h1><a href="/">Mailbox</a></h1>
    <p>Mails that were sent on this machine. None of them leaves it.</p>
  </header>
  ${content}
</body>
</html>`.markup
}

function list({ mails, search }: Shown, open?: Mail): Html {
  const found = mails.filter((mail) => fits(mail, search)).reverse()
  return html`
    <form action="/" role="search">
      <label for="search">Search</label>
      <input id="search" name="search" type="search" value="${search}" placeholder="Name, address or subject">
      <button>Search</button>
    </form>
    <p id="count">${countOf(found.length, search)}</p>
    <p id="news" role="status"></p>
    <ol id="list">${found.map((mail) => row(mail, search, open))}</ol>`
}

function row(mail: Mail, search: string, open: Mail | undefined): Html {
  const here = mail.number === open?.number ? html`aria-current="true"` : undefined
  return html`<li data-mail="${mail.number}"><a href="${address(mail, search)}" ${here}>
    <span class="to">${recipients(mail)
      .map(({ address }) => address)
      .join(', ')}</span>
    <time datetime="${mail.receivedAt.toISOString()}">${clock.format(mail.receivedAt)}</time>
    <span class="subject">${mail.content.subject ?? '(no subject)'}</span>
  </a></li>`
}

function countOf(count: number, search: string): string {
  if (count === 0)
    return search === '' ? 'No mail yet. It appears here by itself.' : 'No mail fits the search.'
  return `${count} ${count === 1 ? 'mail' : 'mails'}${search === '' ? '' : ' found'}, newest first`
}

function bodyOf(mail: Mail, view: View, subject: string): Html {
  if (view === 'html') {
    return html`<iframe src="/mails/${mail.number}/body" title="The mail “${subject}”" sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>`
  }
  if (view === 'text') return html`<pre tabindex="0">${withLinks(mail.content.text ?? '')}</pre>`
  const lines = mail.content.headers.map(
    ({ key, value }) => html`<tr><th scope="row">${key}</th><td>${value}</td></tr>`,
  )
  return html`<div class="headers" tabindex="0" role="region" aria-label="Headers"><table>${lines}</table></div>`
}

function withLinks(text: string): Html[] {
  return text
    .split(/(https?:\/\/\S+)/)
    .map((part, place) =>
      place % 2 === 1 ? html`<a href="${part}" target="_blank" rel="noreferrer">${part}</a>` : html`${part}`,
    )
}

function attachments({ number, content }: Mail): Html | undefined {
  if (content.attachments.length === 0) return undefined
  const links = content.attachments.map(
    ({ filename, mimeType }, place) =>
      html`<a href="/mails/${number}/attachments/${place}" download>${filename ?? mimeType}</a> `,
  )
  return html`<div><dt>Carries</dt><dd>${links}</dd></div>`
}

function people(everybody: Array<{ name: string; address: string }>): string {
  return everybody.map(({ name, address }) => (name === '' ? address : `${name} <${address}>`)).join(', ')
}

function fits(mail: Mail, search: string): boolean {
  const text = `${people(recipients(mail))} ${mail.content.subject ?? ''}`.toLowerCase()
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}

function address(mail: Mail, search: string, view?: View): string {
  return `/mails/${mail.number}${query(search, view)}`
}

function query(search: string, view?: View): string {
  const given = new URLSearchParams({ ...(search === '' ? {} : { search }), ...(view ? { view } : {}) })
  return given.size === 0 ? '' : `?${given}`
}
