-- People are searched as subscribers are (0004), by the same function.

-- UA-23: what is searched of each person, and whose partner may look across its customers (UA-6). The app keeps it in step, in the
-- transaction of the change.
create table app.user_search (
  account_id uuid not null,
  user_id uuid not null,
  partner_id uuid,
  sort_name text collate "C" not null,
  search text collate "C" not null,
  primary key (account_id, user_id)
);

-- The owner is behind the fence too and would copy no row: for this transaction, which holds the table's lock, it is not.
alter table app.users no force row level security;

insert into app.user_search (account_id, user_id, partner_id, sort_name, search)
select account_id, user_id, partner_id, sort_name, app.search_text(first_name, last_name, email, extension, phone_digits)
  from app.users;

alter table app.user_search add constraint user_search_user
  foreign key (account_id, user_id) references app.users (account_id, user_id) on delete cascade;

alter table app.users force row level security;

create index user_search_list on app.user_search (account_id, sort_name, user_id) include (search);

create index user_search_partner on app.user_search (partner_id, sort_name, user_id) include (account_id, search)
  where partner_id is not null;

-- One for both: what is looked for may lack any of the columns.
create index user_search_trigrams on app.user_search using gin (account_id, partner_id, search public.gin_trgm_ops);

select app.fence('app.user_search');

revoke select on app.user_search from rollcall_runtime;

grant select (account_id, user_id) on app.user_search to rollcall_runtime;

grant select on app.user_search to rollcall_search;

create policy search on app.user_search for select to rollcall_search using (true);

-- What the lists can be narrowed by beside the needle.
grant select (account_id, user_id, role, status, registered_at, on_pbx, micloud_connected, iot_connected, location_id)
  on app.users to rollcall_search;

grant select (account_id, user_id, product) on app.licences to rollcall_search;

grant select (account_id, parent_id, status, partner_access_mode) on app.accounts to rollcall_search;

-- As in 0013: an account's share of a table is not asked of statistics.
alter table app.users alter column account_id set statistics 0;

alter table app.licences alter column account_id set statistics 0;

do $$
begin
  if to_regproc('pg_catalog.pg_clear_attribute_stats') is not null then
    perform pg_clear_attribute_stats('app', name, 'account_id', false) from unnest(array['users', 'licences']) name;
  end if;
end
$$;

-- The same as before, in a form that says nothing to the planner. By the plain one it expected an account to have one row of 40,000, took any
-- index that begins with the account for as good as the key, and read the whole account for each person that was looked up.
drop policy partner on app.users;

create policy partner on app.users for select
  using (case when nullif(current_setting('app.partner_id', true), '') is not null
    then partner_id = nullif(current_setting('app.partner_id', true), '')::uuid end);

-- What subscribers are narrowed by, as conditions on `app.subscribers t`; null where by nothing. The same as `narrowed` in their store.
create or replace function app.subscriber_filter(filter jsonb) returns text
language sql immutable strict parallel safe set search_path = pg_catalog
as $$
  select nullif(concat_ws(' and ',
    't.profile_id = ' || quote_literal(filter ->> 'profileId') || '::uuid',
    't.state = ' || quote_literal(filter ->> 'state'),
    't.origin = ' || quote_literal(filter ->> 'origin'),
    'exists (select from app.operation_items i where i.account_id = $1 and i.subject_id = t.subscriber_id and i.outcome = ''done''
      and i.operation_id = ' || quote_literal(filter ->> 'operationId') || '::uuid)',
    't.update_pending = ' || (filter -> 'updatePending')::boolean,
    '(t.force_pending_at is not null) = ' || (filter -> 'forcePending')::boolean,
    't.redeploy_required = ' || (filter -> 'redeployRequired')::boolean,
    '(t.pin_locked_at is not null) = ' || (filter -> 'locked')::boolean,
    '(t.deployment_pin_secret is not null) = ' || (filter -> 'pinSet')::boolean,
    case (filter -> 'linkExpired')::boolean
      when true then format('t.state = ''sent'' and t.link_expires_at < %L::timestamptz', filter ->> 'now')
      when false then
        format('(t.state <> ''sent'' or t.link_expires_at is null or t.link_expires_at >= %L::timestamptz)', filter ->> 'now')
    end), '')
$$;

-- What people are narrowed by, as conditions on `app.users t`; null where by nothing. The same as `narrowed` in their list's store. `offset 0` has
-- licences looked up one by one.
create function app.user_filter(filter jsonb) returns text
language sql immutable strict parallel safe set search_path = pg_catalog
as $$
  select nullif(concat_ws(' and ',
    (select string_agg(case property
         when 'admins' then 't.role = ''admin'''
         when 'users' then 'true'
         when 'registered' then 't.registered_at is not null'
         when 'unregistered' then 't.registered_at is null'
         when 'pbx-users' then 't.on_pbx'
         when 'micloud-connected' then 't.micloud_connected'
         when 'iot-connected' then 't.iot_connected'
         when 'inactive' then 't.status = ''inactive'''
         when 'location' then 't.location_id is not null'
         else 'false'
       end, ' and ')
       from jsonb_array_elements_text(filter -> 'property') property),
    't.location_id = ' || quote_literal(filter ->> 'locationId') || '::uuid',
    'exists (select from app.licences l where l.account_id = $1 and l.user_id = t.user_id and l.product = '
      || quote_literal(filter ->> 'product') || ' offset 0)'), '')
$$;

-- A list that is searched: its table there, the id of its rows, whose rows are seen, and by what the entries are narrowed (`fits`; null: by nothing).
-- The names are these, and no caller's.
--   by_key  has the record of each entry looked up: for a bounded number of entries, where the planner, who knows nothing of an account's size,
--           might read the whole account for each
--   joined  leaves it to the planner, for the rest of a list: it may be better to begin with the few records that fit
create function app.searched_list(
  list text, filter jsonb, out searched text, out id text, out scope text, out owner uuid, out by_key text, out joined text, out fits text)
language plpgsql stable set search_path = pg_catalog
as $$
declare
  records text;
  same text;
  conditions text;
begin
  case list
    when 'subscribers' then
      searched := 'app.subscriber_search';
      id := 'subscriber_id';
      records := 'app.subscribers';
      same := 't.account_id = $1 and t.account_id = s.account_id and t.subscriber_id = s.subscriber_id';
      conditions := app.subscriber_filter(filter);
    when 'users' then
      searched := 'app.user_search';
      id := 'user_id';
      records := 'app.users';
      same := 't.account_id = $1 and t.account_id = s.account_id and t.user_id = s.user_id';
      conditions := app.user_filter(filter);
    when 'customer users' then
      searched := 'app.user_search';
      id := 'user_id';
      records := 'app.accounts';
      same := 't.account_id = s.account_id';
      -- Whether a customer lets its partner in is asked at every look, so that it ends at once.
      conditions := 't.parent_id = $1 and t.status = ''active'' and t.partner_access_mode = ''open''';
  end case;
  by_key := '';
  joined := '';
  if conditions is not null then
    by_key := format('cross join lateral (select %s as fits from %s t where %s offset 0) t', conditions, records, same);
    joined := format('join %s t on %s and %s', records, same, conditions);
    fits := 't.fits';
  end if;
  if list = 'customer users' then
    scope := 'partner_id';
    owner := nullif(current_setting('app.partner_id', true), '')::uuid;
  else
    scope := 'account_id';
    owner := nullif(current_setting('app.account_id', true), '')::uuid;
  end if;
  if owner is null then
    raise exception 'No % is entered.', split_part(scope, '_', 1) using errcode = 'insufficient_privilege';
  end if;
end
$$;

-- Which rows of the list have every word of the needle, in the order of their names, after that one? How to look is decided by what is found,
-- because the planner may use no statistics behind the fence: a common needle fills the page from the first entries of the list; a rare one
-- (at most 1 in 100 of those entries) is left to the trigrams, unless they find too many: names of one beginning stand together, and the
-- first entries may have missed them.
create function app.search_list(
  list text, filter jsonb, needle text, after_name text, after_id uuid, descending boolean, page_size integer)
returns table (account_id uuid, id uuid)
language plpgsql stable rows 50
set search_path = pg_catalog set max_parallel_workers_per_gather = 0 set jit = off set enable_seqscan = off
as $$
declare
  l record := app.searched_list(list, filter);
  words text[] := app.search_words(needle);
  plain text := app.search_condition(words, false);
  fits text := coalesce(l.fits, 'true');
  direction text := case when descending then 'desc' else 'asc' end;
  after text := format('and (s.sort_name, s.%I) %s ($2, $3)', l.id, case when descending then '<' else '>' end);
  in_order text := format('order by s.sort_name %1$s, s.%2$I %1$s', direction, l.id);
  first_entries text := format('select * from %s s where s.%I = $1 %s %s limit 10000',
    l.searched, l.scope, case when after_id is null then '' else after end, in_order);
  found_count integer;
  common_count integer;
  last_name text;
  last_id uuid;
  found uuid[];
  -- To read more than so many rows one by one costs more than reading the list on: 6,000 rows take 20 ms, a list of 250,000 up to its end 60 ms.
  rare_max constant integer := 6000;
begin
  return query execute format('select s.account_id, s.%I from (%s) s %s where %s and %s %s limit $4',
      l.id, first_entries, l.by_key, plain, fits, in_order)
    using l.owner, after_name, after_id, page_size;
  get diagnostics found_count = row_count;
  if found_count >= page_size then return; end if;

  -- From where those entries ended; nowhere when they were all.
  execute format('select s.sort_name, s.%I from (%s) s offset 9999', l.id, first_entries)
    into last_name, last_id using l.owner, after_name, after_id;
  if last_id is null then return; end if;
  common_count := found_count;
  if l.fits is not null then
    execute format('select count(*) from (%s) s where %s', first_entries, plain) into common_count using l.owner, after_name, after_id;
  end if;

  if common_count <= 100 and exists (select from unnest(words) word where length(word) > 1) then
    -- The ctid is in no index: the list cannot answer this, only the trigrams.
    execute format(
      'with s as materialized (
         select s.*, s.ctid from %s s where s.%I = $1 %s and %s limit $5 + 1)
       select (select count(*) from s), array(select array[s.account_id, s.%I] from s %s where %s %s limit $4)',
      l.searched, l.scope, after, app.search_condition(words, true), l.id, l.by_key, fits, in_order)
      into common_count, found using l.owner, last_name, last_id, page_size - found_count, rare_max;
    if common_count <= rare_max then
      return query select found[n][1], found[n][2] from generate_subscripts(found, 1) n order by n;
      return;
    end if;
  end if;
  return query execute format(
    'select s.account_id, s.%I from %s s %s where s.%I = $1 %s and %s %s limit $4',
    l.id, l.searched, l.joined, l.scope, after, plain, in_order)
    using l.owner, last_name, last_id, page_size - found_count;
end
$$;

-- How many rows of the list have every word of the needle?
create function app.count_list(list text, filter jsonb, needle text) returns bigint
language plpgsql stable
set search_path = pg_catalog set max_parallel_workers_per_gather = 0 set jit = off set enable_seqscan = off
as $$
declare
  l record := app.searched_list(list, filter);
  words text[] := app.search_words(needle);
  plain text := app.search_condition(words, false);
  common_count integer;
  found_count bigint;
begin
  execute format('select count(*) from (select * from %1$s s where s.%2$I = $1 order by s.sort_name, s.%3$I limit 10000) s where %4$s',
      l.searched, l.scope, l.id, plain)
    into common_count using l.owner;
  -- Short words are mostly common: one pass over the list beats the trigrams.
  if common_count > 100 or not exists (select from unnest(words) word where length(word) > 2) then
    execute format('select count(*) from %s s %s where s.%I = $1 and %s', l.searched, l.joined, l.scope, plain)
      into found_count using l.owner;
  else
    execute format('with s as materialized (select * from %s s where s.%I = $1 and %s) select count(*) from s %s where %s',
        l.searched, l.scope, app.search_condition(words, true), l.by_key, coalesce(l.fits, 'true'))
      into found_count using l.owner;
  end if;
  return found_count;
end
$$;

-- Only through the functions below, which name the list.
revoke all on function app.searched_list(text, jsonb), app.search_list(text, jsonb, text, text, uuid, boolean, integer),
  app.count_list(text, jsonb, text) from public;

grant execute on function app.searched_list(text, jsonb), app.search_list(text, jsonb, text, text, uuid, boolean, integer),
  app.count_list(text, jsonb, text) to rollcall_search;

-- Which subscribers of the account have every word of the needle, in the order of their names, after that one?
create or replace function app.search_subscribers(
  needle text, filter jsonb, after_name text, after_id uuid, descending boolean, page_size integer)
returns setof uuid
language sql stable security definer rows 50 set search_path = pg_catalog
as $$ select id from app.search_list('subscribers', filter, needle, after_name, after_id, descending, page_size) $$;

-- How many subscribers of the account have every word of the needle?
create or replace function app.count_searched_subscribers(needle text, filter jsonb) returns bigint
language sql stable security definer set search_path = pg_catalog
as $$ select app.count_list('subscribers', filter, needle) $$;

-- Which people of the account have every word of the needle, in the order of their names, after that one?
create function app.search_users(
  needle text, filter jsonb, after_name text, after_id uuid, descending boolean, page_size integer)
returns setof uuid
language sql stable security definer rows 50 set search_path = pg_catalog
as $$ select id from app.search_list('users', filter, needle, after_name, after_id, descending, page_size) $$;

-- How many people of the account have every word of the needle?
create function app.count_searched_users(needle text, filter jsonb) returns bigint
language sql stable security definer set search_path = pg_catalog
as $$ select app.count_list('users', filter, needle) $$;

-- Which people of the partner's customers have every word of the needle, in the order of their names, after that one?
create function app.search_customer_users(needle text, after_name text, after_id uuid, page_size integer)
returns table (account_id uuid, id uuid)
language sql stable security definer rows 50 set search_path = pg_catalog
as $$ select account_id, id from app.search_list('customer users', '{}', needle, after_name, after_id, false, page_size) $$;

revoke all on function app.search_users(text, jsonb, text, uuid, boolean, integer), app.count_searched_users(text, jsonb),
  app.search_customer_users(text, text, uuid, integer) from public;

grant execute on function app.search_users(text, jsonb, text, uuid, boolean, integer), app.count_searched_users(text, jsonb),
  app.search_customer_users(text, text, uuid, integer) to rollcall_runtime;

grant create on schema app to rollcall_search;

alter function app.search_users(text, jsonb, text, uuid, boolean, integer) owner to rollcall_search;

alter function app.count_searched_users(text, jsonb) owner to rollcall_search;

alter function app.search_customer_users(text, text, uuid, integer) owner to rollcall_search;

revoke create on schema app from rollcall_search;
