-- Accounts form a tree: one operator root, partners, customers.
create table app.accounts (
  account_id uuid primary key,
  parent_id uuid,
  kind text not null constraint accounts_kind check (kind in ('operator', 'partner', 'customer')),
  name text not null constraint accounts_name check (char_length(name) between 1 and 100),
  country text not null constraint accounts_country check (country ~ '^[A-Z]{2}$'),
  language text not null default 'en',
  time_zone text not null default 'UTC',
  redirect_bypass boolean not null default false,
  partner_access_mode text not null default 'open'
    constraint accounts_partner_access check (partner_access_mode in ('open', 'ask', 'closed')),
  partner_access_until timestamptz,
  status text not null default 'active' constraint accounts_status check (status in ('active', 'deactivated')),
  default_profile_id uuid,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint accounts_parent check ((kind = 'operator') = (parent_id is null))
);

select app.fence('app.accounts');

-- A partner reads its customers' rows; the operator reads its partners'. Writing needs app.enter of the account itself.
create policy partner on app.accounts for select
  using (parent_id = nullif(current_setting('app.partner_id', true), '')::uuid);

create index accounts_parent_name on app.accounts (parent_id, name, account_id);

-- Which keys encrypt an account's secrets. Wrapped by the master key, which is never in the database.
create table app.data_keys (
  account_id uuid not null references app.accounts (account_id) on delete cascade,
  key_id uuid not null,
  master_key_id text not null,
  wrapped_key bytea not null,
  created_at timestamptz not null,
  primary key (account_id, key_id)
);

select app.fence('app.data_keys');

-- Locations of an account (buildings, sites).
create table app.locations (
  account_id uuid not null references app.accounts (account_id) on delete cascade,
  location_id uuid not null,
  name text not null constraint locations_name_length check (char_length(name) between 1 and 100),
  version integer not null default 1,
  created_at timestamptz not null,
  primary key (account_id, location_id)
);

create unique index locations_name on app.locations (account_id, lower(name));

select app.fence('app.locations');

-- The people. Credentials stand apart (app.password_credentials), so that reading people never reads a hash.
create table app.users (
  account_id uuid not null references app.accounts (account_id) on delete cascade,
  user_id uuid not null,
  partner_id uuid,
  first_name text not null,
  last_name text not null,
  email text not null,
  mobile text,
  extension text,
  sms_number text,
  role text not null default 'user' constraint users_role check (role in ('user', 'admin')),
  location_id uuid,
  status text not null default 'unregistered'
    constraint users_status check (status in ('unregistered', 'invited', 'registered', 'inactive', 'locked')),
  language text,
  origin text not null default 'manual',
  owners jsonb not null default '{}',
  last_sign_in_at timestamptz,
  last_modified_at timestamptz not null,
  last_modified_by uuid,
  version integer not null default 1,
  created_at timestamptz not null,
  primary key (account_id, user_id),
  constraint users_location foreign key (account_id, location_id) references app.locations (account_id, location_id)
);

create unique index users_email on app.users (account_id, lower(email));

create index users_partner on app.users (partner_id, user_id);

select app.fence('app.users');

-- UA-6: a partner's look across its customers' people; partner_id is null while the customer has closed partner access.
create policy partner on app.users for select
  using (partner_id = nullif(current_setting('app.partner_id', true), '')::uuid);

create table app.password_credentials (
  account_id uuid not null,
  user_id uuid not null,
  hash text not null,
  changed_at timestamptz not null,
  primary key (account_id, user_id),
  constraint password_credentials_user foreign key (account_id, user_id)
    references app.users (account_id, user_id) on delete cascade
);

select app.fence('app.password_credentials');

create table app.sessions (
  account_id uuid not null,
  session_id uuid not null,
  user_id uuid not null,
  token_hash bytea not null,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  stepped_up_at timestamptz not null,
  user_agent text,
  address text,
  primary key (account_id, session_id),
  constraint sessions_user foreign key (account_id, user_id) references app.users (account_id, user_id) on delete cascade
);

create unique index sessions_token on app.sessions (account_id, token_hash);

create index sessions_user on app.sessions (account_id, user_id);

select app.fence('app.sessions');

-- One-time links that let a person set a password: set-up, welcome and reset. Without a user: whoever opens it becomes the
-- account's first admin.
create table app.set_up_links (
  account_id uuid not null references app.accounts (account_id) on delete cascade,
  link_id uuid not null,
  user_id uuid,
  token_hash bytea not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  primary key (account_id, link_id),
  constraint set_up_links_user foreign key (account_id, user_id) references app.users (account_id, user_id) on delete cascade
);

create unique index set_up_links_token on app.set_up_links (account_id, token_hash);

select app.fence('app.set_up_links');

-- Outside the fence: where may somebody who types this e-mail address sign in? Holds a keyed hash of the folded address and
-- account ids, no personal data; without it a sign-in would have to ask every account.
create table app.sign_in_directory (
  email_hmac bytea not null,
  account_id uuid not null,
  primary key (email_hmac, account_id)
);

grant select, insert, delete on app.sign_in_directory to rollcall_runtime;

-- Outside the fence: facts about this installation (which account is the operator root). No tenant, no personal data.
create table app.installation (
  name text primary key,
  value text not null
);

grant select, insert, update on app.installation to rollcall_runtime;

-- Who did what, when, from where. Rows are only ever added.
create table app.audit_events (
  account_id uuid not null references app.accounts (account_id) on delete cascade,
  event_id uuid not null,
  at timestamptz not null,
  actor_kind text not null
    constraint audit_events_actor_kind check (actor_kind in ('user', 'api-key', 'system', 'operator', 'end-user', 'connection')),
  actor_id uuid,
  actor_account_id uuid,
  actor_name text,
  action text not null,
  subject_kind text not null,
  subject_id uuid,
  details jsonb not null default '{}',
  address text,
  request_id text,
  primary key (account_id, event_id)
);

select app.fence('app.audit_events');

revoke update, delete on app.audit_events from rollcall_runtime;

create index audit_events_subject on app.audit_events (account_id, subject_kind, subject_id, event_id);

-- Bulk work as people see it.
create table app.operations (
  account_id uuid not null references app.accounts (account_id) on delete cascade,
  operation_id uuid not null,
  kind text not null,
  status text not null default 'queued'
    constraint operations_status check (status in ('queued', 'running', 'done', 'cancelled', 'failed')),
  parameters jsonb not null default '{}',
  total integer not null default 0,
  done integer not null default 0,
  failed integer not null default 0,
  skipped integer not null default 0,
  failure text,
  created_by uuid,
  created_by_name text,
  created_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz,
  cancel_requested_at timestamptz,
  primary key (account_id, operation_id)
);

select app.fence('app.operations');

create table app.operation_items (
  account_id uuid not null,
  operation_id uuid not null,
  subject_id uuid not null,
  outcome text not null default 'pending'
    constraint operation_items_outcome check (outcome in ('pending', 'done', 'skipped', 'failed', 'cancelled')),
  code text,
  message text,
  finished_at timestamptz,
  primary key (account_id, operation_id, subject_id),
  constraint operation_items_operation foreign key (account_id, operation_id)
    references app.operations (account_id, operation_id) on delete cascade
);

create index operation_items_pending on app.operation_items (account_id, operation_id, subject_id) where outcome = 'pending';

select app.fence('app.operation_items');

-- Every mail that Rollcall sends. Holds what is needed to render it again byte by byte, never a token, PIN or password.
create table app.outgoing_mails (
  account_id uuid not null references app.accounts (account_id) on delete cascade,
  mail_id uuid not null,
  kind text not null,
  recipient text not null,
  language text not null,
  subject_kind text not null,
  subject_id uuid not null,
  parameters jsonb not null default '{}',
  status text not null default 'queued'
    constraint outgoing_mails_status check (status in ('queued', 'sending', 'sent', 'failed', 'not-sent', 'recalled')),
  attempts integer not null default 0,
  server_answer text,
  created_at timestamptz not null,
  sending_at timestamptz,
  finished_at timestamptz,
  primary key (account_id, mail_id)
);

create index outgoing_mails_subject on app.outgoing_mails (account_id, subject_kind, subject_id, mail_id);

select app.fence('app.outgoing_mails');
