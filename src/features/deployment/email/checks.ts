import type { FieldError } from '#platform/http/index.ts'
import { invalid } from '#platform/http/index.ts'
import { checkBody, checkLinks, checkSubject, type TemplateFault } from '../mails/template.ts'
import type { DeploymentEmailTexts } from './schema.ts'

/** What is wrong with the texts, each fault at its place. */
export function faultsOf(
  { subject, body }: { subject?: string | undefined; body?: string | undefined },
  ownOrigin: string,
): FieldError[] {
  const inSubject = subject === undefined ? [] : [...checkSubject(subject), ...checkLinks(subject, ownOrigin)]
  const inBody = body === undefined ? [] : [...checkBody(body), ...checkLinks(body, ownOrigin)]
  return [...fieldErrors('subject', inSubject), ...fieldErrors('body', inBody)]
}

/** @throws Refusal 422 that names every fault with line and column */
export function assertFit(texts: Partial<DeploymentEmailTexts>, ownOrigin: string): void {
  const faults = faultsOf(texts, ownOrigin)
  if (faults.length > 0) throw invalid(faults)
}

function fieldErrors(path: keyof DeploymentEmailTexts, faults: TemplateFault[]): FieldError[] {
  return faults
    .sort((one, other) => one.index - other.index)
    .map(({ code, line, column, message }) => ({
      path,
      code,
      message: `Line ${line}, column ${column}: ${message}`,
    }))
}
