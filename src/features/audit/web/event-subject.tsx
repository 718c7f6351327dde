import type { ReactNode } from 'react'
import { TextLink } from '#web/components/links.tsx'
import type { AuditEvent } from '../schema.ts'

interface EventSubjectProps {
  accountId: string
  event: Pick<AuditEvent, 'action' | 'subjectKind' | 'subjectId'>
  /** The event in a sentence. */
  children: ReactNode
}

/** The sentence of an event as a link to the record it speaks of, where that has a page and is not known to be gone. */
export function EventSubject({ accountId, event, children }: EventSubjectProps): ReactNode {
  const { action, subjectKind, subjectId } = event
  if (subjectId === null || action.endsWith('.deleted')) return children
  switch (subjectKind) {
    case 'subscriber':
      return (
        <TextLink
          inherit
          to="/accounts/$accountId/deployment/subscribers"
          params={{ accountId }}
          search={{ open: subjectId, tab: 'timeline' }}
        >
          {children}
        </TextLink>
      )
    case 'user':
      return (
        <TextLink inherit to="/accounts/$accountId/users" params={{ accountId }} search={{ open: subjectId }}>
          {children}
        </TextLink>
      )
    case 'profile':
      return (
        <TextLink
          inherit
          to="/accounts/$accountId/deployment/profiles"
          params={{ accountId }}
          search={{ open: subjectId }}
        >
          {children}
        </TextLink>
      )
    case 'location':
      return (
        <TextLink
          inherit
          to="/accounts/$accountId/locations"
          params={{ accountId }}
          search={{ open: subjectId }}
        >
          {children}
        </TextLink>
      )
    case 'operation':
      return (
        <TextLink
          inherit
          to="/accounts/$accountId/activity/operations/$operationId"
          params={{ accountId, operationId: subjectId }}
        >
          {children}
        </TextLink>
      )
    case 'import':
      return (
        <TextLink
          inherit
          to="/accounts/$accountId/deployment/import/$importId"
          params={{ accountId, importId: subjectId }}
        >
          {children}
        </TextLink>
      )
    case 'user-import':
      return (
        <TextLink
          inherit
          to="/accounts/$accountId/users/import/$importId"
          params={{ accountId, importId: subjectId }}
        >
          {children}
        </TextLink>
      )
    default:
      return children
  }
}
