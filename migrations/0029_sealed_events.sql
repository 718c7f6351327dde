-- The event history as a chain: each event is sealed with a hash over itself and the seal before it, so that whoever changes, removes, inserts or
-- reorders events is found out (docs/decisions/0032). No foreign key to the event: that one is missing is for the verifier to say.
create table app.audit_seals (
  account_id uuid not null references app.accounts (account_id) on delete cascade,
  position bigint not null constraint audit_seals_position check (position > 0),
  event_id uuid not null,
  hash bytea not null constraint audit_seals_hash check (octet_length(hash) = 32),
  sealed_at timestamptz not null,
  primary key (account_id, position),
  constraint audit_seals_event unique (account_id, event_id)
);

select app.fence('app.audit_seals');

revoke update, delete on app.audit_seals from rollcall_runtime;

-- Which events wait for their seal. Each is written with its event and is seen when that is, in whatever order they were begun: nothing is
-- skipped. Outside the fence, because the sealer asks which accounts have some, and no role sees all accounts; ids only, of no person.
create table app.audit_unsealed (
  account_id uuid not null references app.accounts (account_id) on delete cascade,
  event_id uuid not null,
  primary key (account_id, event_id)
);

grant select, insert, delete on app.audit_unsealed to rollcall_runtime;

-- The owner is behind the fence too: for this transaction, which holds the table's lock, it is not.
alter table app.audit_events no force row level security;

insert into app.audit_unsealed (account_id, event_id) select account_id, event_id from app.audit_events;

alter table app.audit_events force row level security;

-- What one person or one key did, newest first.
create index audit_events_actor on app.audit_events (account_id, actor_id, event_id) where actor_id is not null;
