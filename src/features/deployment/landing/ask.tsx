import type { ClientKind } from '../configuration/client-format.ts'
import { AppChoice, type OfferedClient, sortedForPlatform } from './app-choice.tsx'
import { documentOf, type Frame } from './frame.tsx'
import type { Platform } from './platform.ts'
import { landingTexts } from './texts.ts'

interface Ask extends Frame {
  serviceHost: string
  formAction: string
  nonce: string
  platform: Platform
  offered: readonly OfferedClient[]
}

export interface AskPin extends Ask {
  /** Tries left before the link locks; said from the first wrong try on. */
  attemptsLeft?: number
  error?: 'wrong' | 'malformed' | 'no-app'
  /** The app chosen with a try that failed. */
  chosen?: ClientKind
}

/** Asks for the PIN and the app. One form: `nonce`, `pin`, `client`. The first app for the platform is preselected. */
export function askPin(ask: AskPin): string {
  const texts = landingTexts[ask.language]
  const { shown } = sortedForPlatform(ask.offered, ask.platform)
  const error = pinError(ask)
  return documentOf({
    ...ask,
    title: texts.hello,
    children: (
      <>
        <h1>{texts.hello}</h1>
        <p>{texts.askPin.lead}</p>
        <form method="post" action={ask.formAction}>
          <input type="hidden" name="nonce" value={ask.nonce} />
          <label htmlFor="pin">{texts.askPin.label}</label>
          {error !== undefined && (
            <p className="error" id="pin-error" role="alert">
              {error}
            </p>
          )}
          <input
            id="pin"
            name="pin"
            type="text"
            inputMode="numeric"
            autoComplete="one-time-code"
            pattern="[0-9]{4,20}"
            minLength={4}
            maxLength={20}
            required
            title={texts.askPin.malformed}
            aria-invalid={error !== undefined}
            aria-describedby={error === undefined ? 'pin-hint' : 'pin-error pin-hint'}
          />
          <p className="hint" id="pin-hint">
            {texts.askPin.hint}
          </p>
          <AppChoice
            texts={texts}
            offered={ask.offered}
            platform={ask.platform}
            chosen={ask.chosen ?? shown[0]?.kind}
            missing={ask.error === 'no-app'}
          />
          <button type="submit">{texts.chooseApp.press}</button>
        </form>
      </>
    ),
  })
}

function pinError({ language, error, attemptsLeft }: AskPin): string | undefined {
  const texts = landingTexts[language].askPin
  if (error === 'malformed') return texts.malformed
  if (error !== 'wrong') return undefined
  return attemptsLeft === undefined ? texts.wrong : `${texts.wrong} ${texts.attemptsLeft(attemptsLeft)}`
}

export interface ChooseApp extends Ask {
  error?: 'no-app'
}

/**
 * Asks for the app where no PIN is set. One form: `nonce`, `client`. Nothing is preselected, not even after an error: a
 * mail scanner that submits the form as it stands sets nothing up.
 */
export function chooseApp(ask: ChooseApp): string {
  const texts = landingTexts[ask.language]
  return documentOf({
    ...ask,
    title: texts.hello,
    children: (
      <>
        <h1>{texts.hello}</h1>
        <p>{texts.chooseApp.lead}</p>
        <form method="post" action={ask.formAction}>
          <input type="hidden" name="nonce" value={ask.nonce} />
          <AppChoice
            texts={texts}
            offered={ask.offered}
            platform={ask.platform}
            missing={ask.error === 'no-app'}
          />
          <button type="submit">{texts.chooseApp.press}</button>
        </form>
      </>
    ),
  })
}

/** The page at `/d`, where the authentication code of the mail can be pasted: one field, `code`, posted. */
export function enterCode({
  language,
  formAction,
}: {
  language: Frame['language']
  formAction: string
}): string {
  const texts = landingTexts[language].enterCode
  return documentOf({
    language,
    title: texts.title,
    children: (
      <>
        <h1>{texts.title}</h1>
        <p>{texts.lead}</p>
        <form method="post" action={formAction}>
          <label htmlFor="code">{texts.label}</label>
          <input
            id="code"
            name="code"
            type="text"
            className="code"
            autoComplete="off"
            autoCapitalize="none"
            autoCorrect="off"
            spellCheck={false}
            maxLength={200}
            required
            aria-describedby="code-hint"
          />
          <p className="hint" id="code-hint">
            {texts.hint}
          </p>
          <button type="submit">{texts.press}</button>
        </form>
      </>
    ),
  })
}
