import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { packageRoot } from '#platform/config/package-root.ts'
import { notFound } from '#platform/http/index.ts'

/**
 * The pages that explain the codes of refusals, under the address in a problem's `type`: `docs/errors/<code>.md` as plain HTML. They are read once,
 * at the start. `folder`: where they lie.
 */
export async function errorPages(
  app: FastifyInstance,
  { folder = join(packageRoot, 'docs', 'errors') }: { folder?: string } = {},
): Promise<void> {
  const pages = await readPages(folder)
  app.get<{ Params: { code: string } }>(
    '/docs/errors/:code',
    { schema: { hide: true } },
    (request, reply) => {
      const { code } = request.params
      // One page explains a family: `field.md` is for `field.invalid-type` too.
      const page = pages.get(code) ?? pages.get(code.split('.')[0] as string)
      if (page === undefined) throw notFound()
      return reply
        .header('content-security-policy', contentSecurityPolicy)
        .header('cache-control', 'public, max-age=3600')
        .type('text/html; charset=utf-8')
        .send(page)
    },
  )
}

async function readPages(folder: string): Promise<Map<string, string>> {
  const names = existsSync(folder) ? await readdir(folder) : []
  const codes = names.filter((name) => /^[a-z].*\.md$/.test(name)).map((name) => name.slice(0, -'.md'.length))
  return new Map(
    await Promise.all(
      codes.map(
        async (code) => [code, pageOf(code, await readFile(join(folder, `${code}.md`), 'utf8'))] as const,
      ),
    ),
  )
}

const style = `:root{color-scheme:light dark;font:1rem/1.6 system-ui,sans-serif}body{max-width:42rem;margin:3rem auto;padding:0 1rem}h1{font-size:1.4rem;overflow-wrap:anywhere}code{font-size:.9em}`

const styleHash = createHash('sha256').update(style).digest('base64')
const contentSecurityPolicy = `default-src 'none'; style-src 'sha256-${styleHash}'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'`

function pageOf(code: string, markdown: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(code)} – Rollcall</title>
<style>${style}</style>
</head>
<body>
<main>
${htmlOf(markdown)}
</main>
</body>
</html>
`
}

/** The Markdown that these pages are written in, and no more: a title, paragraphs, `code`, *emphasis*, **strong emphasis**. */
function htmlOf(markdown: string): string {
  return markdown
    .trim()
    .split(/\n\s*\n/)
    .map((block) =>
      block.startsWith('# ') ? `<h1>${inline(block.slice(2))}</h1>` : `<p>${inline(block)}</p>`,
    )
    .join('\n')
}

function inline(text: string): string {
  // Every second part stands between backticks, where a star is a star.
  return text
    .split('`')
    .map((part, at) => (at % 2 === 1 ? `<code>${escaped(part)}</code>` : emphasised(escaped(part))))
    .join('')
}

function emphasised(html: string): string {
  return html.replace(/\*\*([^*]+)\*\*/g, '<strong>$1</strong>').replace(/\*([^*]+)\*/g, '<em>$1</em>')
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
