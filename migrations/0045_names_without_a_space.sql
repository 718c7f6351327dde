-- UA-23: names in Chinese, Japanese and Korean are written without a space, mostly the last name first: such a person is found by both names in one
-- word. Both orders are searched.
create or replace function app.search_text(variadic fields text[]) returns text
language plpgsql immutable strict parallel safe set search_path = pg_catalog
as $$
declare
  -- The first two fields are the names.
  names text := fields[1] || fields[2];
begin
  if octet_length(names) > length(names) and names ~ '[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]' then
    fields := fields || array[fields[2] || fields[1], names];
  end if;
  return left(app.searchable(array_to_string(fields, ' ')), 1999) || ' ';
end
$$;

-- The owner is behind the fence too and would change no row: for this transaction, which holds the tables' locks, it is not.
alter table app.users no force row level security;

alter table app.user_search no force row level security;

alter table app.subscribers no force row level security;

alter table app.subscriber_search no force row level security;

-- Only what has one of these letters is written anew; the rest is read once.
update app.user_search s
   set search = app.user_search_text(u.first_name, u.last_name, u.email, u.extension, u.mobile, u.phone_digits)
  from app.users u
 where u.first_name || u.last_name ~ '[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]' and s.account_id = u.account_id and s.user_id = u.user_id;

update app.subscriber_search s
   set search = app.search_text(t.first_name, t.last_name, t.email, t.directory_number, t.mbg_sip_user_name, t.pbx_sip_user_name,
         t.client_service_user_name)
  from app.subscribers t
 where t.first_name || t.last_name ~ '[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]' and s.account_id = t.account_id
   and s.subscriber_id = t.subscriber_id;

alter table app.users force row level security;

alter table app.user_search force row level security;

alter table app.subscribers force row level security;

alter table app.subscriber_search force row level security;
