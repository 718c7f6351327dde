-- What the client was handed last, sealed (platform/secrets), so that the record can show what the phone has now.
-- Of secrets it holds keyed hashes only.
alter table app.clients add column delivered text;

-- Why its first download looks like somebody else's than the owner's; null when nothing does.
alter table app.clients add column suspicious text
  constraint clients_suspicious check (suspicious in ('within-60-seconds'));

-- What a fetch by a client's own URL is decided from. It enters the account by itself, so that the commonest of all
-- requests, a fetch that changes nothing, is one round trip and no transaction of its own: begin, enter, read and
-- commit would be four. Not a definer function: the fence holds for it as for every other statement.
create function app.clients_at_credentials(account uuid, credentials bytea[]) returns setof json
language plpgsql set search_path = pg_catalog
as $$
begin
  perform app.enter(account);
  return query
    select json_build_object(
             'client', to_json(c), 'subscriber', to_json(s), 'profile', to_json(p),
             'account', json_build_object('language', a.language, 'status', a.status))
      from app.clients c
      join app.accounts a on a.account_id = c.account_id
      left join app.subscribers s on s.account_id = c.account_id and s.subscriber_id = c.subscriber_id
      left join app.deployment_profiles p on p.account_id = s.account_id and p.profile_id = s.profile_id
     where c.account_id = account
       and (c.credential_hash = any (credentials) or c.previous_credential_hash = any (credentials));
end
$$;

revoke all on function app.clients_at_credentials(uuid, bytea[]) from public;

grant execute on function app.clients_at_credentials(uuid, bytea[]) to rollcall_runtime;
