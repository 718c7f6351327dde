import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { HandedLink } from '#features/deployment/deployments/schema.ts'
import type { OwnSubscriber } from '#features/deployment/portal/schema.ts'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { isOnPhone } from '#web/lib/on-phone.ts'
import { makeOwnLink, ownSubscribersQuery } from './api.ts'
import { LinkShown } from './link-shown.tsx'
import { NewlySetUp } from './newly-set-up.tsx'
import { useAllowance } from './use-allowance.ts'

const watchEveryMs = 2_000

/** A link, and the softphones that were there before it. */
interface Made {
  link: HandedLink
  before: Set<string>
}

interface SetUpDialogProps {
  number: OwnSubscriber
  opened: boolean
  onClose: () => void
}

/** *Set up a phone*: says what it does, shows the link, and says what was set up with it. Closed, it knows the link no more. */
export function SetUpDialog({ number, opened, onClose }: SetUpDialogProps): ReactNode {
  const { t } = useTranslation('portal')
  const queries = useQueryClient()
  const [made, setMade] = useState<Made>()
  const { because, needsCode, withProof } = useAllowance(number.setUp)
  // Not kept longer than the dialog is open.
  const making = useMutation({
    mutationFn: () => withProof(makeLink),
    onSuccess: (next) => {
      setMade(next)
      making.reset()
    },
    gcTime: 0,
  })
  useQuery({ ...ownSubscribersQuery, enabled: opened && made !== undefined, refetchInterval: watchEveryMs })

  async function makeLink(): Promise<Made> {
    const known = await queries.fetchQuery({ ...ownSubscribersQuery, staleTime: 0 })
    const before = new Set(known.flatMap(({ clients }) => clients.map(({ id }) => id)))
    return { link: await makeOwnLink(number.id), before }
  }

  function close() {
    making.reset()
    onClose()
  }

  const named = number.directoryNumber
  const added = number.clients.filter(({ id }) => made && !made.before.has(id))
  return (
    <Modal
      opened={opened}
      onClose={close}
      onExitTransitionEnd={() => setMade(undefined)}
      title={named === null ? t('setUp.title') : t('setUp.titleNumber', { number: named })}
    >
      {made ? (
        <NewlySetUp subscriberId={number.id} clients={added} onDone={close}>
          <LinkShown link={made.link} number={number} />
        </NewlySetUp>
      ) : (
        <Stack>
          <Text size="sm">{t('setUp.before')}</Text>
          <Text size="sm">{t('setUp.ends')}</Text>
          {needsCode && <Text size="sm">{t('setUp.proof')}</Text>}
          {/* It may have changed since the dialog was opened. */}
          {because !== undefined && !making.error && (
            <Text size="sm" role="status">
              {because}
            </Text>
          )}
          {making.error && <ProblemAlert problem={making.error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              {t('cancel', { ns: 'common' })}
            </Button>
            <Button data-autofocus loading={making.isPending} onClick={() => making.mutate()}>
              {t(isOnPhone() ? 'setUp.goOn' : 'setUp.make')}
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  )
}
