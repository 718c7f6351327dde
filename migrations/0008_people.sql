-- Who has this e-mail address? `lower()` is not leakproof, so that behind row-level security no index on it would be used: the folded
-- address stands in a column of its own.
alter table app.users
  add column email_key text collate "C" not null generated always as (lower(email)) stored;

drop index app.users_email;

create unique index users_email on app.users (account_id, email_key);

-- An account has few admins among many people.
create index users_admins on app.users (account_id, user_id) where role = 'admin';

-- Whom does one write to when the customer that the transaction has entered has no admin of its own? It enters the partner for this one
-- question and goes back, so that nothing else of the partner can be read. Not a definer function: the fence holds for it as for every
-- other statement.
create function app.admins_of_partner() returns table (user_id uuid, email text, language text)
language plpgsql set search_path = pg_catalog
as $$
declare
  customer uuid := nullif(current_setting('app.account_id', true), '')::uuid;
  partner uuid;
begin
  select a.parent_id into partner from app.accounts a where a.account_id = customer and a.kind = 'customer';
  if partner is null then
    return;
  end if;
  perform app.enter(partner);
  return query
    select u.user_id, u.email, coalesce(u.language, a.language)
      from app.accounts a
      join app.users u on u.account_id = a.account_id
     where a.account_id = partner and u.role = 'admin' and u.status = 'registered'
     order by u.user_id
     limit 100;
  perform app.enter(customer);
end
$$;

revoke all on function app.admins_of_partner() from public;

grant execute on function app.admins_of_partner() to rollcall_runtime;
