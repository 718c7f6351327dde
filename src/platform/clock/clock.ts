/** Where the program takes the time from; tests move it, nothing else reads `new Date()` for a rule. */
export interface Clock {
  now(): Date
}

/** The machine's clock. */
export const systemClock: Clock = { now: () => new Date() }

/** Adds a span to a moment. */
export function later(moment: Date, span: { hours?: number; minutes?: number; seconds?: number }): Date {
  const seconds = (span.hours ?? 0) * 3600 + (span.minutes ?? 0) * 60 + (span.seconds ?? 0)
  return new Date(moment.getTime() + seconds * 1000)
}
