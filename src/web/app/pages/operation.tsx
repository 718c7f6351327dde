import { getRouteApi } from '@tanstack/react-router'
import { type ReactNode, useCallback } from 'react'
import { EmailsOfOperation } from '#features/deployment/deployments/web/emails-of-operation.tsx'
import { PrintHandOverList } from '#features/deployment/deployments/web/hand-over-list.tsx'
import { SubscriberLink } from '#features/deployment/subscribers/web/subscriber-name.tsx'
import { OperationPage } from '#features/operations/web/operation-page.tsx'

const route = getRouteApi('/_signed-in/accounts/$accountId/activity/operations/$operationId')

/** One operation. Its records are subscribers, of which operations themselves know nothing. */
export function OneOperation(): ReactNode {
  const { accountId } = route.useParams()
  const subjectOf = useCallback(
    (subjectId: string) => <SubscriberLink accountId={accountId} subscriberId={subjectId} />,
    [accountId],
  )
  return (
    <OperationPage
      subjectOf={subjectOf}
      actionsOf={(operation) => <PrintHandOverList accountId={accountId} operation={operation} />}
      aftermathOf={(operation) => <EmailsOfOperation accountId={accountId} operation={operation} />}
    />
  )
}
