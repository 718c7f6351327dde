import { generate } from 'otplib'
import type { ApiClient } from './api-client.ts'
import type { TestApp } from './app.ts'

/** An authenticator app in somebody's hands. */
export interface AuthenticatorApp {
  secret: string
  recoveryCodes: string[]
  /** The code of the next 30 seconds, which nobody has used: moves the clock there. */
  nextCode(): Promise<string>
}

/** Sets up a second factor for whoever is signed in. */
export async function aSecondFactor(app: TestApp, client: ApiClient): Promise<AuthenticatorApp> {
  const { secret } = await client.post('/me/second-factor').expect(201)
  const totp = await codeOf(app, secret)
  const { recoveryCodes } = await client.post('/me/second-factor/confirmations', { totp }).expect(201)
  return authenticatorApp(app, secret, recoveryCodes)
}

/** The app that has taken in this secret. */
export function authenticatorApp(app: TestApp, secret: string, recoveryCodes: string[]): AuthenticatorApp {
  return {
    secret,
    recoveryCodes,
    nextCode() {
      app.clock.advance({ seconds: 30 })
      return codeOf(app, secret)
    },
  }
}

/** What an app with this secret shows at the moment, or would with a clock that is ahead by so many seconds. */
export function codeOf(app: TestApp, secret: string, aheadSeconds = 0): Promise<string> {
  return generate({ secret, epoch: Math.floor(app.clock.now().getTime() / 1000) + aheadSeconds })
}
