import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { User } from '#features/users/schema.ts'
import { fullName } from '#features/users/web/person-name.ts'
import { OnceOpened } from '#web/components/once-opened.tsx'
import { lazy } from '#web/lib/lazy.ts'
import type { Subscriber } from '../../subscribers/schema.ts'
import { numberOf, useNumberOfPerson } from './use-number-of-person.ts'

const ConfirmDialog = lazy(async () => ({
  default: (await import('#web/components/confirm-dialog.tsx')).ConfirmDialog,
}))

interface TakeNumberProps {
  accountId: string
  person: User
  subscriber: Subscriber
}

/** Takes a number from the person, who has it no longer in the portal; its softphones go on working. */
export function TakeNumber({ accountId, person, subscriber }: TakeNumberProps) {
  const { t } = useTranslation('softphones')
  const [asking, setAsking] = useState(false)
  const { taking } = useNumberOfPerson(accountId, person)
  const words = { number: numberOf(subscriber), name: fullName(person) }
  return (
    <>
      <Button
        size="compact-sm"
        variant="subtle"
        aria-label={t('ofPerson.takeNamed', words)}
        onClick={() => setAsking(true)}
      >
        {t('ofPerson.take')}
      </Button>
      <OnceOpened when={asking}>
        <ConfirmDialog
          opened={asking}
          title={t('ofPerson.takeTitle', words)}
          submit={t('ofPerson.takeSubmit')}
          act={() => taking.mutateAsync(subscriber)}
          onDone={() => undefined}
          onClose={() => setAsking(false)}
        >
          {t('ofPerson.takeText', words)}
        </ConfirmDialog>
      </OnceOpened>
    </>
  )
}
