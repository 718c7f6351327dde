import { createClient } from '@hey-api/openapi-ts'

/** Generates the TypeScript client of the API (types, one function per route, fetch) into a folder. */
export async function generateClient(input: string, folder: string): Promise<void> {
  await createClient({
    input,
    output: { path: folder, importFileExtension: '.ts' },
    plugins: ['@hey-api/typescript', '@hey-api/sdk', '@hey-api/client-fetch'],
    logs: { level: 'silent' },
  })
}
