import { glob, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { buildOpenApiDocument } from '#cli/openapi.ts'
import { features } from '#features/index.ts'
import type { Platform } from '#platform/platform.ts'
import { generateClient } from '../../scripts/generate-client.ts'

// Routes are only declared here, never called, so nothing of the platform is touched.
const routes = features.flatMap((feature) =>
  feature.routes({} as Platform).map((route) => ({ feature, route })),
)

test('every route says who may use it: a permission of its slice, whoever is signed in, or anybody because', () => {
  const undeclared = routes.filter(({ feature, route }) => {
    if (route.may === 'signed-in') return false
    if (route.may === 'anybody') return !/^[A-Z].{20,}\.$/.test(route.because)
    return !feature.permissions.includes(route.may)
  })
  expect(undeclared.map(({ route }) => route.operation)).toEqual([])
})

test('every permission is used, has one name and one slice', () => {
  const permissions = features.flatMap((feature) => feature.permissions)
  const names = permissions.map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
  const used = new Set(routes.map(({ route }) => route.may))
  expect(permissions.filter((permission) => !used.has(permission)).map(({ name }) => name)).toEqual([])
})

test('operation ids are unique, and no two routes share method and path', () => {
  const operations = routes.map(({ route }) => route.operation)
  expect(new Set(operations).size).toBe(operations.length)
  expect(operations.filter((operation) => !/^[a-z]+([A-Z][a-z]*)*$/.test(operation))).toEqual([])
  const places = routes.map(({ route }) => `${route.method} ${route.path.replace(/:\w+/g, ':')}`)
  expect(new Set(places).size).toBe(places.length)
})

test('openapi.json is what the server describes (npm run api)', async () => {
  const described = `${JSON.stringify(await buildOpenApiDocument(), null, 2)}\n`
  expect(await readFile('openapi.json', 'utf8')).toBe(described)
})

test('clients/typescript is what the document generates (npm run api)', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-client-'))
  await generateClient('./openapi.json', folder)
  const texts = async (root: string) => {
    const files: Record<string, string> = {}
    for await (const path of glob('**/*.ts', { cwd: root }))
      files[path] = await readFile(join(root, path), 'utf8')
    return files
  }
  const [committed, generated] = [await texts('clients/typescript'), await texts(folder)]
  await rm(folder, { recursive: true })
  expect(Object.keys(generated).length).toBeGreaterThan(5)
  expect(committed).toEqual(generated)
})

test('every section of the document is described, used, and none is missing', async () => {
  const document = (await buildOpenApiDocument()) as {
    tags: Array<{ name: string; description: string }>
    paths: Record<string, Record<string, { tags?: string[]; summary?: string }>>
  }
  const operations = Object.values(document.paths).flatMap((path) => Object.values(path))
  const used = new Set(operations.flatMap(({ tags }) => tags ?? ['none']))
  expect([...used].sort()).toEqual(document.tags.map(({ name }) => name).sort())
  for (const { description } of document.tags) expect(description).toMatch(/^[A-Z].{20,}\.$/)
  expect(operations.filter(({ summary }) => !/^[A-Z].+\.$/.test(summary ?? ''))).toEqual([])
})
