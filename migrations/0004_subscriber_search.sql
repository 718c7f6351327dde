-- Search as you type at a million rows. What is searched stands in a narrow table of its own, whose only readers are functions of a role
-- of their own: under row-level security `like` is not leakproof, so the runtime role itself could not use a trigram index.

-- May sign in, because a distributed database opens connections to its workers as the functions' owner; has no password, so nobody can.
do $$
begin
  if not exists (select from pg_roles where rolname = 'rollcall_search') then
    create role rollcall_search login nosuperuser nocreatedb nocreaterole nobypassrls;
  end if;
exception when duplicate_object or unique_violation then
  null; -- another database of the same cluster is being migrated at this moment
end
$$;

-- Whoever gives a function to a role must belong to it.
do $$
begin
  for attempt in 1 .. 50 loop
    begin
      execute format('grant rollcall_search to %I', current_user);
      return;
    exception when unique_violation or internal_error then
      -- Another database of the same cluster is being migrated and granted the same ("tuple concurrently updated").
      if attempt = 50 then raise; end if;
      perform pg_sleep(0.1);
    end;
  end loop;
end
$$;

grant usage on schema app to rollcall_search;

-- By which people are sorted: the last name first, folded. Kept so short that an index row (2,704 bytes) holds it beside the searched text.
create function app.sort_name(last_name text, first_name text) returns text
language sql immutable strict parallel safe set search_path = pg_catalog
as $$
  select case when octet_length(name) <= 600 then name else left(name, 150) end
    from app.fold(trim(last_name || ' ' || first_name)) as name
$$;

-- Folds a text for searching and spells it in letters, digits and blanks of ASCII, because trigrams are made of nothing else where the
-- server's LC_CTYPE is C. Folding leaves no capitals, so capitals spell the rest, each character from a Q on: QZQ is a dot, QYQ an @, any
-- other is Q with four digits, or QY with six, of its code point in the digits XWVKJHGFDCBTSRPN. So a part of a text is found in its
-- spelling exactly where it is in the text. Trigrams ignore case; the letter q is spelt too, so that it is not taken for a spelling's.
create function app.searchable(text) returns text
language plpgsql immutable strict parallel safe set search_path = pg_catalog
as $$
declare
  spelt text := replace(replace(app.fold(normalize($1, NFC)), '.', 'QZQ'), '@', 'QYQ');
  strange text;
  code text;
begin
  foreach strange in array string_to_array(regexp_replace(spelt, '[a-pr-z0-9QZY[:space:]]+', '', 'g'), null) loop
    code := translate(to_hex(ascii(strange)), '0123456789abcdef', 'XWVKJHGFDCBTSRPN');
    spelt := replace(spelt, strange, case when length(code) > 4 then 'QY' || lpad(code, 6, 'X') else 'Q' || lpad(code, 4, 'X') end);
  end loop;
  return regexp_replace(spelt, '[[:space:]]+', ' ', 'g');
end
$$;

-- The text in which needles are looked for. Ends with a blank, so that a character always follows the last one of a field. Its length is
-- bounded by what an index row holds; only fields full of characters beyond Latin are ever cut.
create function app.search_text(variadic fields text[]) returns text
language sql immutable strict parallel safe set search_path = pg_catalog
as $$ select left(app.searchable(array_to_string(fields, ' ')), 1999) || ' ' $$;

-- The words of a needle; each must be found.
create function app.search_words(needle text) returns text[]
language sql immutable strict parallel safe set search_path = pg_catalog
as $$ select array(select distinct word from unnest(string_to_array(app.searchable(needle), ' ')) word where word <> '') $$;

-- The condition that every word is in `s.search`: plain, or in the form that trigrams answer. Three characters or more make trigrams by
-- themselves, two with each of the characters that may follow them. One makes none, and beside a long word short ones need none.
create function app.search_condition(words text[], by_trigrams boolean) returns text
language sql immutable strict parallel safe set search_path = pg_catalog
as $$
  select coalesce(string_agg(case
      when not by_trigrams or length(word) = 1 or (length(word) = 2 and longest > 2) then format('strpos(s.search, %L) > 0', word)
      when length(word) = 2 then format('s.search ~ %L', word || '[a-zA-Z0-9 ]')
      else format('s.search like %L', '%' || word || '%')
    end, ' and '), 'true')
    from unnest(words) word, (select max(length(w)) as longest from unnest(words) w) as lengths
$$;

-- CD-1: what is searched of each subscriber. The app keeps it in step, in the transaction of the change.
create table app.subscriber_search (
  account_id uuid not null,
  subscriber_id uuid not null,
  sort_name text collate "C" not null,
  search text collate "C" not null,
  primary key (account_id, subscriber_id)
);

-- The owner is behind the fence too and would read, and copy, no row: for this transaction, which holds the table's lock, it is not.
alter table app.subscribers no force row level security;

do $$
begin
  update app.subscribers set sort_name = app.sort_name(last_name, first_name) where octet_length(sort_name) > 600;
end
$$;

insert into app.subscriber_search (account_id, subscriber_id, sort_name, search)
select account_id, subscriber_id, sort_name,
       app.search_text(first_name, last_name, email, directory_number, mbg_sip_user_name, pbx_sip_user_name, client_service_user_name)
  from app.subscribers;

alter table app.subscriber_search add constraint subscriber_search_subscriber
  foreign key (account_id, subscriber_id) references app.subscribers (account_id, subscriber_id) on delete cascade;

alter table app.subscribers force row level security;

-- A page of a common needle is filled from here, in order and without touching the table.
create index subscriber_search_list on app.subscriber_search (account_id, sort_name, subscriber_id) include (search);

create index subscriber_search_trigrams on app.subscriber_search using gin (account_id, search public.gin_trgm_ops);

select app.fence('app.subscriber_search');

-- Writing needs to name rows, and nothing of what they hold.
revoke select on app.subscriber_search from rollcall_runtime;

grant select (account_id, subscriber_id) on app.subscriber_search to rollcall_runtime;

grant select on app.subscriber_search to rollcall_search;

create policy search on app.subscriber_search for select to rollcall_search using (true);

-- What the list can be narrowed by beside the needle; behind the fence for this role as for every other.
grant select (account_id, subscriber_id, profile_id, state, origin, update_pending, force_pending_at, redeploy_required, pin_locked_at,
    link_expires_at, deployment_pin_secret)
  on app.subscribers to rollcall_search;

-- What the list is narrowed by, as a join of `app.subscribers t`: the same conditions as `narrowed` in the subscribers' store.
create function app.subscriber_filter(filter jsonb) returns text
language sql immutable strict parallel safe set search_path = pg_catalog
as $$
  select case when filter - 'now' = '{}' then '' else
    ' join app.subscribers t on t.account_id = $1 and t.account_id = s.account_id and t.subscriber_id = s.subscriber_id and '
    || concat_ws(' and ',
      't.profile_id = ' || quote_literal(filter ->> 'profileId') || '::uuid',
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
      end)
  end
$$;

-- Which subscribers of the account have every word of the needle, in the order of their names, after that one? How to look is decided by
-- what is found, because the planner may use no statistics behind the fence: a common needle fills the page from the first entries of the
-- list; a rare one (at most 1 in 100 of those entries) is left to the trigrams, unless they find too many: names of one beginning stand
-- together, and the first entries may have missed them.
create function app.search_subscribers(
  needle text, filter jsonb, after_name text, after_id uuid, descending boolean, page_size integer)
returns setof uuid
language plpgsql stable security definer rows 50
set search_path = pg_catalog set max_parallel_workers_per_gather = 0 set jit = off set enable_seqscan = off
as $$
declare
  account uuid := nullif(current_setting('app.account_id', true), '')::uuid;
  words text[] := app.search_words(needle);
  plain text := app.search_condition(words, false);
  narrowing text := app.subscriber_filter(filter);
  direction text := case when descending then 'desc' else 'asc' end;
  after text := format('and (s.sort_name, s.subscriber_id) %s ($2, $3)', case when descending then '<' else '>' end);
  in_order text := format('order by s.sort_name %1$s, s.subscriber_id %1$s', direction);
  first_entries text := format('select * from app.subscriber_search s where s.account_id = $1 %s %s limit 10000',
    case when after_id is null then '' else after end, in_order);
  found_count integer;
  common_count integer;
  last_name text;
  last_id uuid;
  found uuid[];
  -- To read more than so many rows one by one costs more than reading the list on.
  rare_max constant integer := 3000;
begin
  if account is null then
    raise exception 'No account is entered.' using errcode = 'insufficient_privilege';
  end if;
  return query execute format('select s.subscriber_id from (%s) s %s where %s %s limit $4', first_entries, narrowing, plain, in_order)
    using account, after_name, after_id, page_size;
  get diagnostics found_count = row_count;
  if found_count >= page_size then return; end if;

  -- From where those entries ended; nowhere when they were all.
  execute format('select s.sort_name, s.subscriber_id from (%s) s offset 9999', first_entries)
    into last_name, last_id using account, after_name, after_id;
  if last_id is null then return; end if;
  common_count := found_count;
  if narrowing <> '' then
    execute format('select count(*) from (%s) s where %s', first_entries, plain) into common_count using account, after_name, after_id;
  end if;

  if common_count <= 100 and exists (select from unnest(words) word where length(word) > 1) then
    -- The ctid is in no index: the list cannot answer this, only the trigrams.
    execute format(
      'with s as materialized (
         select s.*, s.ctid from app.subscriber_search s where s.account_id = $1 %s and %s limit $5 + 1)
       select (select count(*) from s), array(select s.subscriber_id from s %s %s limit $4)',
      after, app.search_condition(words, true), narrowing, in_order)
      into common_count, found using account, last_name, last_id, page_size - found_count, rare_max;
    if common_count <= rare_max then
      return query select unnest(found);
      return;
    end if;
  end if;
  return query execute format(
    'select s.subscriber_id from app.subscriber_search s %s where s.account_id = $1 %s and %s %s limit $4',
    narrowing, after, plain, in_order)
    using account, last_name, last_id, page_size - found_count;
end
$$;

-- How many subscribers of the account have every word of the needle?
create function app.count_searched_subscribers(needle text, filter jsonb) returns bigint
language plpgsql stable security definer
set search_path = pg_catalog set max_parallel_workers_per_gather = 0 set jit = off set enable_seqscan = off
as $$
declare
  account uuid := nullif(current_setting('app.account_id', true), '')::uuid;
  words text[] := app.search_words(needle);
  plain text := app.search_condition(words, false);
  narrowing text := app.subscriber_filter(filter);
  common_count integer;
  found_count bigint;
begin
  if account is null then
    raise exception 'No account is entered.' using errcode = 'insufficient_privilege';
  end if;
  execute format('select count(*) from (select * from app.subscriber_search s where s.account_id = $1
      order by s.sort_name, s.subscriber_id limit 10000) s where %s', plain)
    into common_count using account;
  -- Short words are mostly common: one pass over the list beats the trigrams.
  if common_count > 100 or not exists (select from unnest(words) word where length(word) > 2) then
    execute format('select count(*) from app.subscriber_search s %s where s.account_id = $1 and %s', narrowing, plain)
      into found_count using account;
  else
    execute format('with s as materialized (select * from app.subscriber_search s where s.account_id = $1 and %s)
        select count(*) from s %s', app.search_condition(words, true), narrowing)
      into found_count using account;
  end if;
  return found_count;
end
$$;

revoke all on function app.search_subscribers(text, jsonb, text, uuid, boolean, integer), app.count_searched_subscribers(text, jsonb)
  from public;

grant execute on function app.search_subscribers(text, jsonb, text, uuid, boolean, integer), app.count_searched_subscribers(text, jsonb)
  to rollcall_runtime;

grant create on schema app to rollcall_search;

alter function app.search_subscribers(text, jsonb, text, uuid, boolean, integer) owner to rollcall_search;

alter function app.count_searched_subscribers(text, jsonb) owner to rollcall_search;

revoke create on schema app from rollcall_search;

-- What the list is sorted and looked up by, where that is no column: behind the fence an index is searched only by columns, because a
-- function in a condition might leak what it is given.
alter table app.subscribers
  add column email_key text collate "C" not null generated always as (lower(email)) stored,
  add column number_key text collate "C" not null generated always as (coalesce(directory_number, '')) stored,
  add column deployed_key timestamptz not null generated always as (coalesce(deployed_at, '-infinity')) stored,
  add column downloaded_key timestamptz not null generated always as (coalesce(downloaded_at, '-infinity')) stored;

do $$
begin
  drop index app.subscribers_by_email, app.subscribers_by_number, app.subscribers_by_deployed, app.subscribers_by_downloaded,
    app.subscribers_by_profile, app.subscribers_by_state;
end
$$;

create index subscribers_by_email on app.subscribers (account_id, email_key, subscriber_id);

create index subscribers_by_number on app.subscribers (account_id, number_key, subscriber_id);

create index subscribers_by_deployed on app.subscribers (account_id, deployed_key, subscriber_id);

create index subscribers_by_downloaded on app.subscribers (account_id, downloaded_key, subscriber_id);

-- Each filter, and each sort with a second key, in the order of the names.
create index subscribers_by_profile_name on app.subscribers (account_id, profile_id, sort_name, subscriber_id);

create index subscribers_by_state_name on app.subscribers (account_id, state, sort_name, subscriber_id);

create index subscribers_by_origin on app.subscribers (account_id, origin, sort_name, subscriber_id);

create index subscribers_by_pin_set on app.subscribers (account_id, (deployment_pin_secret is not null), sort_name, subscriber_id);

create index subscribers_update_pending on app.subscribers (account_id, sort_name, subscriber_id) where update_pending;

create index subscribers_redeploy_required on app.subscribers (account_id, sort_name, subscriber_id) where redeploy_required;

create index subscribers_force_pending on app.subscribers (account_id, sort_name, subscriber_id) where force_pending_at is not null;

create index subscribers_locked on app.subscribers (account_id, sort_name, subscriber_id) where pin_locked_at is not null;

create index subscribers_sent on app.subscribers (account_id, link_expires_at) where state = 'sent';
