-- An import of 100,000 rows calls each of these as often. Most texts are in normal form, of letters, digits and single blanks: to see that
-- takes a fifth of the time that it takes to replace nothing.
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
