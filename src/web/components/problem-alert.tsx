import { Alert, Button, Stack } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { isSignedOut } from '#web/lib/api/request.ts'
import { SignInAgain } from './sign-in-again.tsx'

/** Says in a sentence what went wrong, and offers to try again where that may help. */
export function ProblemAlert({ problem, retry }: { problem: Error; retry?: () => unknown }) {
  const { t } = useTranslation()
  return (
    <Alert
      color="red"
      variant="light"
      role="alert"
      icon={<IconAlertTriangle aria-hidden />}
      title={t('problem.title')}
    >
      <Stack gap="xs" align="flex-start">
        {isSignedOut(problem) ? (
          <SignInAgain />
        ) : (
          <>
            {/* It may quote something long without a space, such as the value of a record. */}
            <span style={{ overflowWrap: 'anywhere' }}>{problem.message}</span>
            {retry && (
              <Button size="xs" variant="default" onClick={() => retry()}>
                {t('tryAgain')}
              </Button>
            )}
          </>
        )}
      </Stack>
    </Alert>
  )
}
