import { lazyRouteComponent } from '@tanstack/react-router'
import { loadWords, type Slice } from './language.ts'

/** A page and the words it speaks, both loaded when it is first opened. */
export function page<Module extends object, Name extends keyof Module>(
  words: Slice[],
  load: () => Promise<Module>,
  name: Name,
) {
  return lazyRouteComponent(async () => {
    const [module] = await Promise.all([load(), loadWords(...words)])
    return module
  }, name)
}
