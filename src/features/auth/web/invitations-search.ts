import { invitationStates } from '#features/users/choices.ts'
import { oneOf, textOf } from '#web/lib/address.ts'
import type { InvitationState } from '../schema.ts'

/** What of the Invitations page stands in its address. */
export interface InvitationsSearch {
  search?: string | undefined
  /** Only invitations in this state; absent: of everybody who has not registered. */
  state?: InvitationState | undefined
}

/** The states, in the order in which they are offered. */
export const states = [...invitationStates, 'used'] as const

/** Of those who have registered the server counts no more. */
export const acceptedCountMax = 10_000

/** Reads the address. */
export function invitationsSearch(address: Record<string, unknown>): InvitationsSearch {
  return { search: textOf(address.search), state: oneOf(states, address.state) }
}
