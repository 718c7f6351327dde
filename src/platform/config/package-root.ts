import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The package's folder, from the sources and from the built program alike: where migrations and static files are found. */
export const packageRoot = findRoot(dirname(fileURLToPath(import.meta.url)))

function findRoot(folder: string): string {
  const manifest = join(folder, 'package.json')
  if (existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).name === 'rollcall') return folder
  if (dirname(folder) === folder) throw new Error('The program stands outside its package. Install it whole.')
  return findRoot(dirname(folder))
}
