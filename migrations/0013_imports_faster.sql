-- An import of 100,000 rows calls each of these as often. Most texts are in normal form, of letters, digits and single blanks: to see that
-- takes a third of the time, or less, that it takes to replace nothing.
create or replace function app.searchable(text) returns text
language plpgsql immutable strict parallel safe set search_path = pg_catalog
as $$
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
$$;

-- In PL/pgSQL, because a function in SQL with settings of its own is planned anew for each row.
create or replace function app.search_text(variadic fields text[]) returns text
language plpgsql immutable strict parallel safe set search_path = pg_catalog
as $$
begin
  return left(app.searchable(array_to_string(fields, ' ')), 1999) || ' ';
end
$$;

create or replace function app.sort_name(last_name text, first_name text) returns text
language plpgsql immutable strict parallel safe set search_path = pg_catalog
as $$
declare
  name text := app.fold(trim(last_name || ' ' || first_name));
begin
  return case when octet_length(name) <= 600 then name else left(name, 150) end;
end
$$;

-- An account's share of a table is not asked of statistics: an import fills an account, or a plan, in one transaction, while they know
-- none of it. By them it had one row, any index that begins with its id seemed as good, and each row of the import read all those before it
-- (100,000 rows into a new account: hours). Without statistics an account is taken for many rows, and the index of all columns is used.
alter table app.subscribers alter column account_id set statistics 0;

alter table app.import_rows alter column account_id set statistics 0, alter column import_id set statistics 0;

-- What was gathered before would stay for ever. Older servers than 18 cannot forget it.
do $$
begin
  if to_regproc('pg_catalog.pg_clear_attribute_stats') is not null then
    perform pg_clear_attribute_stats('app', 'subscribers', 'account_id', false);
    perform pg_clear_attribute_stats('app', 'import_rows', name, false) from unnest(array['account_id', 'import_id']) name;
  end if;
end
$$;

-- Those without a PIN are found by `is null`, to which the planner turns the condition: an index of the expression answers only those with one.
drop index app.subscribers_by_pin_set;

create index subscribers_with_pin on app.subscribers (account_id, sort_name, subscriber_id) where deployment_pin_secret is not null;

create index subscribers_without_pin on app.subscribers (account_id, sort_name, subscriber_id) where deployment_pin_secret is null;
