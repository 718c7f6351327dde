-- What fetches by a client's own URL are decided from, for many at once and of any accounts: one statement, whoever comes at the same time.
-- Only what a configuration is made of, under the names that the program has for it: whole rows took PostgreSQL and the program half as long
-- again. It enters one account after the other and is no definer function, so that the fence holds for it as for every other statement.
drop function app.clients_at_credentials(uuid, bytea[]);

create function app.clients_at_credentials(accounts uuid[], credentials bytea[])
  returns table (place integer, came_with_previous boolean, client json, subscriber json, profile json, account json)
language plpgsql set search_path = pg_catalog
as $$
declare
  entered uuid;
begin
  foreach entered in array array(select distinct unnest(accounts)) loop
    perform app.enter(entered);
    return query
      select k.place::integer, c.credential_hash <> k.credential,
             json_build_object(
               'clientId', c.client_id, 'subscriberId', c.subscriber_id, 'kind', c.kind, 'generation', c.generation,
               'configurationVersion', c.configuration_version, 'credentialIssuedAt', c.credential_issued_at,
               'isCredentialUsed', c.credential_used_at is not null, 'isForcePending', c.force_pending_at is not null,
               'isKnownAsCopied', c.copied_at is not null, 'isRevoked', c.revoked_at is not null),
             case when s.subscriber_id is not null then json_build_object(
               'subscriberId', s.subscriber_id, 'updatePending', s.update_pending, 'firstName', s.first_name,
               'lastName', s.last_name, 'language', s.language, 'directoryNumber', s.directory_number,
               'pbxSipHost', s.pbx_sip_host, 'pbxSipUserName', s.pbx_sip_user_name, 'pbxSipSecret', s.pbx_sip_secret,
               'mbgSipUserName', s.mbg_sip_user_name, 'mbgSipSecret', s.mbg_sip_secret,
               'voicemailNumber', s.voicemail_number, 'clientServiceHost', s.client_service_host,
               'clientServicePort', s.client_service_port, 'clientServiceUserName', s.client_service_user_name,
               'clientServiceSecret', s.client_service_secret) end,
             case when p.profile_id is not null then json_build_object(
               'mbgSipHost', p.mbg_sip_host, 'mbgSipDomain', p.mbg_sip_domain, 'mbgRealm', p.mbg_realm,
               'mbgSipPort', p.mbg_sip_port, 'mbgTransport', p.mbg_transport, 'mbgMediaSecurity', p.mbg_media_security,
               'pbxSipDomain', p.pbx_sip_domain, 'pbxRealm', p.pbx_realm, 'pbxSipPort', p.pbx_sip_port,
               'pbxTransport', p.pbx_transport, 'pbxMediaSecurity', p.pbx_media_security,
               'registrationExpirySeconds', p.registration_expiry_seconds, 'voicemailNumber', p.voicemail_number,
               'codecs', p.codecs, 'refreshHours', p.refresh_hours, 'blockCopiedClients', p.block_copied_clients) end,
             json_build_object('language', a.language, 'status', a.status)
        from unnest(accounts, credentials) with ordinality as k (account_id, credential, place)
        join app.clients c
          on c.account_id = entered and (c.credential_hash = k.credential or c.previous_credential_hash = k.credential)
        join app.accounts a on a.account_id = entered
        left join app.subscribers s on s.account_id = entered and s.subscriber_id = c.subscriber_id
        left join app.deployment_profiles p on p.account_id = entered and p.profile_id = s.profile_id
       where k.account_id = entered;
  end loop;
end
$$;

revoke all on function app.clients_at_credentials(uuid[], bytea[]) from public;

grant execute on function app.clients_at_credentials(uuid[], bytea[]) to rollcall_runtime;
