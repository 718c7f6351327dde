-- The schema after all migrations. Written by `npm run schema`; a test compares it with a freshly migrated database.

create extension btree_gin;

create extension pg_trgm;

create extension unaccent;

create schema app;

CREATE OR REPLACE FUNCTION app.admins_of_partner()
 RETURNS TABLE(user_id uuid, email text, language text)
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog'
AS $function$
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
$function$
;
-- may execute: rollcall_runtime

CREATE OR REPLACE FUNCTION app.clients_at_credentials(accounts uuid[], credentials bytea)
 RETURNS TABLE(account json, profiles json, clients json)
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog'
AS $function$
declare
  entered uuid;
begin
  foreach entered in array array(select distinct unnest(accounts)) loop
    perform app.enter(entered);
    return query
      with asked as materialized (
        select place, substring(credentials from 32 * place::integer - 31 for 32) as credential
          from unnest(accounts) with ordinality as k (account_id, place)
         where account_id = entered
      ), found as materialized (
        select k.place, k.credential, s.profile_id,
               json_build_object(
                 'place', k.place, 'cameWithPrevious', c.credential_hash <> k.credential,
                 'client', json_build_object(
                   'clientId', c.client_id, 'subscriberId', c.subscriber_id, 'kind', c.kind, 'generation', c.generation,
                   'configurationVersion', c.configuration_version, 'credentialIssuedAt', c.credential_issued_at,
                   'isCredentialUsed', c.credential_used_at is not null, 'isForcePending', c.force_pending_at is not null,
                   'isKnownAsCopied', c.copied_at is not null, 'isRevoked', c.revoked_at is not null),
                 'subscriber', case when s.subscriber_id is not null then json_build_object(
                   'subscriberId', s.subscriber_id, 'profileId', s.profile_id, 'updatePending', s.update_pending,
                   'firstName', s.first_name, 'lastName', s.last_name, 'language', s.language,
                   'directoryNumber', s.directory_number,
                   'pbxSipHost', s.pbx_sip_host, 'pbxSipUserName', s.pbx_sip_user_name, 'pbxSipSecret', s.pbx_sip_secret,
                   'mbgSipUserName', s.mbg_sip_user_name, 'mbgSipSecret', s.mbg_sip_secret,
                   'voicemailNumber', s.voicemail_number, 'clientServiceHost', s.client_service_host,
                   'clientServicePort', s.client_service_port, 'clientServiceUserName', s.client_service_user_name,
                   'clientServiceSecret', s.client_service_secret) end) as client
          from asked k
          join app.clients c
            on c.account_id = entered and (c.credential_hash = k.credential or c.previous_credential_hash = k.credential)
          left join app.subscribers s on s.account_id = entered and s.subscriber_id = c.subscriber_id
      )
      select json_build_object('language', a.language, 'status', a.status),
             (select json_object_agg(p.profile_id, json_build_object(
                       'mbgSipHost', p.mbg_sip_host, 'mbgSipDomain', p.mbg_sip_domain, 'mbgRealm', p.mbg_realm,
                       'mbgSipPort', p.mbg_sip_port, 'mbgTransport', p.mbg_transport, 'mbgMediaSecurity', p.mbg_media_security,
                       'pbxSipDomain', p.pbx_sip_domain, 'pbxRealm', p.pbx_realm, 'pbxSipPort', p.pbx_sip_port,
                       'pbxTransport', p.pbx_transport, 'pbxMediaSecurity', p.pbx_media_security,
                       'registrationExpirySeconds', p.registration_expiry_seconds, 'voicemailNumber', p.voicemail_number,
                       'codecs', p.codecs, 'refreshHours', p.refresh_hours, 'blockCopiedClients', p.block_copied_clients))
                from app.deployment_profiles p
               where p.account_id = entered and p.profile_id in (select f.profile_id from found f)),
             (select json_agg(f.client) from found f)
        from app.accounts a
       where a.account_id = entered and exists (select from found);
  end loop;
end
$function$
;
-- may execute: rollcall_runtime

CREATE OR REPLACE FUNCTION app.count_list(list text, filter jsonb, needle text)
 RETURNS bigint
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog'
 SET max_parallel_workers_per_gather TO '0'
 SET jit TO 'off'
 SET enable_seqscan TO 'off'
AS $function$
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
$function$
;
-- may execute: rollcall_search

CREATE OR REPLACE FUNCTION app.count_searched_subscribers(needle text, filter jsonb)
 RETURNS bigint
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$ select app.count_list('subscribers', filter, needle) $function$
;
-- may execute: rollcall_runtime

CREATE OR REPLACE FUNCTION app.count_searched_users(needle text, filter jsonb)
 RETURNS bigint
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$ select app.count_list('users', filter, needle) $function$
;
-- may execute: rollcall_runtime

CREATE OR REPLACE FUNCTION app.directory_conditions(filter jsonb)
 RETURNS TABLE(one_by_one text, at_once text)
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
 SET search_path TO 'pg_catalog'
AS $function$
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
$function$
;
-- may execute: public

CREATE OR REPLACE FUNCTION app.enqueue(task text, payload json, job_key text, run_at timestamp with time zone, queue text, max_attempts integer, priority integer)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
begin
  perform graphile_worker.add_job(
    identifier => task, payload => payload, queue_name => queue, run_at => run_at,
    max_attempts => max_attempts, job_key => job_key, priority => priority);
end
$function$
;
-- may execute: rollcall_runtime

CREATE OR REPLACE FUNCTION app.enqueue_many(task text, payloads json[], max_attempts integer, priority integer)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
  select from graphile_worker.add_jobs(
    (select array_agg(row(task, p, null, null, max_attempts, null, priority, null)::graphile_worker.job_spec) from unnest(payloads) p))
$function$
;
-- may execute: rollcall_runtime

CREATE OR REPLACE FUNCTION app.enter(account uuid)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog'
AS $function$
begin
  execute format('set local app.account_id = %L', account);
end
$function$
;
-- may execute: public
-- may execute: rollcall_runtime

CREATE OR REPLACE FUNCTION app.enter_partner(partner uuid)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog'
AS $function$
begin
  execute format('set local app.partner_id = %L', partner);
end
$function$
;
-- may execute: public
-- may execute: rollcall_runtime

CREATE OR REPLACE FUNCTION app.fence(tenant_table regclass)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog'
AS $function$
begin
  execute format('alter table %s enable row level security', tenant_table);
  execute format('alter table %s force row level security', tenant_table);
  execute format(
    $policy$create policy tenant on %s
      using (account_id = nullif(current_setting('app.account_id', true), '')::uuid)
      with check (account_id = nullif(current_setting('app.account_id', true), '')::uuid)$policy$,
    tenant_table);
  execute format('grant select, insert, update, delete on %s to rollcall_runtime', tenant_table);
end
$function$
;
-- may execute: 

CREATE OR REPLACE FUNCTION app.fold(text)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT
 SET search_path TO 'pg_catalog'
AS $function$
declare
  folded text := lower(public.unaccent('public.unaccent'::regdictionary, $1));
begin
  if octet_length(folded) > length(folded) then
    folded := translate(folded, 'ς', 'σ');
    if folded ~ '[\u0591-\u05c7\u0610-\u06ed]' then
      folded := regexp_replace(folded,
        '[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed]', '', 'g');
    end if;
  end if;
  return folded;
end
$function$
;
-- may execute: public
-- may execute: rollcall_runtime

CREATE OR REPLACE FUNCTION app.search_condition(words text[], by_trigrams boolean)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
 SET search_path TO 'pg_catalog'
AS $function$
  select coalesce(string_agg(case
      -- Each strange sign begins with Q, and with it two in each address: `like` would stop at each of them.
      when word like 'Q%' and not by_trigrams then format('strpos(s.search, %L) > 0', word)
      when not by_trigrams or length(word) = 1 then format('(s.search like %L) is true', '%' || word || '%')
      when length(word) = 2 then format('s.search ~ %L', word || '[a-zA-Z0-9 ]')
      when around is not null then format('%s and strpos(s.search, %L) > 0', around, word)
      else format('s.search like %L', '%' || word || '%')
    end, ' and '), 'true')
    from unnest(words) word
   cross join lateral (
     select string_agg(format('s.search like %L', '%' || part || '%'), ' and ') as around
       from string_to_table(regexp_replace(regexp_replace(word, 'Q([YZ])Q', 'Q\1|\1Q', 'g'), 'QXX(..)', 'QX|\1', 'g'), '|') part
      where length(part) > 2 and part <> word) signs
$function$
;
-- may execute: public

CREATE OR REPLACE FUNCTION app.search_customer_users(needle text, after_name text, after_id uuid, page_size integer, looked_at timestamp with time zone DEFAULT now(), lacks_second_factor boolean DEFAULT true)
 RETURNS TABLE(account_id uuid, id uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER ROWS 50
 SET search_path TO 'pg_catalog'
AS $function$
  select account_id, id
    from app.search_list('customer users', jsonb_build_object('at', looked_at, 'lacksSecondFactor', lacks_second_factor),
      needle, after_name, after_id, false, page_size)
$function$
;
-- may execute: rollcall_runtime

CREATE OR REPLACE FUNCTION app.search_directory(needle text, filter jsonb, after_name text, after_id uuid, page_size integer)
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER ROWS 50
 SET search_path TO 'pg_catalog'
AS $function$ select id from app.search_list('directory', filter, needle, after_name, after_id, false, page_size) $function$
;
-- may execute: rollcall_runtime

CREATE OR REPLACE FUNCTION app.search_list(list text, filter jsonb, needle text, after_name text, after_id uuid, descending boolean, page_size integer)
 RETURNS TABLE(account_id uuid, id uuid)
 LANGUAGE plpgsql
 STABLE ROWS 50
 SET search_path TO 'pg_catalog'
 SET max_parallel_workers_per_gather TO '0'
 SET jit TO 'off'
 SET enable_seqscan TO 'off'
AS $function$
declare
  l record := app.searched_list(list, filter);
  words text[] := app.search_words(needle);
  plain text := app.search_condition(words, false);
  one_by_one text := coalesce(l.one_by_one, 'true');
  at_once text := coalesce(l.at_once, 'true');
  narrowing record;
  few uuid[];
  direction text := case when descending then 'desc' else 'asc' end;
  after text := format('and (s.sort_name, s.%I) %s ($2, $3)', l.id, case when descending then '<' else '>' end);
  in_order text := format('order by s.sort_name %1$s, s.%2$I %1$s', direction, l.id);
  -- The next so many entries ($5) after a place or from the beginning, which is filled in later, as are the words. Nothing else here holds a
  -- percent sign: filters are made of ids, names of states and times.
  entries text := format('select * from %s s where s.%I = $1 %%1$s %s limit $5', l.searched, l.scope, in_order);
  page text := format('select s.account_id, s.%I from (%s) s where %%2$s and %s %s limit $4', l.id, entries, one_by_one, in_order);
  end_of_entries text := format('select s.sort_name, s.%I from (%s) s offset $5 - 1', l.id, entries);
  found_of text := 'select array(select array[s.account_id, s.id] from (%s) s(account_id, id))';
  from_place text := case when after_id is null then '' else after end;
  -- What the trigrams are asked for, and what is compared afterwards: for two letters they are asked for all three that begin with them.
  asked text[] := array(select word from unnest(words) word where length(word) > 2);
  compared text[] := array(select word from unnest(words) word where length(word) <= 2);
  found_count integer;
  last_name text;
  last_id uuid;
  percent double precision;
  sampled record;
  match_count double precision;
  asking_cost double precision;
  list_count double precision;
  missing integer := page_size;
  next_wanted double precision;
  is_read_on boolean;
  by_trigrams boolean;
  found uuid[];
  next_count integer;
  next_found uuid[];
  matching text;
  first_entries constant integer := 5000;
  -- Where a narrowed list wants more than the first entries hold, so many of them tell how to go on.
  looked_first integer := case when page_size > first_entries and l.one_by_one is not null then 1000 else first_entries end;
  -- To look up so many takes 20 ms, and to see that they are more 1 ms.
  few_max constant integer := 5000;
  -- Up to 15 ms of reading the list.
  next_entries constant integer := 40000;
  -- Records looked up one by one; to gather all that fit takes 20 to 80 ms.
  looked_up_max constant integer := 20000;
  -- Two to three thousand rows from all over the table, in 1 ms.
  sampled_pages constant integer := 60;
  -- What it takes, in microseconds: an entry of the list, what the trigrams take whatever they find, the same of two letters, and a row that they find.
  entry_cost constant double precision := 0.37;
  trigrams_cost constant double precision := 4000;
  two_letters_cost constant double precision := 8000;
  row_cost constant double precision := 1.7;
  -- To put more rows in order takes the disk; and of a narrowed list their records are looked up.
  rows_max constant integer := case when l.one_by_one is null then 50000 else 12000 end;
begin
  for narrowing in
    select * from app.subscriber_conditions(filter) where list = 'subscribers'
    union all
    select * from app.user_conditions(filter) where list = 'users'
  loop
    execute format('select array(select t.%I from %s t where t.account_id = $1 and %s limit $2)',
        narrowing.key, narrowing.records, narrowing.condition)
      into few using l.owner, few_max + 1;
    if cardinality(few) <= few_max then
      return query execute format(
        'select s.account_id, s.%1$I from unnest($6) few(id)
          cross join lateral (select * from %2$s s where s.account_id = $1 and s.%1$I = few.id offset 0) s
          where %3$s and %4$s %5$s %6$s limit $4',
        l.id, l.searched, plain, one_by_one, from_place, in_order)
        using l.owner, after_name, after_id, missing, null, few;
      return;
    end if;
  end loop;

  execute format(found_of, format(page, from_place, plain)) into found using l.owner, after_name, after_id, missing, looked_first;
  return query select found[n][1], found[n][2] from generate_subscripts(found, 1) n order by n;
  found_count := coalesce(array_length(found, 1), 0);
  missing := missing - found_count;
  if missing <= 0 then return; end if;

  -- How many does the whole list have? By the same pages each time, which stay in memory.
  percent := least(100, 100.0 * sampled_pages * 8192 / greatest(pg_relation_size(l.searched::regclass), 1));
  execute format(
    'select count(*) as rows, count(*) filter (where mine) as entries, count(*) filter (where mine and %s) as matches_asked,
            count(*) filter (where mine and %s) as matches
       from (select s.*, s.%I = $1 as mine from %s s tablesample system (%s) repeatable (0)) s',
    app.search_condition(asked, false), plain, l.scope, l.searched, percent)
    into sampled using l.owner;
  list_count := sampled.entries * 100 / percent;
  match_count := sampled.matches_asked * 100 / percent;
  asking_cost := trigrams_cost + match_count * row_cost;
  -- Two letters are asked for as well where that spares more rows than it takes.
  if asked = '{}' or asking_cost > trigrams_cost + cardinality(compared) * two_letters_cost + sampled.matches * 100 / percent * row_cost then
    match_count := sampled.matches * 100 / percent;
    asking_cost := trigrams_cost + cardinality(compared) * two_letters_cost + match_count * row_cost;
    asked := words;
    compared := '{}';
  end if;
  by_trigrams := match_count <= rows_max and asking_cost <= list_count * entry_cost
    and exists (select from unnest(words) word where length(word) > 1);

  -- By the measure of those looked at, who may all begin with the same, and of the whole list the next fill the page, and sooner than the trigrams.
  next_wanted := missing / greatest(
    least(found_count / looked_first::double precision, sampled.matches / greatest(sampled.entries, 1)::double precision), 0.000001);
  is_read_on := next_wanted <= next_entries and (next_wanted * entry_cost <= asking_cost or not by_trigrams)
    and (l.one_by_one is null or next_wanted * sampled.matches / greatest(sampled.entries, 1) <= looked_up_max);

  if is_read_on or not by_trigrams then
    -- From where those entries ended; nowhere when they were all.
    execute format(end_of_entries, from_place) into last_name, last_id using l.owner, after_name, after_id, null, looked_first;
    if last_id is null then return; end if;
  end if;
  if is_read_on then
    -- Twice what is expected, or for half as long as the trigrams would take.
    next_count := least(next_entries, greatest(2 * next_wanted, case when by_trigrams then asking_cost / entry_cost / 2 else next_entries end));
    execute format(found_of, format(page, after, plain)) into next_found using l.owner, last_name, last_id, missing, next_count;
    return query select next_found[n][1], next_found[n][2] from generate_subscripts(next_found, 1) n order by n;
    missing := missing - coalesce(array_length(next_found, 1), 0);
    if missing <= 0 then return; end if;
    found := found || next_found;
  end if;

  if by_trigrams then
    -- Whose list it is, is asked of the index as well, unless most rows are theirs: to leave out the others takes less than to read that all of these
    -- are not. The ctid is in no index: the list cannot answer this, only the trigrams. Records are looked up in the order of the list, until the page
    -- is full.
    matching := format(
      'select %s, s.ctid from %s s where %s %s and %s and %s and s.%I <> all ($5) offset 0',
      case when l.one_by_one is null then format('s.account_id, s.%I, s.sort_name', l.id) else 's.*' end, l.searched,
      format(case when sampled.entries * 2 > sampled.rows then '(s.%I = $1) is true' else 's.%I = $1' end, l.scope), from_place,
      app.search_condition(asked, true), app.search_condition(compared, false), l.id);
    if l.one_by_one is not null then
      matching := format('select * from (%s) s %s offset 0', matching, in_order);
    end if;
    return query execute format('select s.account_id, s.%I from (%s) s where %s %s limit $4', l.id, matching, one_by_one, in_order)
      using l.owner, after_name, after_id, missing, found[:][2:2];
    return;
  end if;

  if is_read_on then
    execute format(end_of_entries, after) into last_name, last_id using l.owner, last_name, last_id, null, next_count;
    if last_id is null then return; end if;
  end if;
  return query execute format(
    'select s.account_id, s.%I from %s s where s.%I = $1 %s and %s and %s %s limit $4',
    l.id, l.searched, l.scope, after, plain, at_once, in_order)
    using l.owner, last_name, last_id, missing;
end
$function$
;
-- may execute: rollcall_search

CREATE OR REPLACE FUNCTION app.search_subscribers(needle text, filter jsonb, after_name text, after_id uuid, descending boolean, page_size integer)
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER ROWS 50
 SET search_path TO 'pg_catalog'
AS $function$ select id from app.search_list('subscribers', filter, needle, after_name, after_id, descending, page_size) $function$
;
-- may execute: rollcall_runtime

CREATE OR REPLACE FUNCTION app.search_text(VARIADIC fields text[])
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT
 SET search_path TO 'pg_catalog'
AS $function$
declare
  -- The first two fields are the names.
  names text := fields[1] || fields[2];
begin
  if octet_length(names) > length(names) and names ~ '[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]' then
    fields := fields || array[fields[2] || fields[1], names];
  end if;
  return left(app.searchable(array_to_string(fields, ' ')), 1999) || ' ';
end
$function$
;
-- may execute: public

CREATE OR REPLACE FUNCTION app.search_users(needle text, filter jsonb, after_name text, after_id uuid, descending boolean, page_size integer)
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER ROWS 50
 SET search_path TO 'pg_catalog'
AS $function$ select id from app.search_list('users', filter, needle, after_name, after_id, descending, page_size) $function$
;
-- may execute: rollcall_runtime

CREATE OR REPLACE FUNCTION app.search_words(needle text)
 RETURNS text[]
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
 SET search_path TO 'pg_catalog'
AS $function$ select array(select distinct word from unnest(string_to_array(app.searchable(needle), ' ')) word where word <> '') $function$
;
-- may execute: public

CREATE OR REPLACE FUNCTION app.searchable(text)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT
 SET search_path TO 'pg_catalog'
AS $function$
declare
  spelt text := $1;
  strange text;
  code text;
begin
  if spelt is not nfc normalized then
    spelt := normalize(spelt, nfc);
  end if;
  spelt := replace(replace(app.fold(spelt), '.', 'QZQ'), '@', 'QYQ');
  if spelt ~ '[^a-pr-z0-9QZY[:space:]]' then
    foreach strange in array string_to_array(regexp_replace(spelt, '[a-pr-z0-9QZY[:space:]]+', '', 'g'), null) loop
      code := translate(to_hex(ascii(strange)), '0123456789abcdef', 'XWVKJHGFDCBTSRPN');
      spelt := replace(spelt, strange, case when length(code) > 4 then 'QY' || lpad(code, 6, 'X') else 'Q' || lpad(code, 4, 'X') end);
    end loop;
  end if;
  if spelt ~ '  |(?! )[[:space:]]' then
    spelt := regexp_replace(spelt, '[[:space:]]+', ' ', 'g');
  end if;
  return spelt;
end
$function$
;
-- may execute: public

CREATE OR REPLACE FUNCTION app.searched_list(list text, filter jsonb, OUT searched text, OUT id text, OUT scope text, OUT owner uuid, OUT one_by_one text, OUT at_once text)
 RETURNS record
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog'
AS $function$
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
$function$
;
-- may execute: rollcall_search

CREATE OR REPLACE FUNCTION app.some_subscribers(needle text, most integer)
 RETURNS SETOF uuid
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 50
 SET search_path TO 'pg_catalog'
 SET max_parallel_workers_per_gather TO '0'
 SET jit TO 'off'
 SET enable_seqscan TO 'off'
AS $function$
begin
  -- The ctid is in no index: only the trigrams answer this.
  return query execute format(
    'with s as materialized (select s.subscriber_id, s.ctid from app.subscriber_search s where s.account_id = $1 and %s limit $2)
     select subscriber_id from s', app.search_condition(app.search_words(needle), true))
    using nullif(current_setting('app.account_id', true), '')::uuid, most;
end
$function$
;
-- may execute: rollcall_runtime

CREATE OR REPLACE FUNCTION app.sort_name(last_name text, first_name text)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT
 SET search_path TO 'pg_catalog'
AS $function$
declare
  name text := app.fold(trim(last_name || ' ' || first_name));
begin
  return case when octet_length(name) <= 600 then name else left(name, 150) end;
end
$function$
;
-- may execute: public

CREATE OR REPLACE FUNCTION app.subscriber_conditions(filter jsonb)
 RETURNS TABLE(records text, key text, condition text)
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
 SET search_path TO 'pg_catalog'
AS $function$
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
      '(t.user_id is not null) = ' || (filter -> 'assigned')::boolean,
      case (filter -> 'linkExpired')::boolean
        when true then format('t.state = ''sent'' and t.link_expires_at < %L::timestamptz', filter ->> 'now')
        when false then
          format('(t.state <> ''sent'' or t.link_expires_at is null or t.link_expires_at >= %L::timestamptz)', filter ->> 'now')
      end]) condition
   where condition is not null
  union all
  select 'app.operation_items', 'subject_id', format('t.outcome = ''done'' and t.operation_id = %L::uuid', filter ->> 'operationId')
   where filter ->> 'operationId' is not null
$function$
;
-- may execute: public

CREATE OR REPLACE FUNCTION app.user_conditions(filter jsonb)
 RETURNS TABLE(records text, key text, condition text)
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
 SET search_path TO 'pg_catalog'
AS $function$
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
  union all
  select 'app.operation_items', 'subject_id', format('t.outcome = ''done'' and t.operation_id = %L::uuid', filter ->> 'operationId')
   where filter ->> 'operationId' is not null
$function$
;
-- may execute: public

CREATE OR REPLACE FUNCTION app.user_search_text(first_name text, last_name text, email text, extension text, mobile text, phone_digits text)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog'
AS $function$
declare
  mobile_digits text := case when split_part(phone_digits, ' ', 1) = substr(mobile, 2)
    then split_part(phone_digits, ' ', 1) || ' ' || split_part(phone_digits, ' ', 2) end;
begin
  if mobile_digits is null then
    return app.search_text(first_name, last_name, email, extension, phone_digits);
  end if;
  return app.search_text(first_name, last_name, email, extension, substr(phone_digits, length(mobile_digits) + 2)) || '|' || mobile_digits || ' ';
end
$function$
;
-- may execute: public

create table app.account_figures (
  account_id uuid not null,
  partner_id uuid not null,
  users integer not null,
  registered integer not null,
  subscribers integer not null,
  deployed integer not null,
  downloaded integer not null,
  attention integer not null,
  mails_refused integer not null,
  pins_locked integer not null,
  links_expired integer not null,
  counted_at timestamp with time zone not null,
  constraint account_figures_pkey PRIMARY KEY (account_id)
);
alter table app.account_figures enable row level security;
alter table app.account_figures force row level security;
create policy partner on app.account_figures for select to public using ((partner_id = (NULLIF(current_setting('app.partner_id'::text, true), ''::text))::uuid));
create policy tenant on app.account_figures for all to public using ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid)) with check ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on app.account_figures to rollcall_runtime;

create table app.accounts (
  account_id uuid not null,
  parent_id uuid,
  kind text not null,
  name text not null,
  country text not null,
  language text not null default 'en'::text,
  time_zone text not null default 'UTC'::text,
  redirect_bypass boolean not null default false,
  partner_access_mode text not null default 'open'::text,
  partner_access_until timestamp with time zone,
  status text not null default 'active'::text,
  default_profile_id uuid,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  customer_number text,
  business_type text,
  street text,
  postal_code text,
  city text,
  region text,
  support_contact_name text,
  support_contact_email text,
  support_contact_phone text,
  admins_need_second_factor boolean not null default false,
  directory text not null default 'work-numbers'::text,
  constraint accounts_pkey PRIMARY KEY (account_id),
  constraint accounts_country CHECK ((country ~ '^[A-Z]{2}$'::text)),
  constraint accounts_directory CHECK ((directory = ANY (ARRAY['off'::text, 'work-numbers'::text, 'all-numbers'::text]))),
  constraint accounts_kind CHECK ((kind = ANY (ARRAY['operator'::text, 'partner'::text, 'customer'::text]))),
  constraint accounts_name CHECK (((char_length(name) >= 1) AND (char_length(name) <= 100))),
  constraint accounts_parent CHECK (((kind = 'operator'::text) = (parent_id IS NULL))),
  constraint accounts_partner_access CHECK ((partner_access_mode = ANY (ARRAY['open'::text, 'ask'::text, 'closed'::text]))),
  constraint accounts_status CHECK ((status = ANY (ARRAY['active'::text, 'deactivated'::text])))
);
CREATE INDEX accounts_parent_name ON app.accounts USING btree (parent_id, name, account_id);
CREATE INDEX accounts_shut ON app.accounts USING btree (parent_id, account_id) WHERE ((status <> 'active'::text) OR (partner_access_mode <> 'open'::text) OR (partner_access_until IS NOT NULL) OR admins_need_second_factor);
alter table app.accounts enable row level security;
alter table app.accounts force row level security;
create policy partner on app.accounts for select to public using ((parent_id = (NULLIF(current_setting('app.partner_id'::text, true), ''::text))::uuid));
create policy tenant on app.accounts for all to public using ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid)) with check ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on app.accounts to rollcall_runtime;

create table app.api_keys (
  account_id uuid not null,
  key_id uuid not null,
  name text not null,
  prefix text not null,
  token_hash bytea not null,
  scopes text[] not null,
  created_by uuid not null,
  created_by_name text not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone,
  last_used_at timestamp with time zone,
  last_used_from text,
  revoked_at timestamp with time zone,
  revoked_by_name text,
  constraint api_keys_pkey PRIMARY KEY (account_id, key_id)
);
CREATE INDEX api_keys_maker ON app.api_keys USING btree (account_id, created_by);
CREATE UNIQUE INDEX api_keys_token ON app.api_keys USING btree (account_id, token_hash);
alter table app.api_keys enable row level security;
alter table app.api_keys force row level security;
create policy tenant on app.api_keys for all to public using ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid)) with check ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on app.api_keys to rollcall_runtime;

create table app.audit_events (
  account_id uuid not null,
  event_id uuid not null,
  at timestamp with time zone not null,
  actor_kind text not null,
  actor_id uuid,
  actor_account_id uuid,
  actor_name text,
  action text not null,
  subject_kind text not null,
  subject_id uuid,
  details jsonb not null default '{}'::jsonb,
  address text,
  request_id text,
  constraint audit_events_pkey PRIMARY KEY (account_id, event_id),
  constraint audit_events_actor_kind CHECK ((actor_kind = ANY (ARRAY['user'::text, 'api-key'::text, 'system'::text, 'operator'::text, 'end-user'::text, 'connection'::text])))
);
CREATE INDEX audit_events_actor ON app.audit_events USING btree (account_id, actor_id, event_id) WHERE (actor_id IS NOT NULL);
CREATE INDEX audit_events_subject ON app.audit_events USING btree (account_id, subject_id, event_id);
alter table app.audit_events enable row level security;
alter table app.audit_events force row level security;
create policy tenant on app.audit_events for all to public using ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid)) with check ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid));
grant insert, select on app.audit_events to rollcall_runtime;

create table app.audit_seals (
  account_id uuid not null,
  position bigint not null,
  event_id uuid not null,
  hash bytea not null,
  sealed_at timestamp with time zone not null,
  constraint audit_seals_event UNIQUE (account_id, event_id),
  constraint audit_seals_pkey PRIMARY KEY (account_id, "position"),
  constraint audit_seals_hash CHECK ((octet_length(hash) = 32)),
  constraint audit_seals_position CHECK (("position" > 0))
);
alter table app.audit_seals enable row level security;
alter table app.audit_seals force row level security;
create policy tenant on app.audit_seals for all to public using ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid)) with check ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid));
grant insert, select on app.audit_seals to rollcall_runtime;

create table app.audit_unsealed (
  account_id uuid not null,
  event_id uuid not null,
  constraint audit_unsealed_pkey PRIMARY KEY (account_id, event_id)
);
grant delete, insert, select on app.audit_unsealed to rollcall_runtime;

create table app.clients (
  account_id uuid not null,
  client_id uuid not null,
  subscriber_id uuid not null,
  deployment_id uuid,
  kind text not null,
  name text not null,
  generation integer not null default 1,
  credential_hash bytea not null,
  credential_issued_at timestamp with time zone not null,
  credential_used_at timestamp with time zone,
  previous_credential_hash bytea,
  user_agent text,
  address text,
  configuration_version text,
  created_at timestamp with time zone not null,
  downloaded_at timestamp with time zone,
  last_seen_at timestamp with time zone,
  force_pending_at timestamp with time zone,
  force_obeyed_at timestamp with time zone,
  copied_at timestamp with time zone,
  revoked_at timestamp with time zone,
  revoked_because text,
  reset_delivered_at timestamp with time zone,
  delivered text,
  suspicious text,
  constraint clients_pkey PRIMARY KEY (account_id, client_id),
  constraint clients_kind CHECK ((kind = ANY (ARRAY['linphone'::text, 'baresip'::text, 'microsip'::text, 'generic'::text]))),
  constraint clients_suspicious CHECK ((suspicious = 'within-60-seconds'::text))
);
CREATE UNIQUE INDEX clients_credential ON app.clients USING btree (account_id, credential_hash);
CREATE INDEX clients_previous_credential ON app.clients USING btree (account_id, previous_credential_hash);
CREATE INDEX clients_subscriber ON app.clients USING btree (account_id, subscriber_id, client_id);
alter table app.clients enable row level security;
alter table app.clients force row level security;
create policy tenant on app.clients for all to public using ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid)) with check ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on app.clients to rollcall_runtime;

create table app.commit_marks (
  mark_id uuid not null,
  made_at timestamp with time zone not null,
  is_denied boolean not null default false,
  constraint commit_marks_pkey PRIMARY KEY (mark_id)
);
grant delete, insert, select on app.commit_marks to rollcall_runtime;

create table app.data_keys (
  account_id uuid not null,
  key_id uuid not null,
  master_key_id text not null,
  wrapped_key bytea not null,
  created_at timestamp with time zone not null,
  constraint data_keys_pkey PRIMARY KEY (account_id, key_id)
);
alter table app.data_keys enable row level security;
alter table app.data_keys force row level security;
create policy tenant on app.data_keys for all to public using ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid)) with check ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on app.data_keys to rollcall_runtime;

create table app.deployment_email_versions (
  account_id uuid not null,
  language text not null,
  version integer not null,
  subject text,
  body text,
  created_at timestamp with time zone not null,
  created_by uuid,
  created_by_name text,
  constraint deployment_email_versions_pkey PRIMARY KEY (account_id, language, version),
  constraint deployment_email_versions_texts CHECK (((subject IS NULL) = (body IS NULL)))
);
alter table app.deployment_email_versions enable row level security;
alter table app.deployment_email_versions force row level security;
create policy tenant on app.deployment_email_versions for all to public using ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid)) with check ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on app.deployment_email_versions to rollcall_runtime;

create table app.deployment_profiles (
  account_id uuid not null,
  profile_id uuid not null,
  name text not null,
  do_not_deploy boolean not null default false,
  mbg_sip_host text,
  mbg_sip_domain text,
  mbg_realm text,
  mbg_sip_port integer,
  mbg_transport text not null default 'udp'::text,
  mbg_media_security text not null default 'none'::text,
  pbx_sip_domain text,
  pbx_realm text,
  pbx_sip_port integer,
  pbx_transport text not null default 'udp'::text,
  pbx_media_security text not null default 'none'::text,
  registration_expiry_seconds integer not null default 3600,
  voicemail_number text,
  codecs text[] not null default '{opus,PCMA,PCMU}'::text[],
  client_kinds text[] not null default '{linphone,baresip,microsip,generic}'::text[],
  clients_per_link integer not null default 1,
  link_life_hours integer not null default 72,
  pin_required boolean not null default true,
  central_email text,
  self_deployment boolean not null default false,
  refresh_hours integer not null default 24,
  block_copied_clients boolean not null default false,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint deployment_profiles_pkey PRIMARY KEY (account_id, profile_id),
  constraint deployment_profiles_central_pin CHECK (((central_email IS NULL) OR pin_required)),
  constraint deployment_profiles_clients_per_link CHECK (((clients_per_link >= 1) AND (clients_per_link <= 5))),
  constraint deployment_profiles_mbg_media CHECK ((mbg_media_security = ANY (ARRAY['none'::text, 'sdes'::text, 'dtls'::text]))),
  constraint deployment_profiles_mbg_transport CHECK ((mbg_transport = ANY (ARRAY['udp'::text, 'tcp'::text, 'tls'::text]))),
  constraint deployment_profiles_name_length CHECK (((char_length(name) >= 1) AND (char_length(name) <= 100))),
  constraint deployment_profiles_pbx_media CHECK ((pbx_media_security = ANY (ARRAY['none'::text, 'sdes'::text, 'dtls'::text]))),
  constraint deployment_profiles_pbx_transport CHECK ((pbx_transport = ANY (ARRAY['udp'::text, 'tcp'::text, 'tls'::text])))
);
CREATE UNIQUE INDEX deployment_profiles_name ON app.deployment_profiles USING btree (account_id, lower(name));
alter table app.deployment_profiles enable row level security;
alter table app.deployment_profiles force row level security;
create policy tenant on app.deployment_profiles for all to public using ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid)) with check ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on app.deployment_profiles to rollcall_runtime;

create table app.deployments (
  account_id uuid not null,
  deployment_id uuid not null,
  subscriber_id uuid not null,
  operation_id uuid,
  channel text not null,
  revision integer not null default 1,
  token_hash bytea not null,
  expires_at timestamp with time zone not null,
  created_at timestamp with time zone not null,
  sent_at timestamp with time zone,
  opened_at timestamp with time zone,
  revoked_at timestamp with time zone,
  revoked_because text,
  pin_failures integer not null default 0,
  clients_allowed integer not null default 1,
  clients_made integer not null default 0,
  constraint deployments_pkey PRIMARY KEY (account_id, deployment_id),
  constraint deployments_channel CHECK ((channel = ANY (ARRAY['mail'::text, 'hand-over'::text, 'self'::text])))
);
CREATE INDEX deployments_subscriber ON app.deployments USING btree (account_id, subscriber_id, deployment_id);
CREATE UNIQUE INDEX deployments_token ON app.deployments USING btree (account_id, token_hash);
alter table app.deployments enable row level security;
alter table app.deployments force row level security;
create policy tenant on app.deployments for all to public using ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid)) with check ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on app.deployments to rollcall_runtime;

create table app.domain_directory (
  domain text not null,
  account_id uuid not null,
  constraint domain_directory_pkey PRIMARY KEY (domain)
);
grant delete, insert, select on app.domain_directory to rollcall_runtime;

create table app.email_defaults (
  language text not null,
  version integer not null,
  subject text not null,
  body text not null,
  constraint email_defaults_pkey PRIMARY KEY (language, version)
);
grant insert, select on app.email_defaults to rollcall_runtime;

create table app.email_domains (
  account_id uuid not null,
  domain text not null,
  challenge text not null,
  created_at timestamp with time zone not null,
  checked_at timestamp with time zone,
  verified_at timestamp with time zone,
  verified_by text,
  constraint email_domains_pkey PRIMARY KEY (account_id, domain),
  constraint email_domains_verified_by CHECK ((verified_by = ANY (ARRAY['dns'::text, 'operator'::text])))
);
alter table app.email_domains enable row level security;
alter table app.email_domains force row level security;
create policy tenant on app.email_domains for all to public using ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid)) with check ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on app.email_domains to rollcall_runtime;

create table app.failure_counters (
  counter bytea not null,
  failures jsonb not null default '{}'::jsonb,
  expires_at timestamp with time zone not null,
  constraint failure_counters_pkey PRIMARY KEY (counter)
);
CREATE INDEX failure_counters_expiry ON app.failure_counters USING btree (expires_at);
grant delete, insert, select, update on app.failure_counters to rollcall_runtime;

create table app.idempotency_keys (
  account_id uuid not null,
  key_mac bytea not null,
  request_mac bytea not null,
  status integer,
  answer text,
  created_at timestamp with time zone not null,
  constraint idempotency_keys_pkey PRIMARY KEY (account_id, key_mac)
);
CREATE INDEX idempotency_keys_age ON app.idempotency_keys USING btree (account_id, created_at);
alter table app.idempotency_keys enable row level security;
alter table app.idempotency_keys force row level security;
create policy tenant on app.idempotency_keys for all to public using ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid)) with check ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on app.idempotency_keys to rollcall_runtime;

create table app.identities (
  account_id uuid not null,
  issuer text not null,
  subject text not null,
  user_id uuid not null,
  linked_at timestamp with time zone not null,
  last_used_at timestamp with time zone not null,
  constraint identities_pkey PRIMARY KEY (account_id, issuer, subject)
);
CREATE UNIQUE INDEX identities_user ON app.identities USING btree (account_id, user_id, issuer);
alter table app.identities enable row level security;
alter table app.identities force row level security;
create policy tenant on app.identities for all to public using ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid)) with check ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on app.identities to rollcall_runtime;

create table app.identity_providers (
  account_id uuid not null,
  name text not null,
  issuer text not null,
  client_id text not null,
  sealed_client_secret text,
  is_on boolean not null default false,
  keeps_local_passwords boolean not null default false,
  tested_version integer,
  tested_at timestamp with time zone,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint identity_providers_pkey PRIMARY KEY (account_id)
);
alter table app.identity_providers enable row level security;
alter table app.identity_providers force row level security;
create policy tenant on app.identity_providers for all to public using ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid)) with check ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on app.identity_providers to rollcall_runtime;

create table app.import_rows (
  account_id uuid not null,
  import_id uuid not null,
  row_number integer not null,
  line integer not null,
  verdict text not null,
  subject_id uuid,
  content text not null,
  problems jsonb not null default '[]'::jsonb,
  undo text,
  outcome text,
  applied_version integer,
  pbx_account_key text,
  client_service_key text,
  email_key text,
  number_key text,
  customer_id uuid,
  constraint import_rows_pkey PRIMARY KEY (account_id, import_id, row_number),
  constraint import_rows_verdict CHECK ((verdict = ANY (ARRAY['create'::text, 'change'::text, 'unchanged'::text, 'conflict'::text, 'error'::text])))
);
CREATE INDEX import_rows_client_service ON app.import_rows USING btree (account_id, import_id, client_service_key) WHERE (client_service_key IS NOT NULL);
CREATE INDEX import_rows_customer ON app.import_rows USING btree (account_id, import_id, customer_id, row_number) WHERE (customer_id IS NOT NULL);
CREATE INDEX import_rows_email ON app.import_rows USING btree (account_id, import_id, email_key) WHERE (email_key IS NOT NULL);
CREATE INDEX import_rows_number ON app.import_rows USING btree (account_id, import_id, number_key) WHERE (number_key IS NOT NULL);
CREATE INDEX import_rows_pbx_account ON app.import_rows USING btree (account_id, import_id, pbx_account_key) WHERE (pbx_account_key IS NOT NULL);
CREATE INDEX import_rows_subject ON app.import_rows USING btree (account_id, import_id, subject_id);
CREATE INDEX import_rows_verdict ON app.import_rows USING btree (account_id, import_id, verdict, row_number);
alter table app.import_rows enable row level security;
alter table app.import_rows force row level security;
create policy tenant on app.import_rows for all to public using ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid)) with check ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on app.import_rows to rollcall_runtime;

create table app.imports (
  account_id uuid not null,
  import_id uuid not null,
  kind text not null,
  status text not null default 'planning'::text,
  file_name text,
  options jsonb not null default '{}'::jsonb,
  reading jsonb not null default '{}'::jsonb,
  counts jsonb not null default '{}'::jsonb,
  failure text,
  created_by uuid,
  created_by_name text,
  created_at timestamp with time zone not null,
  applied_at timestamp with time zone,
  expires_at timestamp with time zone,
  undone_at timestamp with time zone,
  operation_id uuid,
  constraint imports_pkey PRIMARY KEY (account_id, import_id),
  constraint imports_kind CHECK ((kind = ANY (ARRAY['subscribers'::text, 'users'::text, 'source-records'::text]))),
  constraint imports_status CHECK ((status = ANY (ARRAY['planning'::text, 'ready'::text, 'applying'::text, 'applied'::text, 'undoing'::text, 'undone'::text, 'failed'::text, 'cancelled'::text])))
);
alter table app.imports enable row level security;
alter table app.imports force row level security;
create policy tenant on app.imports for all to public using ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid)) with check ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on app.imports to rollcall_runtime;

create table app.installation (
  name text not null,
  value text not null,
  constraint installation_pkey PRIMARY KEY (name)
);
grant insert, select, update on app.installation to rollcall_runtime;

create table app.integrations (
  account_id uuid not null,
  integration text not null,
  is_on boolean not null,
  version integer not null default 1,
  changed_at timestamp with time zone not null,
  changed_by_name text,
  constraint integrations_pkey PRIMARY KEY (account_id, integration),
  constraint integrations_known CHECK ((integration = ANY (ARRAY['miteam-meetings'::text, 'micollab'::text, 'mivoice-business'::text, 'twilio'::text, 'scim'::text, 'mitel-cx'::text, 'micloud-connect'::text, 'iot'::text])))
);
alter table app.integrations enable row level security;
alter table app.integrations force row level security;
create policy tenant on app.integrations for all to public using ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid)) with check ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on app.integrations to rollcall_runtime;

create table app.known_devices (
  device_hmac bytea not null,
  expires_at timestamp with time zone not null,
  person_hmac bytea not null,
  constraint known_devices_pkey PRIMARY KEY (device_hmac)
);
CREATE INDEX known_devices_expiry ON app.known_devices USING btree (expires_at);
CREATE INDEX known_devices_person ON app.known_devices USING btree (person_hmac);
grant delete, insert, select, update on app.known_devices to rollcall_runtime;

create table app.licences (
  account_id uuid not null,
  user_id uuid not null,
  product text not null,
  assigned_at timestamp with time zone not null,
  subscription_id uuid,
  constraint licences_pkey PRIMARY KEY (account_id, user_id, product),
  constraint licences_product CHECK ((product = ANY (ARRAY['miteam-meetings'::text, 'micollab'::text, 'mivoice-business'::text, 'mitel-cx'::text])))
);
CREATE INDEX licences_product ON app.licences USING btree (account_id, product, user_id);
CREATE INDEX licences_subscription ON app.licences USING btree (account_id, subscription_id, user_id) WHERE (subscription_id IS NOT NULL);
alter table app.licences enable row level security;
alter table app.licences force row level security;
create policy tenant on app.licences for all to public using ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid)) with check ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on app.licences to rollcall_runtime;

create table app.locations (
  account_id uuid not null,
  location_id uuid not null,
  name text not null,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  street text,
  postal_code text,
  city text,
  country text,
  sort_name text not null,
  updated_at timestamp with time zone not null,
  constraint locations_pkey PRIMARY KEY (account_id, location_id),
  constraint locations_country CHECK ((country ~ '^[A-Z]{2}$'::text)),
  constraint locations_name_length CHECK (((char_length(name) >= 1) AND (char_length(name) <= 100)))
);
CREATE UNIQUE INDEX locations_name ON app.locations USING btree (account_id, sort_name);
alter table app.locations enable row level security;
alter table app.locations force row level security;
create policy tenant on app.locations for all to public using ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid)) with check ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on app.locations to rollcall_runtime;

create table app.operation_items (
  account_id uuid not null,
  operation_id uuid not null,
  subject_id uuid not null,
  outcome text not null default 'pending'::text,
  code text,
  message text,
  finished_at timestamp with time zone,
  constraint operation_items_pkey PRIMARY KEY (account_id, operation_id, subject_id),
  constraint operation_items_outcome CHECK ((outcome = ANY (ARRAY['pending'::text, 'done'::text, 'skipped'::text, 'failed'::text, 'cancelled'::text])))
);
CREATE INDEX operation_items_subject ON app.operation_items USING btree (account_id, subject_id, operation_id);
alter table app.operation_items enable row level security;
alter table app.operation_items force row level security;
create policy tenant on app.operation_items for all to public using ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid)) with check ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on app.operation_items to rollcall_runtime;

create table app.operations (
  account_id uuid not null,
  operation_id uuid not null,
  kind text not null,
  status text not null default 'queued'::text,
  parameters jsonb not null default '{}'::jsonb,
  total integer not null default 0,
  done integer not null default 0,
  failed integer not null default 0,
  skipped integer not null default 0,
  failure text,
  created_by uuid,
  created_by_name text,
  created_at timestamp with time zone not null,
  started_at timestamp with time zone,
  finished_at timestamp with time zone,
  cancel_requested_at timestamp with time zone,
  author jsonb,
  constraint operations_pkey PRIMARY KEY (account_id, operation_id),
  constraint operations_status CHECK ((status = ANY (ARRAY['queued'::text, 'running'::text, 'done'::text, 'cancelled'::text, 'failed'::text])))
);
alter table app.operations enable row level security;
alter table app.operations force row level security;
create policy tenant on app.operations for all to public using ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid)) with check ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on app.operations to rollcall_runtime;

create table app.orders (
  account_id uuid not null,
  order_id uuid not null,
  product text not null,
  number text not null,
  quantity integer not null,
  starts_on date not null,
  ends_on date,
  customer_id uuid,
  assigned_at timestamp with time zone,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  created_by_name text,
  constraint orders_pkey PRIMARY KEY (account_id, order_id),
  constraint orders_assigned CHECK (((customer_id IS NULL) = (assigned_at IS NULL))),
  constraint orders_number_length CHECK (((char_length(number) >= 1) AND (char_length(number) <= 60))),
  constraint orders_product CHECK ((product = 'miteam-meetings'::text)),
  constraint orders_quantity CHECK (((quantity >= 1) AND (quantity <= 1000000))),
  constraint orders_term CHECK ((ends_on >= starts_on))
);
CREATE INDEX orders_customer ON app.orders USING btree (account_id, customer_id) WHERE (customer_id IS NOT NULL);
CREATE UNIQUE INDEX orders_number ON app.orders USING btree (account_id, product, number);
alter table app.orders enable row level security;
alter table app.orders force row level security;
create policy tenant on app.orders for all to public using ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid)) with check ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on app.orders to rollcall_runtime;

create table app.outgoing_mails (
  account_id uuid not null,
  mail_id uuid not null,
  kind text not null,
  recipient text not null,
  language text not null,
  subject_kind text not null,
  subject_id uuid not null,
  parameters jsonb not null default '{}'::jsonb,
  status text not null default 'queued'::text,
  attempts integer not null default 0,
  server_answer text,
  created_at timestamp with time zone not null,
  sending_at timestamp with time zone,
  finished_at timestamp with time zone,
  constraint outgoing_mails_pkey PRIMARY KEY (account_id, mail_id),
  constraint outgoing_mails_status CHECK ((status = ANY (ARRAY['queued'::text, 'sending'::text, 'sent'::text, 'failed'::text, 'not-sent'::text, 'recalled'::text])))
);
CREATE INDEX outgoing_mails_subject ON app.outgoing_mails USING btree (account_id, subject_kind, subject_id, mail_id);
alter table app.outgoing_mails enable row level security;
alter table app.outgoing_mails force row level security;
create policy tenant on app.outgoing_mails for all to public using ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid)) with check ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on app.outgoing_mails to rollcall_runtime;

create table app.password_credentials (
  account_id uuid not null,
  user_id uuid not null,
  hash text not null,
  changed_at timestamp with time zone not null,
  mailed_at timestamp with time zone,
  constraint password_credentials_pkey PRIMARY KEY (account_id, user_id)
);
alter table app.password_credentials enable row level security;
alter table app.password_credentials force row level security;
create policy tenant on app.password_credentials for all to public using ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid)) with check ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on app.password_credentials to rollcall_runtime;

create table app.password_resets (
  account_id uuid not null,
  reset_id uuid not null,
  user_id uuid not null,
  token_hash bytea not null,
  sent_by text not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  opened_at timestamp with time zone,
  code_failures smallint not null default 0,
  used_at timestamp with time zone,
  constraint password_resets_pkey PRIMARY KEY (account_id, reset_id),
  constraint password_resets_sent_by CHECK ((sent_by = ANY (ARRAY['person'::text, 'admin'::text])))
);
CREATE UNIQUE INDEX password_resets_token ON app.password_resets USING btree (account_id, token_hash);
CREATE INDEX password_resets_user ON app.password_resets USING btree (account_id, user_id, reset_id);
alter table app.password_resets enable row level security;
alter table app.password_resets force row level security;
create policy tenant on app.password_resets for all to public using ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid)) with check ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on app.password_resets to rollcall_runtime;

create table app.recovery_codes (
  account_id uuid not null,
  user_id uuid not null,
  code_hash bytea not null,
  used_at timestamp with time zone,
  constraint recovery_codes_pkey PRIMARY KEY (account_id, user_id, code_hash)
);
alter table app.recovery_codes enable row level security;
alter table app.recovery_codes force row level security;
create policy tenant on app.recovery_codes for all to public using ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid)) with check ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on app.recovery_codes to rollcall_runtime;

create table app.redirect_links (
  token_hash bytea not null,
  expires_at timestamp with time zone not null,
  revoked boolean not null default false,
  pushed_store text,
  constraint redirect_links_pkey PRIMARY KEY (token_hash)
);
CREATE INDEX redirect_links_pushed ON app.redirect_links USING btree (pushed_store, token_hash);
grant delete, insert, select, update on app.redirect_links to rollcall_runtime;

create table app.remembered_devices (
  account_id uuid not null,
  device_id uuid not null,
  user_id uuid not null,
  token_hash bytea not null,
  created_at timestamp with time zone not null,
  last_used_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  user_agent text,
  address text,
  constraint remembered_devices_pkey PRIMARY KEY (account_id, device_id)
);
CREATE UNIQUE INDEX remembered_devices_token ON app.remembered_devices USING btree (account_id, token_hash);
CREATE INDEX remembered_devices_user ON app.remembered_devices USING btree (account_id, user_id);
alter table app.remembered_devices enable row level security;
alter table app.remembered_devices force row level security;
create policy tenant on app.remembered_devices for all to public using ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid)) with check ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on app.remembered_devices to rollcall_runtime;

create table app.second_factor_enrolments (
  account_id uuid not null,
  user_id uuid not null,
  sealed_secret text not null,
  created_at timestamp with time zone not null,
  constraint second_factor_enrolments_pkey PRIMARY KEY (account_id, user_id)
);
alter table app.second_factor_enrolments enable row level security;
alter table app.second_factor_enrolments force row level security;
create policy tenant on app.second_factor_enrolments for all to public using ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid)) with check ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on app.second_factor_enrolments to rollcall_runtime;

create table app.second_factors (
  account_id uuid not null,
  user_id uuid not null,
  sealed_secret text not null,
  confirmed_at timestamp with time zone not null,
  last_time_step bigint,
  failures smallint not null default 0,
  constraint second_factors_pkey PRIMARY KEY (account_id, user_id)
);
alter table app.second_factors enable row level security;
alter table app.second_factors force row level security;
create policy tenant on app.second_factors for all to public using ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid)) with check ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on app.second_factors to rollcall_runtime;

create table app.sessions (
  account_id uuid not null,
  session_id uuid not null,
  user_id uuid not null,
  token_hash bytea not null,
  created_at timestamp with time zone not null,
  last_seen_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  stepped_up_at timestamp with time zone not null,
  user_agent text,
  address text,
  step_up_failures smallint not null default 0,
  opened_by text not null default 'password'::text,
  second_factor_at timestamp with time zone,
  constraint sessions_pkey PRIMARY KEY (account_id, session_id),
  constraint sessions_opened_by CHECK ((opened_by = ANY (ARRAY['password'::text, 'single-sign-on'::text, 'link'::text])))
);
CREATE UNIQUE INDEX sessions_token ON app.sessions USING btree (account_id, token_hash);
CREATE INDEX sessions_user ON app.sessions USING btree (account_id, user_id);
alter table app.sessions enable row level security;
alter table app.sessions force row level security;
create policy tenant on app.sessions for all to public using ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid)) with check ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on app.sessions to rollcall_runtime;

create table app.set_up_links (
  account_id uuid not null,
  link_id uuid not null,
  user_id uuid,
  token_hash bytea not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  mail_state text,
  constraint set_up_links_pkey PRIMARY KEY (account_id, link_id),
  constraint set_up_links_mail_state CHECK ((mail_state = ANY (ARRAY['queued'::text, 'sent'::text, 'failed'::text, 'not-sent'::text])))
);
CREATE INDEX set_up_links_accepted ON app.set_up_links USING btree (account_id, expires_at, link_id) WHERE ((used_at IS NOT NULL) AND (mail_state IS NOT NULL));
CREATE INDEX set_up_links_by_fate ON app.set_up_links USING btree (account_id, mail_state, expires_at, link_id) WHERE ((used_at IS NULL) AND (mail_state IS NOT NULL));
CREATE INDEX set_up_links_invited ON app.set_up_links USING btree (account_id, expires_at, link_id) INCLUDE (mail_state) WHERE ((used_at IS NULL) AND (mail_state IS NOT NULL));
CREATE UNIQUE INDEX set_up_links_token ON app.set_up_links USING btree (account_id, token_hash);
CREATE INDEX set_up_links_user ON app.set_up_links USING btree (account_id, user_id);
alter table app.set_up_links enable row level security;
alter table app.set_up_links force row level security;
create policy tenant on app.set_up_links for all to public using ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid)) with check ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on app.set_up_links to rollcall_runtime;

create table app.sign_in_directory (
  email_hmac bytea not null,
  account_id uuid not null,
  proven boolean not null default false,
  constraint sign_in_directory_pkey PRIMARY KEY (email_hmac, account_id)
);
grant delete, insert, select, update on app.sign_in_directory to rollcall_runtime;

create table app.single_sign_ons (
  account_id uuid not null,
  sign_on_id uuid not null,
  purpose text not null,
  user_id uuid,
  session_id uuid,
  state_hash bytea not null,
  browser_hash bytea not null,
  sealed_verifier text not null,
  nonce text not null,
  return_to text,
  provider_version integer not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  outcome jsonb,
  constraint single_sign_ons_pkey PRIMARY KEY (account_id, sign_on_id),
  constraint single_sign_ons_purpose CHECK ((purpose = ANY (ARRAY['sign-in'::text, 'step-up'::text, 'test'::text])))
);
CREATE INDEX single_sign_ons_expiry ON app.single_sign_ons USING btree (account_id, expires_at);
CREATE UNIQUE INDEX single_sign_ons_state ON app.single_sign_ons USING btree (account_id, state_hash);
alter table app.single_sign_ons enable row level security;
alter table app.single_sign_ons force row level security;
create policy tenant on app.single_sign_ons for all to public using ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid)) with check ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on app.single_sign_ons to rollcall_runtime;

create table app.sms_numbers (
  account_id uuid not null,
  number text not null,
  twilio_sid text not null,
  friendly_name text not null,
  country text,
  seen_at timestamp with time zone not null,
  gone_at timestamp with time zone,
  constraint sms_numbers_pkey PRIMARY KEY (account_id, number),
  constraint sms_numbers_e164 CHECK ((number ~ '^\+[1-9][0-9]{3,14}$'::text))
);
alter table app.sms_numbers enable row level security;
alter table app.sms_numbers force row level security;
create policy tenant on app.sms_numbers for all to public using ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid)) with check ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on app.sms_numbers to rollcall_runtime;

create table app.subscriber_search (
  account_id uuid not null,
  subscriber_id uuid not null,
  sort_name text not null,
  search text not null,
  constraint subscriber_search_pkey PRIMARY KEY (account_id, subscriber_id)
);
CREATE INDEX subscriber_search_list ON app.subscriber_search USING btree (account_id, sort_name, subscriber_id) INCLUDE (search);
CREATE INDEX subscriber_search_trigrams ON app.subscriber_search USING gin (account_id, search gin_trgm_ops);
alter table app.subscriber_search enable row level security;
alter table app.subscriber_search force row level security;
create policy search on app.subscriber_search for select to rollcall_search using (true);
create policy tenant on app.subscriber_search for all to public using ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid)) with check ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid));
grant delete, insert, update on app.subscriber_search to rollcall_runtime;
grant select on app.subscriber_search to rollcall_search;

create table app.subscribers (
  account_id uuid not null,
  subscriber_id uuid not null,
  user_id uuid,
  profile_id uuid not null,
  directory_number text,
  first_name text not null default ''::text,
  last_name text not null,
  email text not null,
  language text,
  pbx_sip_host text,
  pbx_sip_user_name text,
  pbx_sip_secret text,
  voicemail_number text,
  voicemail_pin_secret text,
  mbg_sip_user_name text,
  mbg_sip_secret text,
  client_service_host text,
  client_service_port integer,
  client_service_user_name text,
  client_service_secret text,
  deployment_pin_secret text,
  origin text not null default 'manual'::text,
  owners jsonb not null default '{}'::jsonb,
  sort_name text not null,
  state text not null default 'new'::text,
  deployed_at timestamp with time zone,
  downloaded_at timestamp with time zone,
  link_expires_at timestamp with time zone,
  update_pending boolean not null default false,
  force_pending_at timestamp with time zone,
  redeploy_required boolean not null default false,
  client_count integer not null default 0,
  pin_failures integer not null default 0,
  pin_locked_at timestamp with time zone,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  email_key text not null default lower(email),
  number_key text not null default COALESCE(directory_number, ''::text),
  deployed_key timestamp with time zone not null default COALESCE(deployed_at, '-infinity'::timestamp with time zone),
  downloaded_key timestamp with time zone not null default COALESCE(downloaded_at, '-infinity'::timestamp with time zone),
  constraint subscribers_pkey PRIMARY KEY (account_id, subscriber_id),
  constraint subscribers_origin CHECK ((origin = ANY (ARRAY['manual'::text, 'connection'::text]))),
  constraint subscribers_state CHECK ((state = ANY (ARRAY['new'::text, 'queued'::text, 'sent'::text, 'failed'::text, 'downloaded'::text, 'revoked'::text])))
);
CREATE INDEX subscribers_assigned ON app.subscribers USING btree (account_id, sort_name, subscriber_id) WHERE (user_id IS NOT NULL);
CREATE INDEX subscribers_by_client_service_user ON app.subscribers USING btree (account_id, client_service_user_name) WHERE (client_service_user_name IS NOT NULL);
CREATE INDEX subscribers_by_deployed ON app.subscribers USING btree (account_id, deployed_key, subscriber_id);
CREATE INDEX subscribers_by_downloaded ON app.subscribers USING btree (account_id, downloaded_key, subscriber_id);
CREATE INDEX subscribers_by_email ON app.subscribers USING btree (account_id, email_key, subscriber_id);
CREATE INDEX subscribers_by_name ON app.subscribers USING btree (account_id, sort_name, subscriber_id);
CREATE INDEX subscribers_by_number ON app.subscribers USING btree (account_id, number_key, subscriber_id);
CREATE INDEX subscribers_by_origin ON app.subscribers USING btree (account_id, origin, sort_name, subscriber_id);
CREATE INDEX subscribers_by_pbx_user ON app.subscribers USING btree (account_id, pbx_sip_host, pbx_sip_user_name);
CREATE INDEX subscribers_by_profile_name ON app.subscribers USING btree (account_id, profile_id, sort_name, subscriber_id);
CREATE INDEX subscribers_by_state_deployed ON app.subscribers USING btree (account_id, state, deployed_key, subscriber_id) WHERE ((state <> 'new'::text) OR (deployed_at IS NOT NULL));
CREATE INDEX subscribers_by_state_downloaded ON app.subscribers USING btree (account_id, state, downloaded_key, subscriber_id) WHERE ((state <> 'new'::text) OR (downloaded_at IS NOT NULL));
CREATE INDEX subscribers_by_state_name ON app.subscribers USING btree (account_id, state, sort_name, subscriber_id);
CREATE INDEX subscribers_by_user ON app.subscribers USING btree (account_id, user_id) WHERE (user_id IS NOT NULL);
CREATE INDEX subscribers_force_pending ON app.subscribers USING btree (account_id, sort_name, subscriber_id) WHERE (force_pending_at IS NOT NULL);
CREATE INDEX subscribers_locked ON app.subscribers USING btree (account_id, sort_name, subscriber_id) WHERE (pin_locked_at IS NOT NULL);
CREATE INDEX subscribers_redeploy_required ON app.subscribers USING btree (account_id, sort_name, subscriber_id) WHERE redeploy_required;
CREATE INDEX subscribers_sent ON app.subscribers USING btree (account_id, link_expires_at) WHERE (state = 'sent'::text);
CREATE INDEX subscribers_unassigned ON app.subscribers USING btree (account_id, sort_name, subscriber_id) WHERE (user_id IS NULL);
CREATE INDEX subscribers_update_pending ON app.subscribers USING btree (account_id, sort_name, subscriber_id) WHERE update_pending;
CREATE INDEX subscribers_with_pin ON app.subscribers USING btree (account_id, sort_name, subscriber_id) WHERE (deployment_pin_secret IS NOT NULL);
CREATE INDEX subscribers_without_pin ON app.subscribers USING btree (account_id, sort_name, subscriber_id) WHERE (deployment_pin_secret IS NULL);
alter table app.subscribers enable row level security;
alter table app.subscribers force row level security;
create policy tenant on app.subscribers for all to public using ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid)) with check ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on app.subscribers to rollcall_runtime;

create table app.subscriptions (
  account_id uuid not null,
  subscription_id uuid not null,
  product text not null,
  number text not null,
  quantity integer not null,
  used integer not null default 0,
  starts_on date not null,
  ends_on date,
  created_at timestamp with time zone not null,
  constraint subscriptions_pkey PRIMARY KEY (account_id, subscription_id),
  constraint subscriptions_never_oversold CHECK (((used >= 0) AND (used <= quantity))),
  constraint subscriptions_product CHECK ((product = 'miteam-meetings'::text)),
  constraint subscriptions_term CHECK ((ends_on >= starts_on))
);
CREATE INDEX subscriptions_product_term ON app.subscriptions USING btree (account_id, product, ends_on, subscription_id);
alter table app.subscriptions enable row level security;
alter table app.subscriptions force row level security;
create policy tenant on app.subscriptions for all to public using ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid)) with check ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on app.subscriptions to rollcall_runtime;

create table app.tickets (
  account_id uuid not null,
  ticket_id uuid not null,
  ticket_hash bytea not null,
  deployment_id uuid not null,
  subscriber_id uuid not null,
  kind text not null,
  client_id uuid,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  constraint tickets_pkey PRIMARY KEY (account_id, ticket_id)
);
CREATE INDEX tickets_deployment ON app.tickets USING btree (account_id, deployment_id);
CREATE UNIQUE INDEX tickets_hash ON app.tickets USING btree (account_id, ticket_hash);
alter table app.tickets enable row level security;
alter table app.tickets force row level security;
create policy tenant on app.tickets for all to public using ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid)) with check ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on app.tickets to rollcall_runtime;

create table app.timeline_entries (
  account_id uuid not null,
  entry_id uuid not null,
  subscriber_id uuid not null,
  at timestamp with time zone not null,
  kind text not null,
  deployment_id uuid,
  client_id uuid,
  actor_name text,
  details jsonb not null default '{}'::jsonb,
  constraint timeline_entries_pkey PRIMARY KEY (account_id, subscriber_id, entry_id)
);
alter table app.timeline_entries enable row level security;
alter table app.timeline_entries force row level security;
create policy tenant on app.timeline_entries for all to public using ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid)) with check ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on app.timeline_entries to rollcall_runtime;

create table app.twilio_accounts (
  account_id uuid not null,
  origin text not null,
  account_sid text not null,
  key_sid text,
  secret text not null,
  user_numbers boolean not null default false,
  state text not null default 'unchecked'::text,
  failure_code text,
  failure text,
  synchronised_at timestamp with time zone,
  version integer not null default 1,
  changed_at timestamp with time zone not null,
  constraint twilio_accounts_pkey PRIMARY KEY (account_id),
  constraint twilio_accounts_account_sid CHECK ((account_sid ~ '^AC[0-9a-f]{32}$'::text)),
  constraint twilio_accounts_key_sid CHECK ((key_sid ~ '^SK[0-9a-f]{32}$'::text)),
  constraint twilio_accounts_state CHECK ((state = ANY (ARRAY['unchecked'::text, 'working'::text, 'failing'::text])))
);
alter table app.twilio_accounts enable row level security;
alter table app.twilio_accounts force row level security;
create policy tenant on app.twilio_accounts for all to public using ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid)) with check ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on app.twilio_accounts to rollcall_runtime;

create table app.user_search (
  account_id uuid not null,
  user_id uuid not null,
  partner_id uuid,
  sort_name text not null,
  search text not null,
  constraint user_search_pkey PRIMARY KEY (account_id, user_id)
);
CREATE INDEX user_search_list ON app.user_search USING btree (account_id, sort_name, user_id) INCLUDE (search);
CREATE INDEX user_search_partner ON app.user_search USING btree (partner_id, sort_name, user_id) INCLUDE (account_id, search) WHERE (partner_id IS NOT NULL);
CREATE INDEX user_search_trigrams ON app.user_search USING gin (account_id, partner_id, search gin_trgm_ops);
alter table app.user_search enable row level security;
alter table app.user_search force row level security;
create policy search on app.user_search for select to rollcall_search using (true);
create policy tenant on app.user_search for all to public using ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid)) with check ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid));
grant delete, insert, update on app.user_search to rollcall_runtime;
grant select on app.user_search to rollcall_search;

create table app.users (
  account_id uuid not null,
  user_id uuid not null,
  partner_id uuid,
  first_name text not null,
  last_name text not null,
  email text not null,
  mobile text,
  extension text,
  sms_number text,
  role text not null default 'user'::text,
  location_id uuid,
  status text not null default 'unregistered'::text,
  language text,
  origin text not null default 'manual'::text,
  owners jsonb not null default '{}'::jsonb,
  last_sign_in_at timestamp with time zone,
  last_modified_at timestamp with time zone not null,
  last_modified_by uuid,
  version integer not null default 1,
  created_at timestamp with time zone not null,
  email_key text not null default lower(email),
  sort_name text not null,
  registered_at timestamp with time zone,
  last_modified_by_name text,
  last_modified_fields text[] not null default '{}'::text[],
  on_pbx boolean not null default false,
  micloud_connected boolean not null default false,
  iot_connected boolean not null default false,
  contact_center text,
  phone_digits text not null default ''::text,
  extension_key text not null default COALESCE(extension, ''::text),
  last_sign_in_key timestamp with time zone not null default COALESCE(last_sign_in_at, '-infinity'::timestamp with time zone),
  locked_at timestamp with time zone,
  constraint users_pkey PRIMARY KEY (account_id, user_id),
  constraint users_origin CHECK ((origin = ANY (ARRAY['manual'::text, 'pbx'::text, 'scim'::text, 'ldap'::text, 'micloud'::text, 'iot'::text]))),
  constraint users_role CHECK ((role = ANY (ARRAY['user'::text, 'admin'::text]))),
  constraint users_status CHECK ((status = ANY (ARRAY['unregistered'::text, 'invited'::text, 'registered'::text, 'inactive'::text, 'locked'::text])))
);
CREATE INDEX users_admins ON app.users USING btree (account_id, user_id) WHERE (role = 'admin'::text);
CREATE INDEX users_admins_by_name ON app.users USING btree (account_id, sort_name, user_id) WHERE (role = 'admin'::text);
CREATE INDEX users_by_email ON app.users USING btree (account_id, email_key, user_id);
CREATE INDEX users_by_extension ON app.users USING btree (account_id, extension_key, user_id);
CREATE INDEX users_by_location ON app.users USING btree (account_id, location_id, sort_name, user_id) INCLUDE (partner_id) WHERE (location_id IS NOT NULL);
CREATE INDEX users_by_modified ON app.users USING btree (account_id, last_modified_at, user_id);
CREATE INDEX users_by_name ON app.users USING btree (account_id, sort_name, user_id) INCLUDE (partner_id);
CREATE INDEX users_by_sign_in ON app.users USING btree (account_id, last_sign_in_key, user_id);
CREATE INDEX users_by_status ON app.users USING btree (account_id, status, sort_name, user_id) INCLUDE (partner_id);
CREATE UNIQUE INDEX users_email ON app.users USING btree (account_id, email_key);
CREATE INDEX users_iot ON app.users USING btree (account_id, sort_name, user_id) WHERE iot_connected;
CREATE INDEX users_micloud ON app.users USING btree (account_id, sort_name, user_id) WHERE micloud_connected;
CREATE INDEX users_on_pbx ON app.users USING btree (account_id, sort_name, user_id) INCLUDE (partner_id) WHERE on_pbx;
CREATE INDEX users_partner ON app.users USING btree (partner_id, sort_name, user_id);
CREATE INDEX users_registered ON app.users USING btree (account_id, sort_name, user_id) INCLUDE (partner_id) WHERE (registered_at IS NOT NULL);
CREATE INDEX users_registered_at_odds ON app.users USING btree (account_id, status, sort_name, user_id) WHERE ((registered_at IS NOT NULL) AND (status = ANY (ARRAY['unregistered'::text, 'invited'::text])));
CREATE UNIQUE INDEX users_sms_number ON app.users USING btree (account_id, sms_number) WHERE (sms_number IS NOT NULL);
CREATE INDEX users_unregistered ON app.users USING btree (account_id, sort_name, user_id) INCLUDE (partner_id) WHERE (registered_at IS NULL);
CREATE INDEX users_unregistered_at_odds ON app.users USING btree (account_id, status, sort_name, user_id) WHERE ((registered_at IS NULL) AND (status = ANY (ARRAY['registered'::text, 'locked'::text])));
CREATE INDEX users_unregistered_signed_in ON app.users USING btree (account_id, last_sign_in_key, user_id) WHERE ((registered_at IS NULL) AND (last_sign_in_at IS NOT NULL));
alter table app.users enable row level security;
alter table app.users force row level security;
create policy partner on app.users for select to public using (
CASE
    WHEN (NULLIF(current_setting('app.partner_id'::text, true), ''::text) IS NOT NULL) THEN (partner_id = (NULLIF(current_setting('app.partner_id'::text, true), ''::text))::uuid)
    ELSE NULL::boolean
END);
create policy tenant on app.users for all to public using ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid)) with check ((account_id = (NULLIF(current_setting('app.account_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update on app.users to rollcall_runtime;

alter table app.account_figures add constraint account_figures_account_id_fkey FOREIGN KEY (account_id) REFERENCES app.accounts(account_id) ON DELETE CASCADE;

alter table app.accounts add constraint accounts_default_profile FOREIGN KEY (account_id, default_profile_id) REFERENCES app.deployment_profiles(account_id, profile_id) DEFERRABLE INITIALLY DEFERRED;

alter table app.audit_events add constraint audit_events_account_id_fkey FOREIGN KEY (account_id) REFERENCES app.accounts(account_id) ON DELETE CASCADE;

alter table app.audit_seals add constraint audit_seals_account_id_fkey FOREIGN KEY (account_id) REFERENCES app.accounts(account_id) ON DELETE CASCADE;

alter table app.data_keys add constraint data_keys_account_id_fkey FOREIGN KEY (account_id) REFERENCES app.accounts(account_id) ON DELETE CASCADE;

alter table app.deployment_email_versions add constraint deployment_email_versions_account_id_fkey FOREIGN KEY (account_id) REFERENCES app.accounts(account_id) ON DELETE CASCADE;

alter table app.deployment_profiles add constraint deployment_profiles_account_id_fkey FOREIGN KEY (account_id) REFERENCES app.accounts(account_id) ON DELETE CASCADE;

alter table app.deployments add constraint deployments_subscriber FOREIGN KEY (account_id, subscriber_id) REFERENCES app.subscribers(account_id, subscriber_id) ON DELETE CASCADE;

alter table app.idempotency_keys add constraint idempotency_keys_account_id_fkey FOREIGN KEY (account_id) REFERENCES app.accounts(account_id) ON DELETE CASCADE;

alter table app.identities add constraint identities_user FOREIGN KEY (account_id, user_id) REFERENCES app.users(account_id, user_id) ON DELETE CASCADE;

alter table app.import_rows add constraint import_rows_import FOREIGN KEY (account_id, import_id) REFERENCES app.imports(account_id, import_id) ON DELETE CASCADE;

alter table app.imports add constraint imports_account_id_fkey FOREIGN KEY (account_id) REFERENCES app.accounts(account_id) ON DELETE CASCADE;

alter table app.integrations add constraint integrations_account_id_fkey FOREIGN KEY (account_id) REFERENCES app.accounts(account_id) ON DELETE CASCADE;

alter table app.licences add constraint licences_account FOREIGN KEY (account_id) REFERENCES app.accounts(account_id) ON DELETE CASCADE;

alter table app.licences add constraint licences_subscription FOREIGN KEY (account_id, subscription_id) REFERENCES app.subscriptions(account_id, subscription_id);

alter table app.licences add constraint licences_user FOREIGN KEY (account_id, user_id) REFERENCES app.users(account_id, user_id);

alter table app.locations add constraint locations_account_id_fkey FOREIGN KEY (account_id) REFERENCES app.accounts(account_id) ON DELETE CASCADE;

alter table app.operation_items add constraint operation_items_operation FOREIGN KEY (account_id, operation_id) REFERENCES app.operations(account_id, operation_id) ON DELETE CASCADE;

alter table app.operations add constraint operations_account_id_fkey FOREIGN KEY (account_id) REFERENCES app.accounts(account_id) ON DELETE CASCADE;

alter table app.orders add constraint orders_account_id_fkey FOREIGN KEY (account_id) REFERENCES app.accounts(account_id) ON DELETE CASCADE;

alter table app.outgoing_mails add constraint outgoing_mails_account_id_fkey FOREIGN KEY (account_id) REFERENCES app.accounts(account_id) ON DELETE CASCADE;

alter table app.password_credentials add constraint password_credentials_user FOREIGN KEY (account_id, user_id) REFERENCES app.users(account_id, user_id) ON DELETE CASCADE;

alter table app.password_resets add constraint password_resets_user FOREIGN KEY (account_id, user_id) REFERENCES app.users(account_id, user_id) ON DELETE CASCADE;

alter table app.recovery_codes add constraint recovery_codes_user FOREIGN KEY (account_id, user_id) REFERENCES app.users(account_id, user_id) ON DELETE CASCADE;

alter table app.remembered_devices add constraint remembered_devices_user FOREIGN KEY (account_id, user_id) REFERENCES app.users(account_id, user_id) ON DELETE CASCADE;

alter table app.second_factor_enrolments add constraint second_factor_enrolments_user FOREIGN KEY (account_id, user_id) REFERENCES app.users(account_id, user_id) ON DELETE CASCADE;

alter table app.second_factors add constraint second_factors_user FOREIGN KEY (account_id, user_id) REFERENCES app.users(account_id, user_id) ON DELETE CASCADE;

alter table app.sessions add constraint sessions_user FOREIGN KEY (account_id, user_id) REFERENCES app.users(account_id, user_id) ON DELETE CASCADE;

alter table app.set_up_links add constraint set_up_links_account_id_fkey FOREIGN KEY (account_id) REFERENCES app.accounts(account_id) ON DELETE CASCADE;

alter table app.set_up_links add constraint set_up_links_user FOREIGN KEY (account_id, user_id) REFERENCES app.users(account_id, user_id) ON DELETE CASCADE;

alter table app.sms_numbers add constraint sms_numbers_account_id_fkey FOREIGN KEY (account_id) REFERENCES app.accounts(account_id) ON DELETE CASCADE;

alter table app.subscriber_search add constraint subscriber_search_subscriber FOREIGN KEY (account_id, subscriber_id) REFERENCES app.subscribers(account_id, subscriber_id) ON DELETE CASCADE;

alter table app.subscribers add constraint subscribers_profile FOREIGN KEY (account_id, profile_id) REFERENCES app.deployment_profiles(account_id, profile_id);

alter table app.subscribers add constraint subscribers_user FOREIGN KEY (account_id, user_id) REFERENCES app.users(account_id, user_id);

alter table app.subscriptions add constraint subscriptions_account_id_fkey FOREIGN KEY (account_id) REFERENCES app.accounts(account_id) ON DELETE CASCADE;

alter table app.tickets add constraint tickets_deployment FOREIGN KEY (account_id, deployment_id) REFERENCES app.deployments(account_id, deployment_id) ON DELETE CASCADE;

alter table app.timeline_entries add constraint timeline_entries_subscriber FOREIGN KEY (account_id, subscriber_id) REFERENCES app.subscribers(account_id, subscriber_id) ON DELETE CASCADE;

alter table app.twilio_accounts add constraint twilio_accounts_account_id_fkey FOREIGN KEY (account_id) REFERENCES app.accounts(account_id) ON DELETE CASCADE;

alter table app.user_search add constraint user_search_user FOREIGN KEY (account_id, user_id) REFERENCES app.users(account_id, user_id) ON DELETE CASCADE;

alter table app.users add constraint users_account_id_fkey FOREIGN KEY (account_id) REFERENCES app.accounts(account_id) ON DELETE CASCADE;

alter table app.users add constraint users_location FOREIGN KEY (account_id, location_id) REFERENCES app.locations(account_id, location_id);
