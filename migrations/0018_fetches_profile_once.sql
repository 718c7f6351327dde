-- What fetches by a client's own URL are decided from, one row for each account: its profiles stand in it once and not with each of their phones,
-- which was half of what the database sent and the program took apart. As before, only what a configuration is made of, and it enters one account
-- after the other and is no definer function, so that the fence holds for it as for every other statement. Who asks is given as the hashes of
-- their credentials one after the other, 32 bytes each: taking an array of them apart took longer than finding the first.
drop function app.clients_at_credentials(uuid[], bytea[]);

create function app.clients_at_credentials(accounts uuid[], credentials bytea)
  returns table (account json, profiles json, clients json)
language plpgsql set search_path = pg_catalog
as $$
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
$$;

revoke all on function app.clients_at_credentials(uuid[], bytea) from public;

grant execute on function app.clients_at_credentials(uuid[], bytea) to rollcall_runtime;
