import { newId } from '#platform/database/index.ts'
import type { ApiClient } from '#tests/harness/api-client.ts'
import type { TestApp } from '#tests/harness/app.ts'
import { asSuperuser } from '#tests/harness/superuser.ts'
import { digitsToFind } from './fields.ts'
import { addToSearch } from './search-store.ts'

/** A person who is there already, however they came. */
export interface KnownUser {
  firstName?: string
  lastName?: string
  email?: string
  mobile?: string | null
  extension?: string | null
  smsNumber?: string | null
  role?: string
  status?: string
  registeredAt?: string | null
  lastSignInAt?: string | null
  lastModifiedAt?: string
  origin?: string
  onPbx?: boolean
  micloudConnected?: boolean
  iotConnected?: boolean
  locationId?: string | null
  products?: string[]
}

const usual = {
  firstName: 'Bernd',
  lastName: 'Bauer',
  role: 'user',
  status: 'unregistered',
  lastModifiedAt: '2026-01-01T00:00:00Z',
  origin: 'manual',
  onPbx: false,
  micloudConnected: false,
  iotConnected: false,
}

/** Adds people with whatever a source, a phone or a sign-in would have left of them. @returns their ids, in this order */
export async function addKnownUsers(
  app: TestApp,
  account: { id: string },
  known: KnownUser[],
): Promise<string[]> {
  const rows = known.map((user, place) => ({
    ...usual,
    id: newId(),
    email: `p${place}@acme.example`,
    ...user,
    phoneDigits: digitsToFind([user.mobile, user.smsNumber]),
  }))
  await asSuperuser(
    app.database,
    `with given as (
       select r.* from json_to_recordset($2::json) as r("id" uuid, "firstName" text, "lastName" text, "email" text, "mobile" text, "extension" text,
         "smsNumber" text, "role" text, "status" text, "registeredAt" timestamptz, "lastSignInAt" timestamptz, "lastModifiedAt" timestamptz,
         "origin" text, "onPbx" boolean, "micloudConnected" boolean, "iotConnected" boolean, "locationId" uuid, "phoneDigits" text, "products" text[])),
     added as (
       insert into app.users (account_id, user_id, partner_id, first_name, last_name, email, mobile, extension, sms_number, role, status, registered_at,
         last_sign_in_at, last_modified_at, origin, on_pbx, micloud_connected, iot_connected, location_id, phone_digits, sort_name, created_at)
       select $1, "id", (select parent_id from app.accounts where account_id = $1 and kind = 'customer' and partner_access_mode = 'open'),
              "firstName", "lastName", "email", "mobile", "extension", "smsNumber", "role", "status", "registeredAt", "lastSignInAt", "lastModifiedAt",
              "origin", "onPbx", "micloudConnected", "iotConnected", "locationId", "phoneDigits", app.sort_name("lastName", "firstName"), now()
         from given)
     insert into app.licences (account_id, user_id, product, assigned_at)
     select $1, "id", product, now() from given, unnest("products") as product`,
    [account.id, JSON.stringify(rows)],
  )
  const ids = rows.map((row) => row.id)
  await app.platform.database.inAccount(account.id, (tx) => addToSearch(tx, ids))
  return ids
}

interface Page {
  items: Array<{ id: string }>
  nextCursor: string | null
}

/** The ids of all pages of a list, one after the other. @param path of the list, such as `/accounts/…/users` */
export async function idsOfAllPages(
  admin: ApiClient,
  path: string,
  query: Array<[string, string]>,
  limit: number,
): Promise<string[]> {
  const ids: string[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const given = new URLSearchParams([...query, ['limit', String(limit)]])
    if (cursor !== '') given.set('cursor', cursor)
    const page: Page = await admin.get(`${path}?${given}`).expect(200)
    ids.push(...page.items.map(({ id }) => id))
    cursor = page.nextCursor
  }
  return ids
}
