import { Button, Checkbox, Group, List, Stack, Text } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Operation } from '#features/operations/schema.ts'
import { ActionButton } from '#web/components/action-button.tsx'
import { emphasised } from '#web/components/emphasised.tsx'
import { ProblemAlert } from '#web/components/problem-alert.tsx'
import { isTyped, TypedWord } from '#web/components/typed-word.tsx'
import { profilesQuery } from '../../profiles/web/api.ts'
import type { ActRequest } from './act-dialog.tsx'
import { type Act, startAct } from './api.ts'
import { type Forecast, forecastOf, needsClearPasswords } from './forecast.ts'

interface ActConfirmationProps {
  accountId: string
  request: ActRequest
  onCancel: () => void
  onStarted: (operation: Operation) => void
}

/** What an act will do, in words with numbers, and the button that does it. */
export function ActConfirmation({ accountId, request, onCancel, onStarted }: ActConfirmationProps) {
  const { act, selection, subscribers, count } = request
  const { t } = useTranslation(['deployments', 'acts'])
  const [replace, setReplace] = useState(false)
  const [typed, setTyped] = useState('')
  const profiles = useQuery(profilesQuery(accountId))
  const forecast = subscribers && profiles.data && forecastOf(act, subscribers, profiles.data, replace)
  const starting = useMutation({
    mutationFn: () => startAct(accountId, act, selection, act === 'generatePins' ? { replace } : {}),
    onSuccess: onStarted,
  })
  const needsPasswords =
    subscribers !== undefined &&
    profiles.data !== undefined &&
    needsClearPasswords(act, subscribers, profiles.data)
  const nobody = forecast?.reached === 0
  const word = t('typed.delete', { ns: 'common' })

  function whyNot(): string | undefined {
    if (nobody) return t(`act.${act}.nobody`, { count: subscribers?.length ?? 0 })
    if (act !== 'delete') return undefined
    // What is deleted must be what was counted: the server compares.
    if (count === undefined) return t('counting')
    return isTyped(typed, word) ? undefined : t('typed.missing', { ns: 'common', word })
  }

  function start() {
    if (whyNot() === undefined) starting.mutate()
  }

  return (
    <Stack>
      <Sentences
        act={act}
        forecast={forecast}
        count={count}
        replace={replace}
        needsPasswords={needsPasswords}
      />
      {act === 'generatePins' && (
        <Checkbox
          label={t('acts:pins.replace')}
          description={t('acts:pins.replaceHelp')}
          checked={replace}
          onChange={(event) => setReplace(event.currentTarget.checked)}
        />
      )}
      {act === 'delete' && <TypedWord word={word} value={typed} onChange={setTyped} onEnter={start} />}
      {nobody && <Text size="sm">{whyNot()}</Text>}
      {starting.error && <ProblemAlert problem={starting.error} />}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onCancel}>
          {t('cancel', { ns: 'common' })}
        </Button>
        <ActionButton
          data-autofocus={act !== 'delete' || undefined}
          {...(act === 'delete' ? { color: 'red' } : {})}
          loading={starting.isPending}
          because={whyNot()}
          onClick={start}
        >
          {forecast ? t(`act.${act}.submit`, { count: forecast.reached }) : t(`act.${act}.submitAll`)}
        </ActionButton>
      </Group>
    </Stack>
  )
}

interface SentencesProps {
  act: Act
  /** undefined: all that match, of whom the browser knows only how many they are. */
  forecast: Forecast | undefined
  count: number | undefined
  replace: boolean
  needsPasswords: boolean
}

function Sentences({ act, forecast, count, replace, needsPasswords }: SentencesProps) {
  const { t } = useTranslation(['deployments', 'acts'])
  const notes = {
    deploy: [t('acts:note.replaces'), t('acts:note.pinApart')],
    autoDeploy: [t('acts:note.pinApart')],
    force: [t('acts:note.force')],
    synchronise: [],
    generatePins: [t('acts:note.handOver')],
    assignPeople: [t('acts:note.inPortal')],
    delete: [t('acts:note.linksEnd'), t('acts:note.stays')],
  }[act]
  const all = act === 'generatePins' && replace ? t('acts:all.generatePinsReplace') : t(`acts:all.${act}`)
  return (
    <List size="sm" spacing={6}>
      {forecast === undefined && act === 'delete' && count !== undefined && (
        <List.Item>{t('acts:forecast.deleted', { count })}</List.Item>
      )}
      {forecast === undefined && <List.Item>{emphasised(all)}</List.Item>}
      {forecast?.lines.map(({ says, count: some }) => (
        <List.Item key={says}>{emphasised(t(`acts:forecast.${says}`, { count: some }))}</List.Item>
      ))}
      {needsPasswords && <List.Item>{t('acts:note.needsPasswords')}</List.Item>}
      {forecast?.reached !== 0 && notes.map((note) => <List.Item key={note}>{note}</List.Item>)}
    </List>
  )
}
