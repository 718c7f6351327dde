import { glob, readFile } from 'node:fs/promises'
import ts from 'typescript'

/** Codes in the source: whole ones, and the beginnings of those that are put together (`field.` of `field.${kind}`). */
export interface Codes {
  whole: Set<string>
  beginnings: Set<string>
}

const code = /^[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*$/
const beginning = /^[a-z][a-z0-9-]*\.[a-z0-9-]*$/

/** Reads the codes of refusals, findings and outcomes from the server's source. */
export async function codesInSource(): Promise<Codes> {
  const files: ts.SourceFile[] = []
  for await (const path of glob('src/{platform,features,connectors}/**/*.ts', {
    exclude: ['**/*.test.ts', '**/*.testing.ts', '**/web/**'],
  })) {
    files.push(ts.createSourceFile(path, await readFile(path, 'utf8'), ts.ScriptTarget.Latest, true))
  }
  return codesIn(files)
}

/**
 * A text is a code where it stands for one: as the argument for a parameter called `code` (`new Refusal(409, 'a.b', …)`),
 * as the value of a property called `code`, or as the key of a table `{ 'a.b': [409, 'sentence'] }`.
 */
export function codesIn(files: ts.SourceFile[]): Codes {
  const codes: Codes = { whole: new Set(), beginnings: new Set() }
  const places = new Map<string, number>()
  for (const file of files) visit(file, (node) => noteParameter(node, places))
  for (const file of files) {
    visit(file, (node) => {
      for (const value of valuesFor(node, places)) addTexts(value, codes)
    })
  }
  return codes
}

/** Remembers at which place a function, or the constructor of a class, takes a code. */
function noteParameter(node: ts.Node, places: Map<string, number>): void {
  if (!ts.isParameter(node) || !ts.isIdentifier(node.name) || node.name.text !== 'code') return
  const taker = node.parent
  const named = ts.isConstructorDeclaration(taker) || ts.isArrowFunction(taker) ? taker.parent : taker
  const name = 'name' in named ? (named.name as ts.Node | undefined) : undefined
  if (name && ts.isIdentifier(name)) places.set(name.text, taker.parameters.indexOf(node))
}

function valuesFor(node: ts.Node, places: Map<string, number>): ts.Node[] {
  if ((ts.isCallExpression(node) || ts.isNewExpression(node)) && ts.isIdentifier(node.expression)) {
    const place = places.get(node.expression.text)
    const argument = place === undefined ? undefined : node.arguments?.[place]
    return argument ? [argument] : []
  }
  if (ts.isPropertyAssignment(node) && ts.isArrayLiteralExpression(node.initializer)) {
    const [status] = node.initializer.elements
    return status && ts.isNumericLiteral(status) ? [node.name] : []
  }
  if ((ts.isPropertyAssignment(node) || ts.isPropertyDeclaration(node)) && node.name.getText() === 'code') {
    return node.initializer ? [node.initializer] : []
  }
  return []
}

function addTexts(value: ts.Node, codes: Codes): void {
  visit(value, (node) => {
    if (ts.isStringLiteralLike(node) && code.test(node.text)) codes.whole.add(node.text)
    if (!ts.isTemplateExpression(node) || !beginning.test(node.head.text)) return
    const endings = endingsOf(node)
    for (const ending of endings) codes.whole.add(`${node.head.text}${ending}`)
    if (endings.length === 0) codes.beginnings.add(node.head.text)
  })
}

/** What may follow in `a.b-${because}` where `because` is a parameter of type `'this' | 'that'`; nothing where it is unknown. */
function endingsOf(template: ts.TemplateExpression): string[] {
  const filled = template.templateSpans[0]?.expression
  for (let node: ts.Node = template; filled && node.parent; node = node.parent) {
    if (!ts.isFunctionLike(node)) continue
    const parameter = node.parameters.find(({ name }) => name.getText() === filled.getText())
    if (!parameter?.type || !ts.isUnionTypeNode(parameter.type)) return []
    return parameter.type.types.flatMap((type) =>
      ts.isLiteralTypeNode(type) && ts.isStringLiteral(type.literal) ? [type.literal.text] : [],
    )
  }
  return []
}

function visit(node: ts.Node, see: (node: ts.Node) => void): void {
  see(node)
  node.forEachChild((child) => visit(child, see))
}
