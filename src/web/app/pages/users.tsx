import { useQuery } from '@tanstack/react-query'
import { type ReactNode, Suspense } from 'react'
import { sessionQuery } from '#features/auth/web/session.ts'
import { UsersPage } from '#features/users/web/users-page.tsx'
import { OnceOpened } from '#web/components/once-opened.tsx'
import { lazy } from '#web/lib/lazy.ts'

const PersonInvitation = lazy(async () => ({
  default: (await import('#features/auth/web/person-invitation.tsx')).PersonInvitation,
}))

const PersonSignIn = lazy(async () => ({
  default: (await import('#features/auth/web/person-sign-in.tsx')).PersonSignIn,
}))

const PeopleActDialog = lazy(async () => ({
  default: (await import('#features/auth/web/people-act-dialog.tsx')).PeopleActDialog,
}))

const SoftphonesOfPerson = lazy(async () => ({
  default: (await import('#features/deployment/deployments/web/softphones-of-person.tsx')).SoftphonesOfPerson,
}))

/** The people of the account in the address. How somebody comes to sign in, and their softphones, are the matter of slices above theirs. */
export function Users(): ReactNode {
  const { data: session } = useQuery(sessionQuery)
  return (
    <UsersPage
      viewerId={session?.user.id ?? ''}
      welcomeOf={(accountId, user) => (
        <Suspense>
          <PersonInvitation key={user.id} accountId={accountId} user={user} />
        </Suspense>
      )}
      signInOf={(accountId, user) => <PersonSignIn key={user.id} accountId={accountId} user={user} />}
      signInDialogOf={(accountId, act, onClose) => (
        <OnceOpened when={act !== undefined}>
          <PeopleActDialog accountId={accountId} request={act} onClose={onClose} />
        </OnceOpened>
      )}
      softphonesOf={(accountId, user) => <SoftphonesOfPerson accountId={accountId} userId={user.id} />}
    />
  )
}
