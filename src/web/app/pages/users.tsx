import { useQuery } from '@tanstack/react-query'
import { type ReactNode, Suspense } from 'react'
import { sessionQuery } from '#features/auth/web/session.ts'
import type { PartsAbove } from '#features/users/web/parts-above.ts'
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

const PersonProducts = lazy(async () => ({
  default: (await import('#features/licences/web/person-products.tsx')).PersonProducts,
}))

const ManageLicences = lazy(async () => ({
  default: (await import('#features/licences/web/manage-licences.tsx')).ManageLicences,
}))

const SmsNumberField = lazy(async () => ({
  default: (await import('#features/numbers/web/sms-number-field.tsx')).SmsNumberField,
}))

const ManageSmsNumbers = lazy(async () => ({
  default: (await import('#features/numbers/web/manage-sms-numbers.tsx')).ManageSmsNumbers,
}))

const NumbersToGive = lazy(async () => ({
  default: (await import('#features/deployment/deployments/web/numbers-to-give.tsx')).NumbersToGive,
}))

const SoftphonesOfPerson = lazy(async () => ({
  default: (await import('#features/deployment/deployments/web/softphones-of-person.tsx')).SoftphonesOfPerson,
}))

const ExportPeople = lazy(async () => ({
  default: (await import('#features/imports/web/export-people.tsx')).ExportPeople,
}))

/** The people of the account in the address. Sign-in, licences, numbers, softphones and files are the matter of slices above theirs. */
export function Users(): ReactNode {
  const { data: session } = useQuery(sessionQuery)
  return <UsersPage viewerId={session?.user.id ?? ''} parts={parts} />
}

const parts: PartsAbove = {
  welcomeOf: (accountId, user) => (
    <Suspense>
      <PersonInvitation key={user.id} accountId={accountId} user={user} />
    </Suspense>
  ),
  signInOf: (accountId, user) => <PersonSignIn key={user.id} accountId={accountId} user={user} />,
  signInDialogOf: (accountId, act, onClose) => (
    <OnceOpened when={act !== undefined}>
      <PeopleActDialog accountId={accountId} request={act} onClose={onClose} />
    </OnceOpened>
  ),
  licencesOf: (accountId, user) => <PersonProducts key={user.id} accountId={accountId} user={user} />,
  smsNumberFieldOf: (accountId, input) => (
    <Suspense>
      <SmsNumberField accountId={accountId} {...input} />
    </Suspense>
  ),
  numbersToGiveOf: (accountId, user) => (
    <Suspense>
      <NumbersToGive key={user.id} accountId={accountId} person={user} />
    </Suspense>
  ),
  softphonesOf: (accountId, user) => <SoftphonesOfPerson accountId={accountId} person={user} />,
  manageLicencesOf: (accountId, chosen) => <ManageLicences accountId={accountId} chosen={chosen} />,
  manageSmsNumbersOf: (accountId, chosen) => <ManageSmsNumbers accountId={accountId} chosen={chosen} />,
  exportOf: (accountId, chosen) => <ExportPeople accountId={accountId} chosen={chosen} />,
}
