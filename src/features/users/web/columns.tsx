import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { locationsQuery } from '#features/accounts/locations/web/api.ts'
import type { GridColumn } from '#web/components/data-grid/columns.ts'
import { Marked } from '#web/components/marked.tsx'
import { PhoneNumber } from '#web/components/phone-number.tsx'
import { Time } from '#web/components/time.tsx'
import { withNumbersJoined } from '../needle.ts'
import type { User } from '../schema.ts'
import { useLastChange } from './last-change.ts'
import { UserStatus } from './user-status.tsx'

/** Columns that somebody has to ask for (UA-90). */
export const hiddenAtFirst = ['smsNumber', 'origin', 'contactCenter']

interface ColumnsOf {
  accountId: string
  /** A partner's own account has no client deployment, no licences and no Mitel CX (UA-5). */
  isPartner: boolean
  search: string | undefined
}

/**
 * The columns of the people of an account (UA-2). The last name comes first, because the first column stays in view and names the row. What
 * UA-2 names stands beside the open menu on a screen of 1440 px; the rest is a scroll away.
 */
export function useUserColumns({ accountId, isPartner, search }: ColumnsOf): GridColumn<User>[] {
  const { t, i18n } = useTranslation('users')
  const { data: locations } = useQuery(locationsQuery(accountId))
  return useMemo(() => {
    const places = new Map(locations?.map(({ id, name }) => [id, name]))
    const column = (id: keyof typeof widths, cell: GridColumn<User>['cell'], sort?: string) => ({
      id,
      header: t(`column.${id}`),
      width: widths[id],
      cell,
      ...(sort === undefined ? {} : { sort }),
    })
    const needle = search && withNumbersJoined(search)
    const marked = (text: string | null) => text && <Marked text={text} search={needle} />
    const number = (digits: string | null) => <PhoneNumber number={digits} search={needle} />
    const always: GridColumn<User>[] = [
      column('lastName', ({ lastName }) => marked(lastName), 'lastName'),
      column('firstName', ({ firstName }) => marked(firstName), 'firstName'),
      column('email', ({ email }) => marked(email), 'email'),
      column('extension', ({ extension }) => marked(extension), 'extension'),
      column('status', (user) => <UserStatus {...user} />, 'status'),
      column('role', ({ role }) => t(`role.${role}`), 'role'),
      column('location', ({ locationId }) => locationId && (places.get(locationId) ?? '…'), 'location'),
      column('lastModified', (user) => <LastModified user={user} />, 'lastModifiedAt'),
      column('mobile', ({ mobile }) => number(mobile), 'mobile'),
      {
        ...column(
          'lastSignIn',
          ({ lastSignInAt }) => <Time at={lastSignInAt} fallback={t('never', { ns: 'common' })} />,
          'lastSignInAt',
        ),
        hint: t('hint.lastSignIn'),
      },
      column('smsNumber', ({ smsNumber }) => number(smsNumber), 'smsNumber'),
      column('origin', ({ origin }) => t(`origin.${origin}`), 'origin'),
    ]
    if (isPartner) return always
    const licences = column('licences', ({ licences: held }) =>
      held.map((product) => t(`product.${product}`)).join(', '),
    )
    const ofCustomers: GridColumn<User>[] = [
      {
        ...column('clientsDeployed', ({ clientsDeployed }) => clientsDeployed.toLocaleString(i18n.language)),
        hint: t('hint.clientsDeployed'),
        align: 'end',
      },
      {
        ...column('contactCenter', ({ contactCenter }) => contactCenter),
        chosenAs: t('column.contactCenterLong'),
        hint: t('hint.contactCenter'),
      },
    ]
    const beforeLocation = always.findIndex(({ id }) => id === 'location')
    return [...always.toSpliced(beforeLocation, 0, licences), ...ofCustomers]
  }, [t, i18n.language, locations, search, isPartner])
}

/** In pixels: what nearly every value fits in. */
const widths = {
  lastName: 110,
  firstName: 95,
  email: 205,
  extension: 90,
  status: 176,
  role: 122,
  licences: 122,
  location: 98,
  lastModified: 112,
  mobile: 145,
  lastSignIn: 110,
  smsNumber: 145,
  origin: 165,
  clientsDeployed: 130,
  contactCenter: 140,
}

/** When; by whom and what, on hover. */
function LastModified({ user }: { user: User }) {
  const lastChange = useLastChange()
  return <Time at={user.lastModifiedAt} more={lastChange(user)} />
}
