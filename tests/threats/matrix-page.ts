import type { Permission, Route } from '#platform/http/index.ts'
import { headings } from './matrix-columns.ts'

/** What a route answers to whom. */
export interface Row {
  route: Route
  cells: Map<string, string>
}

/** The page for whoever reviews who may what: the permissions, then every route asked by everybody. */
export function authorisationPage(rows: Row[], permissions: readonly Permission[]): string {
  return `# Who may what

Written by \`npx vitest run --project api tests/threats/matrix.test.ts -u\`, which asks every route of the API as each of the people and keys below.
The test fails when an answer is another. A change of this page is a change of what somebody may do: review it as such.

## Permissions

A role holds permissions; a route needs one. *Keys* says whether an API key can be given it as a scope; whatever it is given, it makes, changes and
deletes no admin.

${table(
  [
    'permission',
    'what it allows',
    'account admin',
    'partner admin',
    'partner, account deactivated',
    'everybody of the account',
    'keys',
  ],
  [...permissions]
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .map(({ name, allows, heldBy, forKeys }) => [
      `\`${name}\``,
      allows,
      ...(['account-admin', 'partner-admin', 'partner-of-deactivated', 'account-user'] as const).map(
        (role) => (heldBy.includes(role) ? 'yes' : ''),
      ),
      forKeys ? 'yes' : '',
    ]),
)}

## Who asks

${Object.entries(headings)
  .map(([name, who]) => `- **${name}**: ${who}`)
  .join('\n')}

## Routes

\`yes\`: let in. 401: nobody is known by that. 403: known, and may not. 404: there is no such account for them. 409: the account is
deactivated. *Step-up*: the password or second factor must have been given within five minutes; *some*: for some acts of the route.

${[...Map.groupBy(rows, ({ route }) => route.tag)].map(sectionOf).join('\n\n')}
`
}

function sectionOf([tag, rows]: [string, Row[]]): string {
  const names = Object.keys(headings)
  const lines = rows.map(({ route, cells }) => [
    `\`${route.method} ${route.path}\``,
    typeof route.may === 'string' ? `*${route.may}*` : `\`${route.may.name}\``,
    stepUpOf(route),
    ...names.map((name) => cells.get(name) ?? ''),
  ])
  return `### ${tag}\n\n${table(['route', 'needs', 'step-up', ...names], lines)}`
}

function stepUpOf(route: Route): string {
  if (!('stepUp' in route) || !route.stepUp) return ''
  return route.stepUp === true ? 'yes' : 'some'
}

function table(head: readonly string[], rows: readonly string[][]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}
