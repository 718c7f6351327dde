/**
 * The arrows of docs/architecture.md. Each rule's comment is its reason and is shown with a violation.
 * tests/shape/architecture.test.ts proves that every rule bites.
 */

/** Lower first: a slice knows those before it and none after it. */
const slices = [
  'audit',
  'accounts',
  'operations',
  'users',
  'auth',
  'licences',
  'numbers',
  'telephony',
  'deployment',
  'imports',
  'portal',
  'directory',
]

const tests = String.raw`\.(test|testing)\.tsx?$|/test-ground\.ts$`
const webFolders = '^src/(web|features/.+/web)/'
/** What a slice shows to other slices and to the program. */
const doors = [
  '^src/features/[^/]+/(index|schema)\\.ts$',
  '^src/features/deployment/[^/]+/schema\\.ts$',
  '^src/features/deployment/subscribers/fields\\.ts$',
]
/** What server and browser share: shapes and words, no act. */
const shared = [
  '^src/features/.+[/-](schema|fields|choices|needle)\\.ts$',
  '^src/features/auth/browser-name\\.ts$',
  '^src/platform/http/shapes\\.ts$',
]
const sqlFiles = [
  '(/|-)store\\.ts$',
  '/timeline\\.ts$',
  '^src/platform/(database|queue)/',
  '^src/platform/secrets/sealing\\.ts$',
]
const browserPackages = [
  'react',
  'react-dom',
  'react-i18next',
  'i18next',
  'zod',
  'libphonenumber-js',
  'qrcode',
  '@mantine/[^/]+',
  '@tabler/icons-react',
  '@tanstack/[^/]+',
  '@fontsource-variable/[^/]+',
]

const packages = (names) => `^(node_modules/)?(${names.join('|')})(/|$)`
const typesOnly = ['type-only']

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      comment:
        'Two files that need each other are one file. Types may point both ways: they are gone at run time.',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: typesOnly } },
    },
    {
      name: 'imports-resolve',
      severity: 'error',
      comment: 'This import leads nowhere. Mind the file ending, and that the package is in package.json.',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'platform-knows-nothing-above',
      severity: 'error',
      comment: 'Every slice stands on platform; what it knew of one of them, all others would carry.',
      from: { path: '^src/platform/' },
      to: { path: '^src/(features|connectors|web|cli)/' },
    },
    {
      name: 'connectors-know-no-feature',
      severity: 'error',
      comment:
        'A connector speaks to an outside system in the words of connectors/kit; features decide what to say.',
      from: { path: '^src/connectors/' },
      to: { path: '^src/(features|web|cli)/' },
    },
    {
      name: 'kit-knows-no-connector',
      severity: 'error',
      comment: 'The kit is what all connectors have in common.',
      from: { path: '^src/connectors/kit/' },
      to: { path: '^src/connectors/(?!kit/)' },
    },
    {
      name: 'connectors-stand-alone',
      severity: 'error',
      comment:
        'A connector can be added or removed without the others; what two of them share belongs in the kit.',
      from: { path: '^src/connectors/([^/]+)/' },
      to: { path: '^src/connectors/', pathNot: '^src/connectors/($1|kit)/' },
    },
    {
      name: 'features-reach-connectors-through-the-kit',
      severity: 'error',
      comment:
        'A feature asks for a capability (connectors/kit), so that it works with every PBX. The program wires which one.',
      from: { path: '^src/features/' },
      to: { path: '^src/connectors/(?!kit/)' },
    },
    {
      name: 'slices-have-one-door',
      severity: 'error',
      comment:
        "Import another slice's index.ts (or its schema.ts, the shapes): its other files may change at any time.",
      from: { path: '^src/features/([^/]+)/', pathNot: webFolders },
      to: { path: '^src/features/[^/]+/', pathNot: ['^src/features/$1/', ...doors] },
    },
    {
      name: 'the-program-uses-doors',
      severity: 'error',
      comment:
        "The program and the frame of the UI use a slice's index.ts, and the list in features/index.ts.",
      from: { path: ['^(src/(cli|platform|connectors)|dev)/', '^src/features/[^/]+\\.ts$'], pathNot: tests },
      to: { path: '^src/features/[^/]+/', pathNot: [...doors, '^src/features/[^/]+/feature\\.ts$'] },
    },
    ...slices.slice(0, -1).map((slice, place) => ({
      name: `${slice}-knows-only-lower-slices`,
      severity: 'error',
      comment: `Arrows point down (${slices.join(' → ')}): lower slices tell higher ones by an event.`,
      from: { path: `^src/features/${slice}/` },
      to: { path: `^src/features/(${slices.slice(place + 1).join('|')})/` },
    })),
    {
      name: 'sql-only-in-stores',
      severity: 'error',
      comment: 'Each query is a named function in a store.ts, where one look shows that it names account_id.',
      from: { path: '^(src|dev)/', pathNot: [...sqlFiles, tests] },
      to: { path: packages(['kysely', 'pg']), dependencyTypesNot: typesOnly },
    },
    {
      name: 'one-way-out',
      severity: 'error',
      comment:
        'Requests leave by platform/outbound, which judges where an address leads (threats.md "SSRF").',
      from: {
        path: '^src/',
        // mailer.ts connects to the operator's mail server only. What may be had of node:net, biome.json says.
        pathNot: [tests, '^src/platform/outbound/', '^src/platform/mailer/mailer\\.ts$'],
      },
      to: {
        path: [
          '^(node:)?(http|https|http2|tls|dgram|dns|dns/promises)$',
          packages(['nodemailer', 'undici', 'axios', 'got', 'ws']),
        ],
        dependencyTypesNot: typesOnly,
      },
    },
    {
      name: 'browser-code-imports-shapes-only',
      severity: 'error',
      comment:
        'Pages talk to the server through the API; of its code they share schema.ts, fields.ts, choices.ts, needle.ts, browser-name.ts and shapes.ts.',
      from: { path: webFolders, pathNot: tests },
      to: { path: '^src/', pathNot: [webFolders, ...shared] },
    },
    {
      name: 'shared-shapes-stay-light',
      severity: 'error',
      comment:
        'What the browser gets too may import shapes and packages for browsers, nothing of the server.',
      from: { path: shared },
      to: {
        pathNot: [
          ...shared,
          packages(browserPackages),
          '^src/features/deployment/[^/]+/(schema|fields)\\.ts$',
        ],
        dependencyTypesNot: typesOnly,
      },
    },
    {
      name: 'browser-code-uses-browser-packages',
      severity: 'error',
      comment: 'This package is not made for browsers, or nobody has asked yet what it adds to the download.',
      from: { path: webFolders, pathNot: tests },
      to: { path: '^node_modules/', pathNot: packages(browserPackages) },
    },
    {
      name: 'browser-code-has-no-node',
      severity: 'error',
      comment: 'A browser has no Node.',
      from: { path: webFolders, pathNot: tests },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'only-the-frame-knows-pages',
      severity: 'error',
      comment: 'src/web/app lists the pages of the slices; components and lib serve all of them alike.',
      from: { path: '^src/web/(components|lib)/' },
      to: { path: ['^src/features/.+/web/', '^src/web/app/'] },
    },
    {
      name: 'server-code-has-no-pages',
      severity: 'error',
      comment: 'The browser has a program of its own; the server serves it as files.',
      from: { path: '^src/', pathNot: webFolders },
      to: { path: webFolders },
    },
    {
      name: 'nothing-below-the-program',
      severity: 'error',
      comment: 'src/cli wires everything, so nothing may need it.',
      from: { path: '^src/(?!cli/)', pathNot: tests },
      to: { path: '^src/cli/' },
    },
    {
      name: 'product-without-tests',
      severity: 'error',
      comment:
        "What is delivered may not need what only tests need. The demo is not delivered: its phones are the tests' own.",
      from: { path: '^(src|dev)/', pathNot: [tests, '^dev/demo/'] },
      to: { path: ['^(tests|bench|scripts)/', tests] },
    },
    {
      name: 'only-the-program-makes-data-up',
      severity: 'error',
      comment: 'Commands such as "rollcall seed" bring invented people; what serves real ones knows of none.',
      from: { path: '^src/(?!cli/)', pathNot: tests },
      to: { path: '^dev/' },
    },
    {
      name: 'server-runs-without-dev-packages',
      severity: 'error',
      comment: 'devDependencies are absent in production. Only react-email is bundled (scripts/build.ts).',
      from: { path: '^src/', pathNot: [tests, webFolders] },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: typesOnly, pathNot: packages(['react-email']) },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^dist/', 'schema\\.generated\\.ts$', '^src/web/lib/api/generated/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.css', '.json'],
    },
    moduleSystems: ['es6', 'cjs'],
  },
}
