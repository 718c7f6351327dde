import { timeOfDay } from '#platform/mailer/layout/times.ts'
import { ActionForm, documentOf, type Frame } from './frame.tsx'
import { landingTexts } from './texts.ts'

export interface Done extends Frame {
  /** Name of the app, for example `Linphone`. */
  kindLabel: string
  at: Date
  timeZone: string
  blockAction: string
  nonce: string
}

/** What was set up and when, with a button for whoever did not do it. Also where *Not me* of the mail leads. */
export function done(page: Done): string {
  const texts = landingTexts[page.language].done
  const title = texts.title(page.kindLabel, timeOfDay(page.at, page.language, page.timeZone))
  return documentOf({
    ...page,
    title,
    children: (
      <>
        <h1>{title}</h1>
        <p>{texts.lead}</p>
        <p className="hint">{texts.notMine}</p>
        <ActionForm action={page.blockAction} nonce={page.nonce} label={texts.block} className="danger" />
      </>
    ),
  })
}

/** A page that only says something. `unknownOrExpired` is one page for unknown and malformed links. */
export type NoticeName =
  | 'blocked'
  | 'unknownOrExpired'
  | 'sent'
  | 'used'
  | 'locked'
  | 'noApp'
  | 'stopped'
  | 'revoked'
  | 'notForBrowsers'

/** A plain sentence and whom to ask. Give no account where the link is not known to be somebody's. */
export function notice(name: NoticeName, frame: Frame): string {
  const { title, lead } = landingTexts[frame.language][name]
  return documentOf({
    ...frame,
    title,
    children: (
      <>
        <h1>{title}</h1>
        <p>{lead}</p>
      </>
    ),
  })
}

/** An expired link, with a button that asks for a new one. Whatever comes of it, the answer is `notice('sent')`. */
export function expired(page: Frame & { askAnewAction: string; nonce: string }): string {
  const { title, lead, press } = landingTexts[page.language].expired
  return documentOf({
    ...page,
    title,
    children: (
      <>
        <h1>{title}</h1>
        <p>{lead}</p>
        <ActionForm action={page.askAnewAction} nonce={page.nonce} label={press} />
      </>
    ),
  })
}
