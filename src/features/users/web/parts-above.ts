import { createContext, type ReactNode, use } from 'react'
import type { User } from '../schema.ts'
import type { UserSelection } from './api.ts'
import type { Chosen } from './manage/chosen.ts'

/** What can be done about the way in which many people sign in. */
export interface SignInAct {
  act: 'welcome' | 'reset'
  selection: UserSelection
  /** How many; undefined where they are not counted yet. */
  count: number | undefined
}

/** The field of a form that holds an SMS number. */
export interface SmsNumberInput {
  /** E.164; empty: none. */
  value: string
  onChange: (value: string) => void
  error: ReactNode
}

/** What slices above this one draw on the pages of people: sign-in, licences, numbers, softphones and files are theirs. */
export interface PartsAbove {
  /** How far a person's welcome e-mail is. */
  welcomeOf: (accountId: string, user: User) => ReactNode
  /** How a person signs in, and what can be done about it. */
  signInOf: (accountId: string, user: User) => ReactNode
  /** The dialog of an act on many people's way to sign in (UA-61, UA-62); `act` undefined: it is closed. */
  signInDialogOf: (accountId: string, act: SignInAct | undefined, onClose: () => void) => ReactNode
  /** The products of a person and their licences (UA-7). */
  licencesOf: (accountId: string, user: User) => ReactNode
  /** Numbers that belong to nobody and may be this person's. */
  numbersToGiveOf: (accountId: string, user: User) => ReactNode
  /** The softphones of a person. */
  softphonesOf: (accountId: string, user: User) => ReactNode
  /** Chooses an SMS number among those of the account (UA-12). */
  smsNumberFieldOf: (accountId: string, input: SmsNumberInput) => ReactNode
  /** Gives licences to many people and takes them (UA-70 to UA-72). */
  manageLicencesOf: (accountId: string, chosen: Chosen) => ReactNode
  /** Gives SMS numbers to many people and takes them (UA-73). */
  manageSmsNumbersOf: (accountId: string, chosen: Chosen) => ReactNode
  /** Writes many people into a file. */
  exportOf: (accountId: string, chosen: Chosen) => ReactNode
}

/** Given by the page, because this slice knows none of those above. */
export const PartsOfPeople = createContext<PartsAbove | undefined>(undefined)

/** What slices above draw here. */
export function useParts(): PartsAbove {
  const parts = use(PartsOfPeople)
  if (!parts) throw new Error('The page of people gives no parts.')
  return parts
}
