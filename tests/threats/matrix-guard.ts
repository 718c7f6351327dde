import type { AddressInfo } from 'node:net'
import { apiDocument } from '#features/api-document.ts'
import { gatekeeper } from '#features/auth/index.ts'
import { features } from '#features/index.ts'
import { buildServer, Refusal, type Route } from '#platform/http/index.ts'
import type { TestApp } from '#tests/harness/app.ts'

/** Who asks, and of which account. */
export interface Asker {
  accountId: string
  headers: Record<string, string>
}

/** The product's routes behind its guard, with nothing behind them: every cell can be asked without doing anything. */
export interface Guard {
  origin: string
  routes: Route[]
  /** @returns `yes` for who is let in, else the status */
  ask(route: Route, asker: Asker): Promise<string>
  stop(): Promise<void>
}

const letIn = 418
let networks = 1

/** Starts it beside the product, on the same database. */
export async function startGuard({ platform }: TestApp): Promise<Guard> {
  const routes = features.flatMap((feature) => feature.routes(platform))
  const handle = async () => {
    throw new Refusal(letIn, 'test.let-in', 'The guard has let the request in.')
  }
  const server = await buildServer({
    ...platform,
    routes: routes.map((route) => ({ ...route, handle })),
    apiDocument,
    gatekeeper: gatekeeper(platform),
    publicOrigin: () => platform.origins.service,
    trustProxy: true,
    pages: [],
  })
  await server.listen({ host: '127.0.0.1', port: 0 })
  const origin = `http://localhost:${(server.server.address() as AddressInfo).port}`
  return {
    origin,
    routes,
    async ask(route, { accountId, headers }) {
      const path = route.path.replaceAll(/:(\w+)/g, (_whole, name: string) => partOf(name, accountId))
      const { status } = await fetch(`${origin}/api/v1${path}`, {
        method: route.method,
        // Each from a network of its own, so that no limit answers instead of the guard.
        headers: { ...headers, 'x-forwarded-for': `2001:db8:0:${(networks++).toString(16)}::1` },
      })
      // What the shapes refuse comes after the guard: the request has no body.
      if (status === letIn || status === 422) return 'yes'
      return String(status)
    },
    stop: () => server.close(),
  }
}

function partOf(parameter: string, accountId: string): string {
  if (parameter === 'accountId') return accountId
  return parameter.endsWith('Id') ? '0198c0de-1a2b-7c3d-8e4f-5a6b7c8d9e0f' : 'en'
}
