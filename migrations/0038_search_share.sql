-- Searching takes a partner's list of all customers three quarters of the time: the trigrams are not asked whose each row is where most are theirs; and a
-- list is read on as long as that fills the page.

-- Which rows of the list have every word of the needle, in the order of their names, after that one? How to look is decided by what is found,
-- because the planner may use no statistics behind the fence: a common needle fills the page from the first entries of the list, or, by the
-- measure of these, from the next; a rare one (at most 1 in 100 of the first entries) is left to the trigrams, unless they find too many: names
-- of one beginning stand together, and the first entries may have missed them. Where a condition of the filter lets few through, these are looked
-- up by their ids, and nobody else. See 0023, 0033 and 0034.
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
  from_place text := case when after_id is null then '' else after end;
  found_count integer;
  common_count integer;
  looked integer;
  looked_found integer;
  next_count integer;
  is_most boolean;
  last_name text;
  last_id uuid;
  together integer := 0;
  missing integer := page_size;
  found uuid[];
  first_entries constant integer := 5000;
  -- Where a narrowed list wants more than the first entries hold, so many of them tell how to go on.
  looked_first integer := case when page_size > first_entries and l.one_by_one is not null then 1000 else first_entries end;
  -- To look up so many takes 20 ms, and to see that they are more 1 ms.
  few_max constant integer := 5000;
  -- Up to 10 ms of reading the list: about as long as the trigrams take for some thousand rows.
  next_entries constant integer := 40000;
  -- Records looked up one by one; to gather all that fit takes 20 to 80 ms.
  looked_up_max constant integer := 20000;
  -- To read more than so many rows one by one costs more than reading the list on: 6,000 take 14 ms, a list of 250,000 up to its end 60 ms, and of a
  -- million 200 ms.
  rare_max constant integer := case list when 'customer users' then 12000 else 6000 end;
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

  return query execute format(page, from_place, plain) using l.owner, after_name, after_id, missing, looked_first;
  get diagnostics found_count = row_count;
  missing := missing - found_count;
  if missing <= 0 then return; end if;

  -- From where those entries ended; nowhere when they were all.
  execute format(end_of_entries, from_place) into last_name, last_id using l.owner, after_name, after_id, null, looked_first;
  if last_id is null then return; end if;
  common_count := found_count;
  -- Nearly everybody is in the directory.
  if l.one_by_one is not null and (list <> 'directory' or filter ? 'locationIds') then
    execute format('select count(*) from (%s) s where %s', format(entries, from_place), plain)
      into common_count using l.owner, after_name, after_id, null, first_entries;
  end if;

  -- As long as the measure of those looked at says that the next fill the page.
  looked := looked_first;
  looked_found := found_count;
  while missing::bigint * looked <= looked_found::bigint * next_entries
      and missing::bigint * common_count / first_entries * looked_first <= found_count::bigint * looked_up_max loop
    return query execute format(page, after, plain) using l.owner, last_name, last_id, missing, next_entries;
    get diagnostics next_count = row_count;
    missing := missing - next_count;
    if missing <= 0 then return; end if;
    execute format(end_of_entries, after) into last_name, last_id using l.owner, last_name, last_id, null, next_entries;
    if last_id is null then return; end if;
    looked := looked + next_entries;
    looked_found := looked_found + next_count;
  end loop;

  -- Names with the beginning that was typed: more than the trigrams may find.
  if common_count <= 50 and cardinality(words) = 1 then
    execute format(
      'select count(*) from (select from %s s where s.%I = $1 and s.sort_name >= $2 and s.sort_name < $2 || %L limit $3) s',
      l.searched, l.scope, chr(1114111))
      into together using l.owner, app.fold(trim(needle)), rare_max + 1;
  end if;
  if common_count <= 50 and together <= rare_max and exists (select from unnest(words) word where length(word) > 1) then
    -- Whose list it is, is asked of the index as well, unless most rows are theirs: to leave out the others takes less than to read that all of these
    -- are not. Fifty rows from all over the table tell.
    execute format(
      'select count(*) filter (where s.%I = $1) * 2 > count(*) from %s s where s.ctid = any(array(
         select format(''(%%s,1)'', n * c.relpages / 50)::tid from pg_class c, generate_series(0, 49) n where c.oid = %L::regclass))',
      l.scope, l.searched, l.searched)
      into is_most using l.owner;
    -- The ctid is in no index: the list cannot answer this, only the trigrams. What they found is put in order only where it is all,
    -- and looked up in that order until the page is full.
    execute format(
      'with s as materialized (
         select s.*, s.ctid from %s s where %s %s and %s limit $5 + 1)
       select count(*), case when count(*) <= $5 then
           array(select array[s.account_id, s.%I] from (select * from s %s offset 0) s where %s limit $4) end
         from s',
      l.searched, format(case when is_most then '(s.%I = $1) is true' else 's.%I = $1' end, l.scope), after,
      app.search_condition(words, true), l.id, in_order, one_by_one)
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
