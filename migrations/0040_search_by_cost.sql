-- Which way a search goes is decided by what each is expected to take, from a sample of the whole list. What has a sign in it ("anna-lena", "@acme") is
-- found in a third of the time: the trigrams are not asked for the middle of a sign.

-- The condition that a searched record has each of these words, as text. By the trigrams a word with a sign is found by what stands before and behind it,
-- and compared afterwards: what spells a dot, an at sign or a hyphen is in every e-mail address, and to read three lists of a million rows takes 10 ms.
create or replace function app.search_condition(words text[], by_trigrams boolean) returns text
language sql immutable strict parallel safe
set search_path = pg_catalog
as $$
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
$$;

-- Which rows of the list have every word of the needle, in the order of their names, after that one? How to look is decided by what each way is
-- expected to take, because the planner may use no statistics behind the fence: a common needle fills the page from the first entries of the list.
-- Otherwise the same few pages of the table tell how many there are in the whole list: then either the list is read on, or the trigrams give all that
-- match, of which the first are taken. Where a condition of the filter lets few through, these are looked up by their ids, and nobody else. See
-- 0023, 0033 and 0034.
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
$$;
