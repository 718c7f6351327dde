// What may stand in the search part of an address. By hand and not by zod: these few lines are part of the first load. A value that is none
// of ours is as good as absent.

/** One of some values. */
export function oneOf<Value extends string>(values: readonly Value[], given: unknown): Value | undefined {
  return values.find((value) => value === given)
}

/** A text that is not empty. */
export function textOf(given: unknown): string | undefined {
  return typeof given === 'string' && given !== '' ? given : undefined
}

/** The id of a record. */
export function idOf(given: unknown): string | undefined {
  return typeof given === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(given)
    ? given
    : undefined
}

/**
 * A path of this site. An address elsewhere would make the sign-in page a springboard: also `//host`, `/\\host`, and both with a tab or line break
 * between, which browsers leave out.
 */
export function ownPathOf(given: unknown): string | undefined {
  return typeof given === 'string' && /^\/(?![/\\])\P{Cc}*$/u.test(given) ? given : undefined
}

/** The keys of an object that names every value of a union once. */
export function keysOf<Key extends string>(each: Record<Key, unknown>): Key[] {
  return Object.keys(each) as Key[]
}
