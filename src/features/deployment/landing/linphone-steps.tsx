import { isPhone, type Platform } from './platform.ts'
import type { LandingTexts } from './texts.ts'

/** Where Linphone is to be had. */
export interface StoreLinks {
  android: string
  ios: string
  computer: string
}

export const linphoneStoreLinks: StoreLinks = {
  android: 'https://play.google.com/store/apps/details?id=org.linphone',
  ios: 'https://apps.apple.com/app/linphone/id360065638',
  computer: 'https://www.linphone.org/',
}

interface Steps {
  texts: LandingTexts
  platform: Platform
  ticketUrl: string
  qrDataUri: string
  storeLinks: StoreLinks
}

/** On a phone one button; elsewhere the QR first, because the phone that scans it is in the other hand. */
export function LinphoneSteps(steps: Steps) {
  const texts = steps.texts.linphone
  const configLink = `linphone-config:${steps.ticketUrl}`
  if (isPhone(steps.platform)) {
    return (
      <>
        <p>{texts.onPhone}</p>
        <a className="button" href={configLink}>
          {texts.open}
        </a>
        <Stores {...steps} stores={[steps.platform === 'ios' ? 'ios' : 'android']} />
        <AddressByHand {...steps} />
      </>
    )
  }
  return (
    <>
      <h2>{texts.scan}</h2>
      <p>{texts.scanHow}</p>
      <details className="qr" open>
        <summary>{texts.qr}</summary>
        <img src={steps.qrDataUri} alt={texts.qr} width="300" height="300" />
      </details>
      <p className="hint">{texts.qrHides}</p>
      <a className="button quiet" href={configLink}>
        {texts.openHere}
      </a>
      <Stores {...steps} stores={['android', 'ios', 'computer']} />
      <AddressByHand {...steps} />
    </>
  )
}

function Stores({ texts, storeLinks, stores }: Steps & { stores: Array<keyof StoreLinks> }) {
  return (
    <div className="stores">
      <p>
        {texts.linphone.notInstalled} {texts.linphone.afterInstalling}
      </p>
      <ul>
        {stores.map((store) => (
          <li key={store}>
            <a href={storeLinks[store]} rel="noreferrer">
              {texts.linphone.stores[store]}
            </a>
          </li>
        ))}
      </ul>
    </div>
  )
}

/**
 * The ticket's address to be copied. Whoever searches the page for addresses, as mail scanners do, must not find and
 * spend it, so the markup breaks it after the scheme; a person selects and copies it whole.
 */
function AddressByHand({ texts, ticketUrl }: Steps) {
  const colon = ticketUrl.indexOf(':') + 1
  return (
    <details>
      <summary>{texts.linphone.byHand}</summary>
      <p>{texts.linphone.byHandHow}</p>
      <p className="copy">
        <span>{ticketUrl.slice(0, colon)}</span>
        <span>{ticketUrl.slice(colon)}</span>
      </p>
    </details>
  )
}
