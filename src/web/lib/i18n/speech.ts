import i18next from 'i18next'
import { languages } from '#features/accounts/choices.ts'
import { remember, remembered } from '../remembered.ts'
import type { Language } from './translation.ts'

/** Under which name the choice of somebody who is not signed in is kept in this browser. */
const choice = 'language'

/** Of the person whose link was opened, or what was chosen where nothing is kept: until the tab is left. */
let ofTab: Language | undefined

let speaking: { language: Language; ready: Promise<unknown> } = { language: 'en', ready: Promise.resolve() }

/** Has the pages speak a language from now on, as soon as its words are here. Where they cannot be loaded, the pages go on in English. */
export async function speak(language: Language): Promise<void> {
  if (speaking.language !== language) speaking = { language, ready: i18next.changeLanguage(language) }
  await speaking.ready
}

/** The language before anybody is signed in: what was chosen here, else that of the link, else the first one of the browser that we have. */
export async function speakToVisitor(): Promise<void> {
  await speak(languageOf(remembered<unknown>(choice, undefined)) ?? ofTab ?? languageOfBrowser())
}

/** Somebody chooses on a page before signing in, and finds it so again. */
export async function speakAsChosen(language: Language): Promise<void> {
  ofTab = language
  remember(choice, language)
  await speak(language)
}

/** A link tells whose it is: in their language, unless another one was chosen here. */
export async function speakToInvited(language: Language): Promise<void> {
  ofTab = language
  await speakToVisitor()
}

function languageOfBrowser(): Language {
  const spoken = navigator.languages.map((each) => languageOf(each.split('-')[0]))
  return spoken.find((each) => each !== undefined) ?? 'en'
}

function languageOf(code: unknown): Language | undefined {
  return languages.find((each) => each === code)
}
