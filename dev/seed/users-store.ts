import { sql } from 'kysely'
import { addUsersToSearchFrom } from '#features/users/index.ts'
import type { Tx } from '#platform/database/index.ts'
import type { SeedUser } from './users.ts'

/**
 * Adds people with their licences, found by search as those are whom the product adds, in one statement. Those of MiTeam Meetings take seats of the
 * subscription.
 */
export async function insertUsers(
  tx: Tx,
  users: SeedUser[],
  given: { partnerId: string; subscriptionId: string; actorName: string; addedAt: Date },
): Promise<void> {
  const { partnerId, subscriptionId, actorName, addedAt } = given
  const each = <Value>(read: (user: SeedUser) => Value) => users.map(read)
  await sql`with given as (
      select r.* from unnest(
        ${each(({ id }) => id)}::uuid[],
        ${each(({ firstName }) => firstName)}::text[],
        ${each(({ lastName }) => lastName)}::text[],
        ${each(({ email }) => email)}::text[],
        ${each(({ mobile }) => mobile)}::text[],
        ${each(({ extension }) => extension)}::text[],
        ${each(({ smsNumber }) => smsNumber)}::text[],
        ${each(({ phoneDigits }) => phoneDigits)}::text[],
        ${each(({ role }) => role)}::text[],
        ${each(({ locationId }) => locationId)}::uuid[],
        ${each(({ status }) => status)}::text[],
        ${each(({ language }) => language)}::text[],
        ${each(({ origin }) => origin)}::text[],
        ${each(({ owners }) => JSON.stringify(owners))}::jsonb[],
        ${each(({ onPbx }) => onPbx)}::boolean[],
        ${each(({ contactCenter }) => contactCenter)}::text[],
        ${each(({ registeredAt }) => registeredAt)}::timestamptz[],
        ${each(({ lastSignInAt }) => lastSignInAt)}::timestamptz[],
        ${each(({ lastModifiedAt }) => lastModifiedAt)}::timestamptz[],
        ${each(({ products }) => products.join(' '))}::text[]
      ) as r(user_id, first_name, last_name, email, mobile, extension, sms_number, phone_digits, role, location_id, status, language, origin,
        owners, on_pbx, contact_center, registered_at, last_sign_in_at, last_modified_at, products)),
    added as (
      insert into app.users (account_id, partner_id, user_id, first_name, last_name, email, mobile, extension, sms_number, phone_digits, role,
        location_id, status, language, origin, owners, on_pbx, contact_center, registered_at, last_sign_in_at, last_modified_at,
        micloud_connected, iot_connected, sort_name, last_modified_by_name, created_at)
      select ${tx.accountId}::uuid, ${partnerId}::uuid, user_id, first_name, last_name, email, mobile, extension, sms_number, phone_digits, role,
             location_id, status, language, origin, owners, on_pbx, contact_center, registered_at, last_sign_in_at, last_modified_at,
             origin = 'micloud', origin = 'iot', app.sort_name(last_name, first_name), ${actorName}, ${addedAt}
        from given
      returning *),
    licensed as (
      insert into app.licences (account_id, user_id, product, subscription_id, assigned_at)
      select ${tx.accountId}::uuid, user_id, product, case product when 'miteam-meetings' then ${subscriptionId}::uuid end, ${addedAt}
        from given, string_to_array(given.products, ' ') held, unnest(held) product
      returning subscription_id),
    used as (
      update app.subscriptions set used = used + (select count(subscription_id) from licensed)
       where account_id = ${tx.accountId} and subscription_id = ${subscriptionId}::uuid)
    ${addUsersToSearchFrom(sql`added`)}`.execute(tx)
}
