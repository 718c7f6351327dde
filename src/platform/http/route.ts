import type { FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { Actor, Caller, Permission, SignedIn } from './caller.ts'

type Shape = z.ZodType | undefined
type Output<S extends Shape> = S extends z.ZodType ? z.output<S> : undefined

/** What a handler is given: everything checked, nothing raw unless it asks. */
export interface Incoming<Params extends Shape, Query extends Shape, Body extends Shape> {
  params: Output<Params>
  query: Output<Query>
  body: Output<Body>
  /** The version in `If-Match`, when the caller wants to be told of a change in between. */
  expectedVersion: number | undefined
  address: string | undefined
  requestId: string
  raw: FastifyRequest
}

export type Outcome = { status: number; body?: unknown; headers?: Record<string, string> }

interface Described<Params extends Shape, Query extends Shape, Body extends Shape> {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below `/api/v1`, with `:names`. */
  path: string
  /** The operation's id in the OpenAPI document and the client: a verb and a noun. */
  operation: string
  summary: string
  tag: string
  params?: Params
  query?: Query
  body?: Body
  /** Every status and body the route can answer besides problems; anything else is a fault of ours. */
  answers: Record<number, z.ZodType | null>
  /** Codes it refuses with beside those that every such route does, by status. */
  refuses?: Record<number, readonly string[]>
  /** It heeds `If-Match`: whoever changes an older version than the present one is refused with 412. */
  versioned?: boolean
  /** The request is a file upload, which the handler reads as a stream: multipart, with the fields of this shape. */
  upload?: z.ZodType
}

/** Called where an act turns out to be delicate. @throws Refusal when the caller's last password or second factor is too long ago, or a machine calls */
export type RequireStepUp = () => void

/** A route inside an account (`/accounts/:accountId/…`): the guard has found the caller and authorised them. */
export interface AccountRoute<
  Params extends Shape = Shape,
  Query extends Shape = Shape,
  Body extends Shape = Shape,
  Heard = undefined,
> extends Described<Params, Query, Body> {
  may: Permission
  /**
   * A delicate act: the caller must have given their password lately. A function says so of the body where only some are delicate; `in-act`: what is
   * stored decides, or who calls, so that the act itself asks by `requireStepUp`.
   */
  stepUp?: boolean | 'in-act' | ((body: Output<Body>) => boolean)
  /** The answer holds a secret, or is sent as it is made: it is never kept, and a repeat under the same key is told only that the act was done. */
  secretAnswer?: boolean
  /**
   * Asks somebody outside, who may take long to answer, before the act: under an `Idempotency-Key` the act is one transaction, which would hold a connection
   * all the while. A repeat asks nobody. What two do at once may ask twice, so that nothing is done here that counts.
   */
  askOutside?(incoming: Incoming<Params, Query, Body> & { actor: Actor }): Promise<Heard>
  /** `heard`: what `askOutside` came back with. */
  handle(
    incoming: Incoming<Params, Query, Body> & { actor: Actor; heard: Heard; requireStepUp: RequireStepUp },
  ): Promise<Outcome>
}

/** A route for anybody who is signed in, about themselves. */
export interface CallerRoute<
  Params extends Shape = Shape,
  Query extends Shape = Shape,
  Body extends Shape = Shape,
> extends Described<Params, Query, Body> {
  may: 'signed-in'
  /** A delicate act: the caller must have given their password or second factor lately. */
  stepUp?: boolean
  handle(
    incoming: Incoming<Params, Query, Body> & { caller: SignedIn; reply: FastifyReply },
  ): Promise<Outcome>
}

/** A route for everybody; says why that is safe. */
export interface PublicRoute<
  Params extends Shape = Shape,
  Query extends Shape = Shape,
  Body extends Shape = Shape,
> extends Described<Params, Query, Body> {
  may: 'anybody'
  because: string
  handle(
    incoming: Incoming<Params, Query, Body> & { reply: FastifyReply; caller: Caller | undefined },
  ): Promise<Outcome>
}

export type Route = AccountRoute | CallerRoute | PublicRoute

/** Declares a route inside an account. */
export function accountRoute<
  P extends Shape = undefined,
  Q extends Shape = undefined,
  B extends Shape = undefined,
  Heard = undefined,
>(route: AccountRoute<P, Q, B, Heard>): Route {
  return route as unknown as Route
}

/** Declares a route for whoever is signed in. */
export function callerRoute<
  P extends Shape = undefined,
  Q extends Shape = undefined,
  B extends Shape = undefined,
>(route: Omit<CallerRoute<P, Q, B>, 'may'>): Route {
  return { ...route, may: 'signed-in' } as unknown as Route
}

/** Declares a route for everybody. */
export function publicRoute<
  P extends Shape = undefined,
  Q extends Shape = undefined,
  B extends Shape = undefined,
>(route: Omit<PublicRoute<P, Q, B>, 'may'>): Route {
  return { ...route, may: 'anybody' } as unknown as Route
}

/** 200 with a body. */
export const ok = (body: unknown, headers?: Record<string, string>): Outcome => ({
  status: 200,
  body,
  headers,
})

/** 201 with the thing made. */
export const created = (body: unknown, headers?: Record<string, string>): Outcome => ({
  status: 201,
  body,
  headers,
})

/** 202: accepted, an operation does it. */
export const accepted = (body: unknown): Outcome => ({ status: 202, body })

/** 204. */
export const nothing = (): Outcome => ({ status: 204 })

/** The version of a record as an ETag. */
export const versionTag = (version: number): Record<string, string> => ({ etag: `"${version}"` })
