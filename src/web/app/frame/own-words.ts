import type { frame } from './en.ts'

/** The words of the frame of whoever administers nothing; the others stand around pages that are English. */
export type OwnFrameWords = Pick<typeof frame, 'skip' | 'home' | 'scheme'> & {
  readonly me: Pick<(typeof frame)['me'], 'open' | 'security' | 'signOut'>
}
