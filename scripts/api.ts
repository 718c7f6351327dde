/**
 * Writes `openapi.json`, the API as the server describes it, and from it the client in `clients/typescript`. Run it
 * after changing a route or a shape; a test compares what is committed with what the server produces.
 */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { bundleProgram } from './build.ts'
import { generateClient } from './generate-client.ts'

process.chdir(join(import.meta.dirname, '..'))
// Bundled first: Node runs no .tsx, and mails are written in it.
const bundle = 'node_modules/.cache/rollcall/openapi.js'
await bundleProgram('src/cli/openapi.ts', bundle)
const { buildOpenApiDocument } = await import(join(process.cwd(), bundle))
await writeFile('openapi.json', `${JSON.stringify(await buildOpenApiDocument(), null, 2)}\n`)
await generateClient('./openapi.json', 'clients/typescript')
