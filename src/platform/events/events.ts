import { readAtOnce, type Tx } from '../database/index.ts'

/**
 * What a lower slice tells the higher ones. Slices add their events by declaration merging:
 * `declare module '#platform/events/events.ts' { interface Events { 'subscriber.deleted': { … } } }`.
 */
// biome-ignore lint/suspicious/noEmptyInterface: slices fill it by declaration merging.
export interface Events {}

export type Hearer<Name extends keyof Events> = (tx: Tx, event: Events[Name]) => Promise<void>
export type Hears = { [Name in keyof Events]?: Hearer<Name> }

/** Carries events from lower slices to higher ones, inside the transaction in which they happen. */
export interface EventBus {
  /** Tells every hearer, one after the other; a hearer that throws undoes the act. */
  tell<Name extends keyof Events>(tx: Tx, name: Name, event: Events[Name]): Promise<void>
  /** The same, of what each hearer only adds to: all at once. */
  ask<Name extends keyof Events>(tx: Tx, name: Name, event: Events[Name]): Promise<void>
}

/** Builds the bus from what the slices declare in their `feature.ts`. */
export function createEventBus(hears: Hears[]): EventBus {
  const hearersOf = <Name extends keyof Events>(name: Name) =>
    hears.map((slice) => slice[name] as Hearer<Name> | undefined).filter((hearer) => hearer !== undefined)
  return {
    async tell(tx, name, event) {
      for (const hearer of hearersOf(name)) await hearer(tx, event)
    },
    async ask(tx, name, event) {
      await readAtOnce(hearersOf(name).map((hearer) => hearer(tx, event)))
    },
  }
}
