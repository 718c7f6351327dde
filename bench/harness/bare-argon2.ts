import { verify } from '@node-rs/argon2'
import { startNode } from './program.ts'

/** As many at once as libuv has threads by default. */
const atOnce = 4

/**
 * Verifies a password so often in a process of its own, which does nothing else.
 * @param hash a PHC string, which says what a verification costs
 * @returns verifications a second
 */
export async function verifyBare(password: string, hash: string, count: number): Promise<number> {
  const program = startNode([import.meta.filename], { PASSWORD: password, HASH: hash, COUNT: String(count) })
  if ((await program.ended) !== 0) throw new Error(`The bare verification failed:\n${program.output()}`)
  return Number(program.output())
}

if (import.meta.main) {
  const { PASSWORD = '', HASH = '', COUNT } = process.env
  let left = Number(COUNT)
  const begun = performance.now()
  const verifySome = async () => {
    while (left-- > 0) if (!(await verify(HASH, PASSWORD))) throw new Error('The password is wrong.')
  }
  await Promise.all(Array.from({ length: atOnce }, verifySome))
  console.log((Number(COUNT) / (performance.now() - begun)) * 1_000)
}
