import { parse } from 'node:querystring'

/**
 * Reads what stands behind the `?`. A value that is given several times is a list; `property[]=` says the same as `property=`, because many programs write
 * lists so.
 */
export function readQuery(text: string): Record<string, string | string[] | undefined> {
  const given = parse(text)
  for (const name of Object.keys(given)) {
    if (!name.endsWith('[]')) continue
    const bare = name.slice(0, -2)
    given[bare] = [given[bare] ?? [], given[name] ?? []].flat()
    delete given[name]
  }
  return given
}
