import { NativeSelect } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { languages } from '#features/accounts/choices.ts'
import { speak } from '#web/lib/i18n/speech.ts'
import { languageNames } from '#web/lib/i18n/translation.ts'
import type { OwnDetails } from '../schema.ts'
import { changeOwnDetails, ownDetailsQuery } from './api.ts'

/** In which language Rollcall speaks and writes to whoever is signed in. Kept as soon as it is chosen. */
export function LanguageChoice({ own }: { own: OwnDetails }): ReactNode {
  const { t, i18n } = useTranslation('portal')
  const queries = useQueryClient()
  const choosing = useMutation({
    mutationFn: changeOwnDetails,
    onSuccess: async (saved) => {
      queries.setQueryData(ownDetailsQuery.queryKey, saved)
      await speak(saved.language ?? saved.account.language)
      notifications.show({ color: 'teal', message: i18n.t('portal:details.saved') })
    },
  })
  const chosen = choosing.isPending ? choosing.variables.language : own.language
  return (
    <NativeSelect
      aria-label={t('details.language')}
      description={t('details.languageHelp')}
      maw={360}
      value={chosen ?? ''}
      // Each in its own language: whoever cannot read the others finds theirs.
      data={[
        { value: '', label: t('details.ofAccount', { language: languageNames[own.account.language] }) },
        ...languages.map((value) => ({ value, label: languageNames[value] })),
      ]}
      error={choosing.error?.message}
      onChange={({ currentTarget: { value } }) =>
        choosing.mutate({ language: languages.find((each) => each === value) ?? null })
      }
    />
  )
}
