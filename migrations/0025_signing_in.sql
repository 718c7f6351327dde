-- How people prove who they are: passwords, second factors, resets, single sign-on, API keys.

-- threats.md "Stolen mailbox": when a link from an e-mail last set the password; null where none did.
alter table app.password_credentials add column mailed_at timestamptz;

-- How the session was opened, and whether a second factor was given for it.
alter table app.sessions
  add column opened_by text not null default 'password',
  add column second_factor_at timestamptz,
  add constraint sessions_opened_by check (opened_by in ('password', 'single-sign-on', 'link'));

-- Who gave the right password and failed at the second factor too often (status `locked`).
alter table app.users add column locked_at timestamptz;

-- threats.md "Stolen admin mailbox".
alter table app.accounts add column admins_need_second_factor boolean not null default false;

-- An authenticator app (RFC 6238). It counts once its first code was given.
create table app.second_factors (
  account_id uuid not null,
  user_id uuid not null,
  sealed_secret text not null,
  created_at timestamptz not null,
  confirmed_at timestamptz,
  -- The step of the last code that was taken: no code is taken twice.
  last_time_step bigint,
  failures smallint not null default 0,
  primary key (account_id, user_id),
  constraint second_factors_user foreign key (account_id, user_id) references app.users (account_id, user_id) on delete cascade
);

select app.fence('app.second_factors');

-- Each is good once, where the authenticator app is lost.
create table app.recovery_codes (
  account_id uuid not null,
  user_id uuid not null,
  code_hash bytea not null,
  used_at timestamptz,
  primary key (account_id, user_id, code_hash),
  constraint recovery_codes_user foreign key (account_id, user_id) references app.users (account_id, user_id) on delete cascade
);

select app.fence('app.recovery_codes');

-- Browsers that are asked for the password only.
create table app.remembered_devices (
  account_id uuid not null,
  device_id uuid not null,
  user_id uuid not null,
  token_hash bytea not null,
  created_at timestamptz not null,
  last_used_at timestamptz not null,
  expires_at timestamptz not null,
  user_agent text,
  address text,
  primary key (account_id, device_id),
  constraint remembered_devices_user foreign key (account_id, user_id) references app.users (account_id, user_id) on delete cascade
);

create unique index remembered_devices_token on app.remembered_devices (account_id, token_hash);

create index remembered_devices_user on app.remembered_devices (account_id, user_id);

select app.fence('app.remembered_devices');

-- A mailed link and confirmation code, both made of the row's id by the master key: neither stands here.
create table app.password_resets (
  account_id uuid not null,
  reset_id uuid not null,
  user_id uuid not null,
  token_hash bytea not null,
  sent_by text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  opened_at timestamptz,
  code_failures smallint not null default 0,
  used_at timestamptz,
  constraint password_resets_sent_by check (sent_by in ('person', 'admin')),
  primary key (account_id, reset_id),
  constraint password_resets_user foreign key (account_id, user_id) references app.users (account_id, user_id) on delete cascade
);

create unique index password_resets_token on app.password_resets (account_id, token_hash);

create index password_resets_user on app.password_resets (account_id, user_id, reset_id);

select app.fence('app.password_resets');

-- The sign-in of the company, one for an account (OpenID Connect).
create table app.identity_providers (
  account_id uuid not null primary key,
  name text not null,
  issuer text not null,
  client_id text not null,
  sealed_client_secret text,
  is_on boolean not null default false,
  keeps_local_passwords boolean not null default false,
  -- The version that signed somebody in at the last test; only that one can be switched on.
  tested_version integer,
  tested_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null
);

select app.fence('app.identity_providers');

-- E-mail domains of the account. Only people with an address in a verified one are found by what an identity provider says of them.
create table app.email_domains (
  account_id uuid not null,
  domain text not null,
  challenge text not null,
  created_at timestamptz not null,
  checked_at timestamptz,
  verified_at timestamptz,
  verified_by text,
  constraint email_domains_verified_by check (verified_by in ('dns', 'operator')),
  primary key (account_id, domain)
);

select app.fence('app.email_domains');

-- A verified domain is one account's. Outside the fence, because it is asked before anybody is known; it names companies, and no person.
create table app.domain_directory (
  domain text not null primary key,
  account_id uuid not null
);

grant select, insert, delete on app.domain_directory to rollcall_runtime;

-- Who somebody is at an identity provider: its issuer and its subject, never an e-mail address (OpenID Connect Core, 5.7).
create table app.identities (
  account_id uuid not null,
  issuer text not null,
  subject text not null,
  user_id uuid not null,
  linked_at timestamptz not null,
  last_used_at timestamptz not null,
  primary key (account_id, issuer, subject),
  constraint identities_user foreign key (account_id, user_id) references app.users (account_id, user_id) on delete cascade
);

create unique index identities_user on app.identities (account_id, user_id, issuer);

select app.fence('app.identities');

-- A way to the identity provider and back, for one browser.
create table app.single_sign_ons (
  account_id uuid not null,
  sign_on_id uuid not null,
  purpose text not null,
  -- Who asked: for a test and for a step-up.
  user_id uuid,
  session_id uuid,
  state_hash bytea not null,
  browser_hash bytea not null,
  sealed_verifier text not null,
  nonce text not null,
  return_to text,
  provider_version integer not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  -- What a test found.
  outcome jsonb,
  constraint single_sign_ons_purpose check (purpose in ('sign-in', 'step-up', 'test')),
  primary key (account_id, sign_on_id)
);

create unique index single_sign_ons_state on app.single_sign_ons (account_id, state_hash);

create index single_sign_ons_expiry on app.single_sign_ons (account_id, expires_at);

select app.fence('app.single_sign_ons');

-- Keys by which machines call.
create table app.api_keys (
  account_id uuid not null,
  key_id uuid not null,
  name text not null,
  prefix text not null,
  token_hash bytea not null,
  scopes text[] not null,
  created_by uuid not null,
  created_by_name text not null,
  created_at timestamptz not null,
  expires_at timestamptz,
  last_used_at timestamptz,
  last_used_from text,
  revoked_at timestamptz,
  revoked_by_name text,
  primary key (account_id, key_id)
);

create unique index api_keys_token on app.api_keys (account_id, token_hash);

create index api_keys_maker on app.api_keys (account_id, created_by);

select app.fence('app.api_keys');
