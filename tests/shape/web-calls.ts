import { glob, readFile } from 'node:fs/promises'
import { dirname, normalize } from 'node:path'
import ts from 'typescript'

/** An address that the web UI asks for; `*` stands for what is put in when it is called. */
interface WebCall {
  method: string
  path: string
  file: string
}

/** Where a call names its address, and by which method it asks. */
const verbs: Record<string, [method: string, argument: number]> = {
  get: ['GET', 0],
  post: ['POST', 0],
  put: ['PUT', 0],
  patch: ['PATCH', 0],
  delete: ['DELETE', 0],
  file: ['POST', 0],
}
const askers: Record<string, [method: string, argument: number]> = {
  pagesQuery: ['GET', 1],
  allItems: ['GET', 0],
  sendForm: ['POST', 0],
}

type Source = Map<string, ts.SourceFile>

/**
 * Reads the addresses of the API in the web's source: calls of `api.get` and its like, and of the functions that ask for lists and send forms. Addresses
 * that are put together by functions (`subscriberPath(accountId)`) are followed to them.
 */
export async function webCalls(): Promise<WebCall[]> {
  const source: Source = new Map()
  for await (const path of glob('src/**/web/**/*.{ts,tsx}', { exclude: ['**/*.test.*'] }))
    add(source, path, await readFile(path, 'utf8'))
  for await (const path of glob('src/web/**/*.{ts,tsx}', { exclude: ['**/*.test.*'] }))
    add(source, path, await readFile(path, 'utf8'))
  return callsIn(source)
}

/** The same of files given by their names. */
export function callsOf(files: Record<string, string>): WebCall[] {
  const source: Source = new Map()
  for (const [path, text] of Object.entries(files)) add(source, path, text)
  return callsIn(source)
}

function add(source: Source, path: string, text: string): void {
  source.set(path, ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true))
}

function callsIn(source: Source): WebCall[] {
  const calls: WebCall[] = []
  for (const [file, tree] of source) {
    visit(tree, (node) => {
      if (!ts.isCallExpression(node)) return
      const [method, place] = askedBy(node.expression) ?? []
      const address = place === undefined ? undefined : node.arguments[place]
      if (method === undefined || address === undefined) return
      const path = pathOf(address, source).replace(/\?.*/, '')
      // A function that is given the whole address: its callers are looked at instead.
      if (path !== '*') calls.push({ method, path, file })
    })
  }
  return calls
}

function askedBy(called: ts.Expression): [string, number] | undefined {
  if (ts.isIdentifier(called)) return askers[called.text]
  const isApi = ts.isPropertyAccessExpression(called) && called.expression.getText() === 'api'
  return isApi ? verbs[called.name.text] : undefined
}

/** What an expression says of an address; `*` for what it does not say. */
function pathOf(given: ts.Expression, source: Source): string {
  if (ts.isStringLiteralLike(given)) return given.text
  if (ts.isTemplateExpression(given)) {
    const spans = given.templateSpans.map((span) => pathOf(span.expression, source) + span.literal.text)
    return given.head.text + spans.join('')
  }
  if (ts.isCallExpression(given) && ts.isIdentifier(given.expression)) {
    const made = declarationOf(given.expression, source)
    return made && ts.isArrowFunction(made) && !ts.isBlock(made.body) ? pathOf(made.body, source) : '*'
  }
  if (!ts.isIdentifier(given)) return '*'
  const value = declarationOf(given, source)
  return value && !ts.isArrowFunction(value) ? pathOf(value, source) : '*'
}

/** What a name stands for: a constant around it, or one of the file that it is imported from. */
function declarationOf(name: ts.Identifier, source: Source): ts.Expression | undefined {
  const file = name.getSourceFile()
  for (let around: ts.Node = name.parent; around; around = around.parent) {
    const found = constantIn(around, name.text)
    if (found) return found
  }
  for (const statement of file.statements) {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue
    const bindings = statement.importClause?.namedBindings
    if (!bindings || !ts.isNamedImports(bindings)) continue
    if (!bindings.elements.some((element) => element.name.text === name.text)) continue
    const from = statement.moduleSpecifier.text
    const path = from.startsWith('#')
      ? from.replace(/^#/, 'src/')
      : normalize(`${dirname(file.fileName)}/${from}`)
    const other = source.get(path)
    return other && constantIn(other, name.text)
  }
  return undefined
}

function constantIn(around: ts.Node, name: string): ts.Expression | undefined {
  if (!ts.isSourceFile(around) && !ts.isBlock(around)) return undefined
  for (const statement of around.statements) {
    if (!ts.isVariableStatement(statement)) continue
    const found = statement.declarationList.declarations.find((each) => each.name.getText() === name)
    if (found?.initializer) return found.initializer
  }
  return undefined
}

function visit(node: ts.Node, see: (node: ts.Node) => void): void {
  see(node)
  node.forEachChild((child) => visit(child, see))
}
