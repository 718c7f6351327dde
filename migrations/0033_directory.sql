-- What people of an account find of each other (UA-1), by the search of people. A mobile number that is not shown must not be found either: whoever
-- types one learns whose it is. So what is searched of a person ends with the digits of the mobile number, behind a bar, which stands in no word.

-- What is searched of a person. `phone_digits` begins with the mobile number, as dialled from abroad and at home.
create function app.user_search_text(
  first_name text, last_name text, email text, extension text, mobile text, phone_digits text)
returns text
language plpgsql immutable parallel safe set search_path = pg_catalog
as $$
declare
  mobile_digits text := case when split_part(phone_digits, ' ', 1) = substr(mobile, 2)
    then split_part(phone_digits, ' ', 1) || ' ' || split_part(phone_digits, ' ', 2) end;
begin
  if mobile_digits is null then
    return app.search_text(first_name, last_name, email, extension, phone_digits);
  end if;
  return app.search_text(first_name, last_name, email, extension, substr(phone_digits, length(mobile_digits) + 2)) || '|' || mobile_digits || ' ';
end
$$;

-- The owner is behind the fence too and would change no row: for this transaction, which holds the tables' locks, it is not.
alter table app.users no force row level security;

alter table app.user_search no force row level security;

update app.user_search s
   set search = app.user_search_text(u.first_name, u.last_name, u.email, u.extension, u.mobile, u.phone_digits)
  from app.users u
 where u.account_id = s.account_id and u.user_id = s.user_id and u.mobile is not null;

alter table app.users force row level security;

alter table app.user_search force row level security;

-- By what the directory is narrowed, as conditions on the entries `s` (`app.searched_list`):
--   shown        what was typed, where mobile numbers are not shown: what of it could stand in one has to stand before the bar
--   locationIds  only people there
-- People who are deactivated are not in it. Most people are not: all at once, those who are get gathered and left out.
create function app.directory_conditions(filter jsonb) returns table (one_by_one text, at_once text)
language sql immutable strict parallel safe set search_path = pg_catalog
as $$
  select format('exists (select from app.users t where t.account_id = $1 and t.user_id = s.user_id and t.status <> ''inactive''%s offset 0)',
           ' and t.location_id = any (' || quote_literal(ids) || '::uuid[])'),
         '(s.user_id in (select t.user_id from app.users t where t.account_id = $1 and t.status = ''inactive'')) is not true'
         || coalesce(' and (s.user_id in (select t.user_id from app.users t where t.account_id = $1 and t.location_id = any ('
           || quote_literal(ids) || '::uuid[]))) is true', '')
    from (select case when filter ? 'locationIds' then array(select jsonb_array_elements_text(filter -> 'locationIds'))::uuid[]::text end as ids) wanted
  union all
  select condition, condition
    from unnest(app.search_words(filter ->> 'shown')) word
   cross join lateral format('strpos(split_part(s.search, ''|'', 1), %L) > 0', word) condition
   where word !~ '[^0-9]'
$$;

-- A list that is searched: see 0023. `directory` is of the people of an account.
create or replace function app.searched_list(
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
  if list = 'directory' then
    select string_agg(c.one_by_one, ' and '), string_agg(c.at_once, ' and ')
      into one_by_one, at_once
      from app.directory_conditions(filter) c;
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
  -- Nearly everybody is in the directory.
  if l.one_by_one is not null and (list <> 'directory' or filter ? 'locationIds') then
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
    -- The ctid is in no index: the list cannot answer this, only the trigrams. What they found is put in order only where it is all,
    -- and looked up in that order until the page is full.
    execute format(
      'with s as materialized (
         select s.*, s.ctid from %s s where s.%I = $1 %s and %s limit $5 + 1)
       select count(*), case when count(*) <= $5 then
           array(select array[s.account_id, s.%I] from (select * from s %s offset 0) s where %s limit $4) end
         from s',
      l.searched, l.scope, after, app.search_condition(words, true), l.id, in_order, one_by_one)
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

-- Which people of the account, but the deactivated, have every word of the needle, in the order of their names, after that one?
create function app.search_directory(needle text, filter jsonb, after_name text, after_id uuid, page_size integer)
returns setof uuid
language sql stable security definer rows 50 set search_path = pg_catalog
as $$ select id from app.search_list('directory', filter, needle, after_name, after_id, false, page_size) $$;

revoke all on function app.search_directory(text, jsonb, text, uuid, integer) from public;

grant execute on function app.search_directory(text, jsonb, text, uuid, integer) to rollcall_runtime;

grant create on schema app to rollcall_search;

alter function app.search_directory(text, jsonb, text, uuid, integer) owner to rollcall_search;

revoke create on schema app from rollcall_search;

-- Which subscribers of the account, at most so many and in no order, have every word of the needle? One of the words has to have two characters.
create function app.some_subscribers(needle text, most integer) returns setof uuid
language plpgsql stable security definer rows 50
set search_path = pg_catalog set max_parallel_workers_per_gather = 0 set jit = off set enable_seqscan = off
as $$
begin
  -- The ctid is in no index: only the trigrams answer this.
  return query execute format(
    'with s as materialized (select s.subscriber_id, s.ctid from app.subscriber_search s where s.account_id = $1 and %s limit $2)
     select subscriber_id from s', app.search_condition(app.search_words(needle), true))
    using nullif(current_setting('app.account_id', true), '')::uuid, most;
end
$$;

revoke all on function app.some_subscribers(text, integer) from public;

grant execute on function app.some_subscribers(text, integer) to rollcall_runtime;

grant create on schema app to rollcall_search;

alter function app.some_subscribers(text, integer) owner to rollcall_search;

revoke create on schema app from rollcall_search;
