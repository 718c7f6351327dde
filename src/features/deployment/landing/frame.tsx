import type { ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import type { LanguageCode } from '../subscribers/fields.ts'
import { landingAssets } from './assets.ts'
import { landingTexts } from './texts.ts'

/** What surrounds every page. Without an account (unknown links) nothing is said about anybody. */
export interface Frame {
  language: LanguageCode
  accountName?: string
  /** A path of our own, or a PNG as `data:` address; anything else is not shown. */
  logoUrl?: string
}

interface Document extends Frame {
  title: string
  /** Said at the foot, so that people compare it with their address bar before they type a PIN. */
  serviceHost?: string
  script?: boolean
  children: ReactNode
}

/** A whole HTML document, without inline script or style: the content security policy allows none. */
export function documentOf({
  language,
  accountName,
  logoUrl,
  title,
  serviceHost,
  script,
  children,
}: Document): string {
  const markup = renderToStaticMarkup(
    <html lang={language}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex, nofollow" />
        <meta name="referrer" content="no-referrer" />
        <meta name="color-scheme" content="light dark" />
        {/* Phones would turn numbers and codes into links of their own. */}
        <meta name="format-detection" content="telephone=no, email=no, address=no" />
        <title>{title}</title>
        <link rel="stylesheet" href={landingAssets.css.path} />
        {script && <script type="module" src={landingAssets.script.path} />}
      </head>
      <body>
        <main>
          {accountName !== undefined && (
            <p className="account">
              {logoUrl !== undefined && isOurImage(logoUrl) && <img src={logoUrl} alt="" />}
              <bdi>{accountName}</bdi>
            </p>
          )}
          <div className="card">{children}</div>
          {serviceHost !== undefined && (
            <p className="note">{landingTexts[language].addressNote(serviceHost)}</p>
          )}
        </main>
      </body>
    </html>,
  )
  return `<!doctype html>${markup}`
}

/** `//host/…` would be somebody else's server. */
function isOurImage(url: string): boolean {
  return /^\/(?![/\\])/.test(url) || url.startsWith('data:image/png;base64,')
}

/** A form that does one thing when pressed. `nonce` proves that the press came from our page. */
export function ActionForm(props: { action: string; nonce: string; label: string; className?: string }) {
  return (
    <form method="post" action={props.action}>
      <input type="hidden" name="nonce" value={props.nonce} />
      <button type="submit" className={props.className}>
        {props.label}
      </button>
    </form>
  )
}
