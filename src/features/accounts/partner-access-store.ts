import { type RawBuilder, sql } from 'kysely'

/**
 * Whether a customer stands open to its partner at this moment, asked of a row of `app.accounts`: what `partnerMayEnter` says of those whose partner
 * need not ask. As in `app.searched_list`.
 */
export function isOpenToPartner(now: Date): RawBuilder<boolean> {
  return sql<boolean>`(partner_access_mode = 'open' and (partner_access_until is null or partner_access_until > ${now}::timestamptz))`
}
