import { Refusal } from '#platform/http/index.ts'
import { redactText } from '#platform/log/redact.ts'

/** What went wrong on our side, as somebody may read it at an operation or at one of its records. */
export function fault(error: unknown): Refusal {
  const message = redactText(String((error as Error).message))
  return new Refusal(500, 'operations.fault', `Something went wrong on our side: ${message}`)
}
