import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { User } from '#features/users/schema.ts'
import { usersKey } from '#features/users/web/api.ts'
import { fullName } from '#features/users/web/person-name.ts'
import type { Subscriber } from '../../subscribers/schema.ts'
import { changeSubscriber, subscribersKey } from '../../subscribers/web/api.ts'

/** `1001`, or the name where the record has no number. */
export function numberOf(subscriber: Subscriber): string {
  return subscriber.directoryNumber ?? fullName(subscriber)
}

/** Gives a number to somebody, and takes it from them. What shows either is asked for anew, also after a refusal: then somebody else was first. */
export function useNumberOfPerson(accountId: string, person: User) {
  const { t } = useTranslation('softphones')
  const queries = useQueryClient()
  const change = (userId: string | null) => (subscriber: Subscriber) =>
    changeSubscriber(accountId, subscriber, { userId })
  const toldAs = (words: 'ofPerson.given' | 'ofPerson.wasTaken') => ({
    onSuccess: (saved: Subscriber) =>
      notifications.show({
        color: 'teal',
        message: t(words, { number: numberOf(saved), name: fullName(person) }),
      }),
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: subscribersKey(accountId) }),
        queries.invalidateQueries({ queryKey: usersKey(accountId) }),
      ]),
  })
  return {
    giving: useMutation({ mutationFn: change(person.id), ...toldAs('ofPerson.given') }),
    taking: useMutation({ mutationFn: change(null), ...toldAs('ofPerson.wasTaken') }),
  }
}
