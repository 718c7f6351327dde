import type pg from 'pg'

/**
 * Proves that the role the program runs as cannot step over the tenant fence.
 * @throws Error when it is a superuser, may bypass row-level security, or owns (or belongs to the owner of) our tables
 */
export async function assertRuntimeRoleIsFenced(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ role: string; super: boolean; bypass: boolean; owner: boolean }>(
    `select current_user as role, r.rolsuper as super, r.rolbypassrls as bypass,
            exists (select from pg_class c where c.relnamespace = 'app'::regnamespace and c.relkind = 'r'
                     and pg_has_role(current_user, c.relowner, 'member')) as owner
       from pg_roles r where r.rolname = current_user`,
  )
  const role = rows[0]
  const because = role?.super
    ? 'is a superuser'
    : role?.bypass
      ? 'may bypass row-level security'
      : role?.owner
        ? 'owns the tables'
        : undefined
  if (because) {
    throw new Error(
      `The database role ${role?.role} ${because}, so the tenant fence would not hold. ` +
        'Give DATABASE_URL a plain login role, and DATABASE_OWNER_URL the role that owns the tables.',
    )
  }
}
