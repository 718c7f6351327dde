import type pg from 'pg'

/**
 * The schema as it stands, as readable SQL: what `migrations/schema.sql` must equal. Written from the catalogue because the embedded server
 * comes without pg_dump. Leaves out the queue's and the migration runner's own schemas.
 */
export async function describeSchema(client: pg.Pool | pg.Client): Promise<string> {
  const parts = [
    ...(await lines(client, extensions)),
    'create schema app;',
    ...(await lines(client, functions)),
    ...(await lines(client, tables)),
    ...(await lines(client, foreignKeys)),
  ]
  return `-- The schema after all migrations. Written by \`npm run schema\`; a test compares it with a freshly migrated database.\n\n${parts.join('\n\n')}\n`
}

async function lines(client: pg.Pool | pg.Client, query: string): Promise<string[]> {
  const { rows } = await client.query<{ text: string }>(query)
  return rows.map((row) => row.text)
}

const extensions = `
  select format('create extension %s;', extname) as text from pg_extension
   where extname <> 'plpgsql' order by extname`

const functions = `
  select pg_get_functiondef(p.oid) || ';' || coalesce(E'\n' || string_agg(
           format('-- may execute: %s', g.rolname), E'\n' order by g.rolname), '') as text
    from pg_proc p
    left join lateral (
      select case when acl.grantee = 0 then 'public' else (select rolname from pg_roles where oid = acl.grantee) end as rolname
        from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) acl
       where acl.grantee <> p.proowner) g on true
   where p.pronamespace = 'app'::regnamespace
   group by p.oid, p.proname order by p.proname, p.oid`

const tables = `
  select format(E'create table app.%s (\n%s\n);', c.relname, array_to_string(
           array(select format('  %s %s%s%s', a.attname, format_type(a.atttypid, a.atttypmod),
                          case when a.attnotnull then ' not null' else '' end,
                          coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), ''))
                   from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
                  where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped order by a.attnum)
           || array(select format('  constraint %s %s', k.conname, pg_get_constraintdef(k.oid))
                      from pg_constraint k where k.conrelid = c.oid and k.contype in ('p', 'u', 'c')
                     order by k.contype desc, k.conname), E',\n'))
         || coalesce((select string_agg(E'\n' || pg_get_indexdef(i.indexrelid) || ';', '' order by i.indexrelid::regclass::text)
                        from pg_index i where i.indrelid = c.oid
                         and not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u'))), '')
         || case when c.relrowsecurity then format(E'\nalter table app.%s enable row level security;', c.relname) else '' end
         || case when c.relforcerowsecurity then format(E'\nalter table app.%s force row level security;', c.relname) else '' end
         || coalesce((select string_agg(format(E'\ncreate policy %s on app.%s for %s to %s using (%s)%s;', p.polname, c.relname,
                          case p.polcmd when '*' then 'all' when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' else 'delete' end,
                          case when p.polroles = '{0}' then 'public'
                               else (select string_agg(rolname, ', ' order by rolname) from pg_roles where oid = any (p.polroles)) end,
                          pg_get_expr(p.polqual, p.polrelid),
                          coalesce(' with check (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')', '')), '' order by p.polname)
                        from pg_policy p where p.polrelid = c.oid), '')
         || coalesce((select string_agg(format(E'\ngrant %s on app.%s to %s;', g.privileges, c.relname, g.rolname), '' order by g.rolname)
                        from (select r.rolname, string_agg(lower(acl.privilege_type), ', ' order by acl.privilege_type) as privileges
                                from aclexplode(c.relacl) acl join pg_roles r on r.oid = acl.grantee
                               where acl.grantee <> c.relowner group by r.rolname) g), '') as text
    from pg_class c where c.relnamespace = 'app'::regnamespace and c.relkind = 'r' order by c.relname`

const foreignKeys = `
  select format('alter table %s add constraint %s %s;', conrelid::regclass, conname, pg_get_constraintdef(oid)) as text
    from pg_constraint where connamespace = 'app'::regnamespace and contype = 'f' order by conrelid::regclass::text, conname`
