import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type ReactNode, useCallback } from 'react'
import { EmailsOfOperation } from '#features/deployment/deployments/web/emails-of-operation.tsx'
import { PrintHandOverList } from '#features/deployment/deployments/web/hand-over-list.tsx'
import { SubscriberLink } from '#features/deployment/subscribers/web/subscriber-name.tsx'
import { operationQuery } from '#features/operations/web/api.ts'
import { OperationPage } from '#features/operations/web/operation-page.tsx'
import { UserLink } from '#features/users/web/user-link.tsx'

const route = getRouteApi('/_signed-in/accounts/$accountId/activity/operations/$operationId')
/** The records of these are people of the account; those of all others are subscribers. */
const kindsOfUsers = [
  'user-deletion',
  'user-update',
  'location-replacement',
  'password-reset',
  'welcome-email',
  'licence-assignment',
  'sms-number-assignment',
]

/** One operation, of whose records operations themselves know nothing. */
export function OneOperation(): ReactNode {
  const { accountId, operationId } = route.useParams()
  const { data: operation } = useQuery(operationQuery(accountId, operationId))
  const ofUsers = operation !== undefined && kindsOfUsers.includes(operation.kind)
  const subjectOf = useCallback(
    (subjectId: string) =>
      ofUsers ? (
        <UserLink accountId={accountId} userId={subjectId} />
      ) : (
        <SubscriberLink accountId={accountId} subscriberId={subjectId} />
      ),
    [accountId, ofUsers],
  )
  return (
    <OperationPage
      subjectOf={subjectOf}
      actionsOf={(shown) => <PrintHandOverList accountId={accountId} operation={shown} />}
      aftermathOf={(shown) => <EmailsOfOperation accountId={accountId} operation={shown} />}
    />
  )
}
