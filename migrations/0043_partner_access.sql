-- A customer lets its partner in until a moment that it names: the moment is asked for at every look, so that nothing has to run when it comes. Who
-- of the partner has no second factor sees nobody of a customer that asks its administrators for one.

grant select (partner_access_until, admins_need_second_factor) on app.accounts to rollcall_search;

drop index app.accounts_shut;

-- What may be shut to the partner, or to somebody of it: few, so that the look at every search stays short.
create index accounts_shut on app.accounts (parent_id, account_id)
  where status <> 'active' or partner_access_mode <> 'open' or partner_access_until is not null or admins_need_second_factor;

-- A list that is searched: see 0023, 0033 and 0034. The filter of `customer users`:
--   at                  the moment of the look; without it the database's
--   lacksSecondFactor   who looks has no second factor; without it they have none
create or replace function app.searched_list(
  list text, filter jsonb, out searched text, out id text, out scope text, out owner uuid, out one_by_one text, out at_once text)
language plpgsql stable set search_path = pg_catalog
as $$
declare
  shut uuid[];
  looked_at timestamptz := coalesce((filter ->> 'at')::timestamptz, now());
  lacks_second_factor boolean := coalesce((filter ->> 'lacksSecondFactor')::boolean, true);
begin
  scope := case list when 'customer users' then 'partner_id' else 'account_id' end;
  id := case list when 'subscribers' then 'subscriber_id' else 'user_id' end;
  searched := case list when 'subscribers' then 'app.subscriber_search' else 'app.user_search' end;
  owner := nullif(current_setting(case list when 'customer users' then 'app.partner_id' else 'app.account_id' end, true), '')::uuid;
  if owner is null then
    raise exception 'No % is entered.', split_part(scope, '_', 1) using errcode = 'insufficient_privilege';
  end if;
  if list = 'customer users' then
    -- Whether a customer lets its partner in is asked at every look, so that it ends at once; and once for all entries. An entry names the
    -- partner whose customer the account is, and an account keeps its partner.
    shut := array(
      select account_id
        from app.accounts
       where parent_id = owner
         and (status <> 'active' or partner_access_mode <> 'open' or partner_access_until is not null or admins_need_second_factor)
         and (status <> 'active' or partner_access_mode <> 'open' or partner_access_until <= looked_at
              or (admins_need_second_factor and lacks_second_factor)));
    if cardinality(shut) > 0 then
      one_by_one := format('s.account_id <> all (%L::uuid[])', shut);
      at_once := one_by_one;
    end if;
    return;
  end if;
  if list = 'directory' then
    select string_agg(c.one_by_one, ' and '), string_agg(c.at_once, ' and ')
      into one_by_one, at_once
      from app.directory_conditions(filter) c;
    return;
  end if;
  select string_agg(
           format('exists (select from %s t where t.account_id = $1 and t.%I = s.%I and %s offset 0)', records, key, id,
             case when records in ('app.users', 'app.subscribers') then format('case when %s then true end', condition) else condition end), ' and '),
         string_agg(
           format('(s.%I in (select t.%I from %s t where t.account_id = $1 and %s)) is true', id, key, records, condition), ' and ')
    into one_by_one, at_once
    from (select * from app.subscriber_conditions(filter) where list = 'subscribers'
          union all
          select * from app.user_conditions(filter) where list = 'users') conditions;
end
$$;

drop function app.search_customer_users(text, text, uuid, integer);

-- Which people of the partner's customers have every word of the needle, in the order of their names, after that one? Of customers that let whoever
-- looks in at this moment.
create function app.search_customer_users(
  needle text, after_name text, after_id uuid, page_size integer,
  looked_at timestamptz default now(), lacks_second_factor boolean default true)
returns table (account_id uuid, id uuid)
language sql stable security definer rows 50 set search_path = pg_catalog
as $$
  select account_id, id
    from app.search_list('customer users', jsonb_build_object('at', looked_at, 'lacksSecondFactor', lacks_second_factor),
      needle, after_name, after_id, false, page_size)
$$;

revoke all on function app.search_customer_users(text, text, uuid, integer, timestamptz, boolean) from public;

grant execute on function app.search_customer_users(text, text, uuid, integer, timestamptz, boolean) to rollcall_runtime;

grant create on schema app to rollcall_search;

alter function app.search_customer_users(text, text, uuid, integer, timestamptz, boolean) owner to rollcall_search;

revoke create on schema app from rollcall_search;
