import { verify } from '@node-rs/argon2'
import { startNode } from './program.ts'

/**
 * Verifies a password so often in a process of its own, which does nothing else.
 * @param hash a PHC string, which says what a verification costs
 * @param atOnce how many at a time; libuv has four threads for them, and the lanes of each are worked on by all cores
 * @returns verifications a second
 */
export async function verifyBare(
  password: string,
  hash: string,
  count: number,
  atOnce: number,
): Promise<number> {
  const program = startNode([import.meta.filename], {
    PASSWORD: password,
    HASH: hash,
    COUNT: String(count),
    AT_ONCE: String(atOnce),
  })
  if ((await program.ended) !== 0) throw new Error(`The bare verification failed:\n${program.output()}`)
  return Number(program.output())
}

if (import.meta.main) {
  const { PASSWORD = '', HASH = '', COUNT, AT_ONCE } = process.env
  let left = Number(COUNT)
  const begun = performance.now()
  const verifySome = async () => {
    while (left-- > 0) if (!(await verify(HASH, PASSWORD))) throw new Error('The password is wrong.')
  }
  await Promise.all(Array.from({ length: Number(AT_ONCE) }, verifySome))
  console.log((Number(COUNT) / (performance.now() - begun)) * 1_000)
}
