-- People of all customers and lists that are narrowed, found faster: what a search is narrowed by can be asked of its entries one by one or all at
-- once, and which customers let their partner in is asked once.

-- UA-6: the few customers that a partner may not look into at this moment.
create index accounts_shut on app.accounts (parent_id, account_id) where status <> 'active' or partner_access_mode <> 'open';

drop function app.subscriber_filter(jsonb);

drop function app.user_filter(jsonb);

-- By what subscribers are narrowed: for each condition where its records `t` stand, and which of their columns is the subscriber. The same as
-- `narrowed` in their store.
create function app.subscriber_conditions(filter jsonb) returns table (records text, key text, condition text)
language sql immutable strict parallel safe set search_path = pg_catalog
as $$
  select 'app.subscribers', 'subscriber_id', condition
    from unnest(array[
      't.profile_id = ' || quote_literal(filter ->> 'profileId') || '::uuid',
      't.user_id = ' || quote_literal(filter ->> 'userId') || '::uuid',
      't.state = ' || quote_literal(filter ->> 'state'),
      't.origin = ' || quote_literal(filter ->> 'origin'),
      't.update_pending = ' || (filter -> 'updatePending')::boolean,
      '(t.force_pending_at is not null) = ' || (filter -> 'forcePending')::boolean,
      't.redeploy_required = ' || (filter -> 'redeployRequired')::boolean,
      '(t.pin_locked_at is not null) = ' || (filter -> 'locked')::boolean,
      '(t.deployment_pin_secret is not null) = ' || (filter -> 'pinSet')::boolean,
      case (filter -> 'linkExpired')::boolean
        when true then format('t.state = ''sent'' and t.link_expires_at < %L::timestamptz', filter ->> 'now')
        when false then
          format('(t.state <> ''sent'' or t.link_expires_at is null or t.link_expires_at >= %L::timestamptz)', filter ->> 'now')
      end]) condition
   where condition is not null
  union all
  select 'app.operation_items', 'subject_id', format('t.outcome = ''done'' and t.operation_id = %L::uuid', filter ->> 'operationId')
   where filter ->> 'operationId' is not null
$$;

-- By what people are narrowed. The same as `narrowed` in their list's store.
create function app.user_conditions(filter jsonb) returns table (records text, key text, condition text)
language sql immutable strict parallel safe set search_path = pg_catalog
as $$
  select 'app.users', 'user_id', condition
    from (select case property
             when 'admins' then 't.role = ''admin'''
             when 'registered' then 't.registered_at is not null'
             when 'unregistered' then 't.registered_at is null'
             when 'pbx-users' then 't.on_pbx'
             when 'micloud-connected' then 't.micloud_connected'
             when 'iot-connected' then 't.iot_connected'
             when 'inactive' then 't.status = ''inactive'''
             when 'location' then 't.location_id is not null'
             else 'false'
           end
            from jsonb_array_elements_text(filter -> 'property') property
           where property <> 'users'
          union all
          select format('t.location_id = %L::uuid', filter ->> 'locationId')
           where filter ->> 'locationId' is not null) conditions (condition)
  union all
  select 'app.licences', 'user_id', format('t.product = %L', filter ->> 'product')
   where filter ->> 'product' is not null
$$;

drop function app.searched_list(text, jsonb);

-- A list that is searched: its table there, the id of its rows, whose rows are seen, and by what the entries `s` are narrowed (null: by nothing).
-- The names are these, and no caller's.
--   one_by_one  has the records of each entry looked up: for a bounded number of entries
--   at_once     gathers the records that fit and keeps the entries that are among them, in the order of the list: for any number of entries.
--               Most conditions have an index that alone answers them. `is true` keeps the planner, who knows nothing of an account's
--               size, from beginning with the records and looking up the entry of each.
create function app.searched_list(
  list text, filter jsonb, out searched text, out id text, out scope text, out owner uuid, out one_by_one text, out at_once text)
language plpgsql stable set search_path = pg_catalog
as $$
declare
  shut uuid[];
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
    shut := array(select account_id from app.accounts where parent_id = owner and (status <> 'active' or partner_access_mode <> 'open'));
    if cardinality(shut) > 0 then
      one_by_one := format('s.account_id <> all (%L::uuid[])', shut);
      at_once := one_by_one;
    end if;
    return;
  end if;
  select string_agg(
           format('exists (select from %s t where t.account_id = $1 and t.%I = s.%I and %s offset 0)', records, key, id, condition), ' and '),
         string_agg(
           format('(s.%I in (select t.%I from %s t where t.account_id = $1 and %s)) is true', id, key, records, condition), ' and ')
    into one_by_one, at_once
    from (select * from app.subscriber_conditions(filter) where list = 'subscribers'
          union all
          select * from app.user_conditions(filter) where list = 'users') conditions;
end
$$;

-- The condition that every word is in `s.search`: plain, or in the form that trigrams answer. Three characters or more make trigrams by
-- themselves, two with each of the characters that may follow them; one makes none. Beside a long word that many have, two characters spare
-- reading the rows of all of them (of a million people: 14 ms instead of 55 for `mari fo`).
create or replace function app.search_condition(words text[], by_trigrams boolean) returns text
language sql immutable strict parallel safe set search_path = pg_catalog
as $$
  select coalesce(string_agg(case
      when not by_trigrams or length(word) = 1 then format('strpos(s.search, %L) > 0', word)
      when length(word) = 2 then format('s.search ~ %L', word || '[a-zA-Z0-9 ]')
      else format('s.search like %L', '%' || word || '%')
    end, ' and '), 'true')
    from unnest(words) word
$$;

-- Which rows of the list have every word of the needle, in the order of their names, after that one? How to look is decided by what is found,
-- because the planner may use no statistics behind the fence: a common needle fills the page from the first entries of the list, or, by the
-- measure of these, from the next; a rare one (at most 1 in 100 of the first entries) is left to the trigrams, unless they find too many: names
-- of one beginning stand together, and the first entries may have missed them.
create or replace function app.search_list(
  list text, filter jsonb, needle text, after_name text, after_id uuid, descending boolean, page_size integer)
returns table (account_id uuid, id uuid)
language plpgsql stable rows 50
set search_path = pg_catalog set max_parallel_workers_per_gather = 0 set jit = off set enable_seqscan = off
as $$
declare
  l record := app.searched_list(list, filter);
  words text[] := app.search_words(needle);
  plain text := app.search_condition(words, false);
  one_by_one text := coalesce(l.one_by_one, 'true');
  at_once text := coalesce(l.at_once, 'true');
  direction text := case when descending then 'desc' else 'asc' end;
  after text := format('and (s.sort_name, s.%I) %s ($2, $3)', l.id, case when descending then '<' else '>' end);
  in_order text := format('order by s.sort_name %1$s, s.%2$I %1$s', direction, l.id);
  -- The next so many entries ($5) after a place, which is filled in later, or from the beginning. Nothing else here holds a percent sign: needles
  -- are spelt in letters and digits, filters are made of ids, names of states and times.
  entries text := format('select * from %s s where s.%I = $1 %%s %s limit $5', l.searched, l.scope, in_order);
  page text := format('select s.account_id, s.%I from (%s) s where %s and %s %s limit $4', l.id, entries, plain, one_by_one, in_order);
  end_of_entries text := format('select s.sort_name, s.%I from (%s) s offset $5 - 1', l.id, entries);
  from_place text := case when after_id is null then '' else after end;
  found_count integer;
  common_count integer;
  next_count integer;
  last_name text;
  last_id uuid;
  missing integer := page_size;
  found uuid[];
  first_entries constant integer := 10000;
  -- 14 ms of reading the list: about as long as the trigrams take for some thousand rows.
  next_entries constant integer := 60000;
  -- Records looked up one by one; to gather all that fit takes 20 to 80 ms.
  looked_up_max constant integer := 20000;
  -- To read more than so many rows one by one costs more than reading the list on: 6,000 rows take 20 ms, a list of 250,000 up to its end 60 ms.
  rare_max constant integer := 6000;
begin
  return query execute format(page, from_place) using l.owner, after_name, after_id, missing, first_entries;
  get diagnostics found_count = row_count;
  missing := missing - found_count;
  if missing <= 0 then return; end if;

  -- From where those entries ended; nowhere when they were all.
  execute format(end_of_entries, from_place) into last_name, last_id using l.owner, after_name, after_id, null, first_entries;
  if last_id is null then return; end if;
  common_count := found_count;
  if l.one_by_one is not null then
    execute format('select count(*) from (%s) s where %s', format(entries, from_place), plain)
      into common_count using l.owner, after_name, after_id, null, first_entries;
  end if;

  if missing::bigint * first_entries <= found_count::bigint * next_entries
      and missing::bigint * common_count <= found_count::bigint * looked_up_max then
    return query execute format(page, after) using l.owner, last_name, last_id, missing, next_entries;
    get diagnostics next_count = row_count;
    missing := missing - next_count;
    if missing <= 0 then return; end if;
    execute format(end_of_entries, after) into last_name, last_id using l.owner, last_name, last_id, null, next_entries;
    if last_id is null then return; end if;
  end if;

  if common_count <= 100 and exists (select from unnest(words) word where length(word) > 1) then
    -- The ctid is in no index: the list cannot answer this, only the trigrams. What they found is put in order only where it is all.
    execute format(
      'with s as materialized (
         select s.*, s.ctid from %s s where s.%I = $1 %s and %s limit $5 + 1)
       select count(*), case when count(*) <= $5 then
           array(select array[s.account_id, s.%I] from s where %s %s limit $4) end
         from s',
      l.searched, l.scope, after, app.search_condition(words, true), l.id, one_by_one, in_order)
      into common_count, found using l.owner, last_name, last_id, missing, rare_max;
    if common_count <= rare_max then
      return query select found[n][1], found[n][2] from generate_subscripts(found, 1) n order by n;
      return;
    end if;
  end if;
  return query execute format(
    'select s.account_id, s.%I from %s s where s.%I = $1 %s and %s and %s %s limit $4',
    l.id, l.searched, l.scope, after, plain, at_once, in_order)
    using l.owner, last_name, last_id, missing;
end
$$;

-- How many rows of the list have every word of the needle?
create or replace function app.count_list(list text, filter jsonb, needle text) returns bigint
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
    execute format('select count(*) from %s s where s.%I = $1 and %s and %s', l.searched, l.scope, plain, coalesce(l.at_once, 'true'))
      into found_count using l.owner;
  else
    execute format('with s as materialized (select * from %s s where s.%I = $1 and %s) select count(*) from s where %s',
        l.searched, l.scope, app.search_condition(words, true), coalesce(l.one_by_one, 'true'))
      into found_count using l.owner;
  end if;
  return found_count;
end
$$;

-- Only through the functions that name the list.
revoke all on function app.searched_list(text, jsonb) from public;

grant execute on function app.searched_list(text, jsonb) to rollcall_search;
