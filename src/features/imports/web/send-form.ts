import i18next from 'i18next'
import { Problem } from '#web/lib/api/request.ts'

/** How a form on its way is followed, and stopped. */
export interface Sending {
  signal?: AbortSignal | undefined
  /** Told again and again which part has left: 0 to 1. */
  onSent?: (part: number) => void
}

/**
 * Sends a form with a file: `fetch` does not tell how much of it has left. Fields come in their order; those without a value are left out.
 * @throws Problem for whatever is not a success; DOMException `AbortError` when it was stopped
 */
export function sendForm<Answer>(
  path: string,
  fields: Record<string, unknown>,
  { signal, onSent }: Sending,
): Promise<Answer> {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined) form.append(name, value instanceof Blob ? value : String(value))
  }
  const request = new XMLHttpRequest()
  return new Promise<Answer>((resolve, reject) => {
    request.upload.onprogress = ({ loaded, total }) => onSent?.(total > 0 ? loaded / total : 0)
    request.onload = () => {
      const answer = documentOf(request.responseText)
      if (request.status < 300 && answer !== undefined) resolve(answer as Answer)
      else reject(problemOf(request.status, answer))
    }
    request.onerror = () =>
      reject(new Problem(0, { code: 'web.network', detail: i18next.t('problem.network') }))
    request.onabort = () => reject(new DOMException('The upload was stopped.', 'AbortError'))
    signal?.addEventListener('abort', () => request.abort())
    request.open('POST', `/api/v1${path}`)
    request.setRequestHeader('accept', 'application/json')
    request.send(form)
  })
}

function documentOf(text: string): object | undefined {
  try {
    return JSON.parse(text) as object
  } catch {
    return undefined
  }
}

function problemOf(status: number, answer: object | undefined): Problem {
  if (answer && 'code' in answer && 'detail' in answer) {
    return new Problem(status, answer as { code: string; detail: string })
  }
  return new Problem(status, {
    code: 'web.unreadable',
    detail: i18next.t('problem.unreadable', { status }),
  })
}
