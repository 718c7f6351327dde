-- DP-1, DP-2: what a client needs and the subscriber's record does not hold.
create table app.deployment_profiles (
  account_id uuid not null references app.accounts (account_id) on delete cascade,
  profile_id uuid not null,
  name text not null constraint deployment_profiles_name_length check (char_length(name) between 1 and 100),
  do_not_deploy boolean not null default false,
  mbg_sip_host text,
  mbg_sip_domain text,
  mbg_realm text,
  mbg_sip_port integer,
  mbg_transport text not null default 'udp'
    constraint deployment_profiles_mbg_transport check (mbg_transport in ('udp', 'tcp', 'tls')),
  mbg_media_security text not null default 'none'
    constraint deployment_profiles_mbg_media check (mbg_media_security in ('none', 'sdes', 'dtls')),
  pbx_sip_domain text,
  pbx_realm text,
  pbx_sip_port integer,
  pbx_transport text not null default 'udp'
    constraint deployment_profiles_pbx_transport check (pbx_transport in ('udp', 'tcp', 'tls')),
  pbx_media_security text not null default 'none'
    constraint deployment_profiles_pbx_media check (pbx_media_security in ('none', 'sdes', 'dtls')),
  registration_expiry_seconds integer not null default 3600,
  voicemail_number text,
  codecs text[] not null default '{opus,PCMA,PCMU}',
  client_kinds text[] not null default '{linphone,baresip,microsip,generic}',
  clients_per_link integer not null default 1
    constraint deployment_profiles_clients_per_link check (clients_per_link between 1 and 5),
  link_life_hours integer not null default 72,
  pin_required boolean not null default true,
  central_email text,
  self_deployment boolean not null default false,
  refresh_hours integer not null default 24,
  block_copied_clients boolean not null default false,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (account_id, profile_id)
);

create unique index deployment_profiles_name on app.deployment_profiles (account_id, lower(name));

select app.fence('app.deployment_profiles');

alter table app.accounts add constraint accounts_default_profile
  foreign key (account_id, default_profile_id) references app.deployment_profiles (account_id, profile_id)
  deferrable initially deferred;

-- CD-1: one telephony identity each. Columns ending in _secret hold sealed values (platform/secrets), never clear text.
create table app.subscribers (
  account_id uuid not null references app.accounts (account_id) on delete cascade,
  subscriber_id uuid not null,
  user_id uuid,
  profile_id uuid not null,
  directory_number text,
  first_name text not null default '',
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
  origin text not null default 'manual' constraint subscribers_origin check (origin in ('manual', 'connection')),
  owners jsonb not null default '{}',
  -- for sorting: app.fold(last name, first name)
  sort_name text collate "C" not null,
  -- the latest deployment, as the list shows it
  state text not null default 'new'
    constraint subscribers_state check (state in ('new', 'queued', 'sent', 'failed', 'downloaded', 'revoked')),
  deployed_at timestamptz,
  downloaded_at timestamptz,
  link_expires_at timestamptz,
  update_pending boolean not null default false,
  force_pending_at timestamptz,
  redeploy_required boolean not null default false,
  client_count integer not null default 0,
  -- MU-12: wrong PINs since the last successful download or unlock, counted before comparing
  pin_failures integer not null default 0,
  pin_locked_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (account_id, subscriber_id),
  constraint subscribers_profile foreign key (account_id, profile_id)
    references app.deployment_profiles (account_id, profile_id),
  constraint subscribers_user foreign key (account_id, user_id) references app.users (account_id, user_id)
);

create index subscribers_by_name on app.subscribers (account_id, sort_name, subscriber_id);

create index subscribers_by_profile on app.subscribers (account_id, profile_id, subscriber_id);

create index subscribers_by_pbx_user on app.subscribers (account_id, pbx_sip_host, pbx_sip_user_name);

create index subscribers_by_client_service_user on app.subscribers (account_id, client_service_user_name);

create index subscribers_by_user on app.subscribers (account_id, user_id);

create index subscribers_by_email on app.subscribers (account_id, lower(email), subscriber_id);

create index subscribers_by_number on app.subscribers (account_id, (coalesce(directory_number, '')) collate "C", subscriber_id);

create index subscribers_by_deployed on app.subscribers (account_id, (coalesce(deployed_at, '-infinity')), subscriber_id);

create index subscribers_by_downloaded on app.subscribers (account_id, (coalesce(downloaded_at, '-infinity')), subscriber_id);

create index subscribers_by_state on app.subscribers (account_id, state, subscriber_id);

select app.fence('app.subscribers');

-- One row for each link. The token itself is derived (HMAC of account, deployment, revision) and never stored.
create table app.deployments (
  account_id uuid not null,
  deployment_id uuid not null,
  subscriber_id uuid not null,
  operation_id uuid,
  channel text not null constraint deployments_channel check (channel in ('mail', 'hand-over', 'self')),
  revision integer not null default 1,
  token_hash bytea not null,
  expires_at timestamptz not null,
  created_at timestamptz not null,
  sent_at timestamptz,
  opened_at timestamptz,
  revoked_at timestamptz,
  revoked_because text,
  pin_failures integer not null default 0,
  clients_allowed integer not null default 1,
  clients_made integer not null default 0,
  primary key (account_id, deployment_id),
  constraint deployments_subscriber foreign key (account_id, subscriber_id)
    references app.subscribers (account_id, subscriber_id) on delete cascade
);

create unique index deployments_token on app.deployments (account_id, token_hash);

create index deployments_subscriber on app.deployments (account_id, subscriber_id, deployment_id);

select app.fence('app.deployments');

-- One installed softphone. Its credential is derived (HMAC of account, client, generation); at rest only SHA-256.
create table app.clients (
  account_id uuid not null,
  client_id uuid not null,
  subscriber_id uuid not null,
  deployment_id uuid,
  kind text not null constraint clients_kind check (kind in ('linphone', 'baresip', 'microsip', 'generic')),
  name text not null,
  generation integer not null default 1,
  credential_hash bytea not null,
  credential_issued_at timestamptz not null,
  credential_used_at timestamptz,
  previous_credential_hash bytea,
  user_agent text,
  address text,
  configuration_version text,
  created_at timestamptz not null,
  downloaded_at timestamptz,
  last_seen_at timestamptz,
  force_pending_at timestamptz,
  force_obeyed_at timestamptz,
  copied_at timestamptz,
  revoked_at timestamptz,
  revoked_because text,
  reset_delivered_at timestamptz,
  primary key (account_id, client_id)
);

create unique index clients_credential on app.clients (account_id, credential_hash);

create index clients_previous_credential on app.clients (account_id, previous_credential_hash);

create index clients_subscriber on app.clients (account_id, subscriber_id, client_id);

select app.fence('app.clients');

-- The ten minutes between the landing page and the softphone's first fetch.
create table app.tickets (
  account_id uuid not null,
  ticket_id uuid not null,
  ticket_hash bytea not null,
  deployment_id uuid not null,
  subscriber_id uuid not null,
  kind text not null,
  client_id uuid,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  primary key (account_id, ticket_id),
  constraint tickets_deployment foreign key (account_id, deployment_id)
    references app.deployments (account_id, deployment_id) on delete cascade
);

create unique index tickets_hash on app.tickets (account_id, ticket_hash);

create index tickets_deployment on app.tickets (account_id, deployment_id);

select app.fence('app.tickets');

-- Every step from click to registered phone, as the record shows it.
create table app.timeline_entries (
  account_id uuid not null,
  entry_id uuid not null,
  subscriber_id uuid not null,
  at timestamptz not null,
  kind text not null,
  deployment_id uuid,
  client_id uuid,
  actor_name text,
  details jsonb not null default '{}',
  primary key (account_id, entry_id),
  constraint timeline_entries_subscriber foreign key (account_id, subscriber_id)
    references app.subscribers (account_id, subscriber_id) on delete cascade
);

create index timeline_entries_subscriber on app.timeline_entries (account_id, subscriber_id, entry_id);

select app.fence('app.timeline_entries');

-- Outside the fence: what the redirect server must hold, so that it can be refilled whole after a loss.
-- Hashes of links and when they end; no account, no subscriber, no personal data.
create table app.redirect_links (
  token_hash bytea primary key,
  expires_at timestamptz not null,
  revoked boolean not null default false,
  pushed_store text
);

create index redirect_links_pushed on app.redirect_links (pushed_store, token_hash);

grant select, insert, update, delete on app.redirect_links to rollcall_runtime;

-- An import is planned, reviewed, applied and may be undone.
create table app.imports (
  account_id uuid not null references app.accounts (account_id) on delete cascade,
  import_id uuid not null,
  kind text not null constraint imports_kind check (kind in ('subscribers', 'users', 'source-records')),
  status text not null default 'planning'
    constraint imports_status
    check (status in ('planning', 'ready', 'applying', 'applied', 'undoing', 'undone', 'failed', 'cancelled')),
  file_name text,
  options jsonb not null default '{}',
  reading jsonb not null default '{}',
  counts jsonb not null default '{}',
  failure text,
  created_by uuid,
  created_by_name text,
  created_at timestamptz not null,
  applied_at timestamptz,
  primary key (account_id, import_id)
);

select app.fence('app.imports');

-- One row of the file each. `content` and `undo` are sealed: they hold the cells, secrets among them.
create table app.import_rows (
  account_id uuid not null,
  import_id uuid not null,
  row_number integer not null,
  line integer not null,
  verdict text not null
    constraint import_rows_verdict check (verdict in ('create', 'change', 'unchanged', 'conflict', 'error')),
  subject_id uuid,
  content text not null,
  problems jsonb not null default '[]',
  undo text,
  outcome text,
  primary key (account_id, import_id, row_number),
  constraint import_rows_import foreign key (account_id, import_id)
    references app.imports (account_id, import_id) on delete cascade
);

create index import_rows_verdict on app.import_rows (account_id, import_id, verdict, row_number);

select app.fence('app.import_rows');
