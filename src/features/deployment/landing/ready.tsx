import type { ReactNode } from 'react'
import { timeOfDay } from '#platform/mailer/layout/times.ts'
import type { ManualSetting } from '../configuration/generic.ts'
import { ActionForm, documentOf, type Frame } from './frame.tsx'
import { LinphoneSteps, type StoreLinks } from './linphone-steps.tsx'
import type { Platform } from './platform.ts'
import { SettingsTable } from './settings-table.tsx'
import { type LandingTexts, landingTexts } from './texts.ts'

interface Ticket {
  expiresAt: Date
  timeZone: string
  /** The page that says what was set up. */
  doneUrl: string
}

export interface ReadyLinphone extends Frame, Ticket {
  kind: 'linphone'
  platform: Platform
  /** Answers `{"done": true}` once the app has fetched its configuration; 4xx ends the asking. */
  statusUrl: string
  /** The https address of the ticket. It appears only behind `linphone-config:`, in the QR, and in pieces to be copied. */
  ticketUrl: string
  /** The QR of `ticketUrl` as `data:` address. */
  qrDataUri: string
  storeLinks: StoreLinks
}

export interface ReadyFile extends Frame, Ticket {
  kind: 'microsip' | 'baresip'
  label: string
  fileAction: string
  nonce: string
}

export interface ReadyByHand extends Frame {
  kind: 'generic'
  rows: readonly ManualSetting[]
}

export type Ready = ReadyLinphone | ReadyFile | ReadyByHand

/** The page behind the PIN or the choice: how this one app gets its configuration. */
export function ready(page: Ready): string {
  const texts = landingTexts[page.language]
  switch (page.kind) {
    case 'linphone':
      return ticketPage(page, texts.linphone.title, {
        script: true,
        children: (
          <>
            <LinphoneSteps {...page} texts={texts} />
            <p
              className="waiting"
              role="status"
              hidden
              data-status-url={page.statusUrl}
              data-done-url={page.doneUrl}
            >
              {texts.waiting}
            </p>
            <noscript>
              <Result page={page} texts={texts} />
            </noscript>
          </>
        ),
      })
    case 'microsip':
    case 'baresip':
      return ticketPage(page, texts.file.title(page.label), {
        // It does not leave by itself: that would cancel a file that is still on its way.
        script: false,
        children: (
          <>
            <FileSteps page={page} texts={texts} />
            <Result page={page} texts={texts} />
          </>
        ),
      })
    case 'generic':
      return documentOf({
        ...page,
        title: texts.manual.title,
        children: (
          <>
            <h1>{texts.manual.title}</h1>
            <p>{texts.manual.lead}</p>
            <SettingsTable rows={page.rows} texts={texts} />
          </>
        ),
      })
  }
}

function ticketPage(
  page: ReadyLinphone | ReadyFile,
  title: string,
  { script, children }: { script: boolean; children: ReactNode },
): string {
  const texts = landingTexts[page.language]
  return documentOf({
    ...page,
    title,
    script,
    children: (
      <>
        <h1>{title}</h1>
        {children}
        <p className="hint">{texts.validUntil(timeOfDay(page.expiresAt, page.language, page.timeZone))}</p>
      </>
    ),
  })
}

function Result({ page, texts }: { page: Ticket; texts: LandingTexts }) {
  return (
    <a className="button quiet" href={page.doneUrl}>
      {texts.seeResult}
    </a>
  )
}

function FileSteps({ page, texts }: { page: ReadyFile; texts: LandingTexts }) {
  return (
    <>
      <p>{texts.file.how[page.kind]}</p>
      <ActionForm action={page.fileAction} nonce={page.nonce} label={texts.file.press} />
      <p className="hint">{texts.file.holdsPassword}</p>
    </>
  )
}
