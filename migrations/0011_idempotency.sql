-- What was answered to a write that bore an Idempotency-Key, so that its repeat within 24 hours is answered the same and nothing is done twice.
-- Written in the transaction of the act itself. Key and request are kept as keyed hashes, the answer sealed: a body may hold what must
-- not stand here, and so may a key that a client has made from it.
create table app.idempotency_keys (
  account_id uuid not null references app.accounts (account_id) on delete cascade,
  -- Of caller, route and key.
  key_mac bytea not null,
  -- Of method, path, If-Match and body.
  request_mac bytea not null,
  -- Null only until the act's transaction ends.
  status integer,
  -- Headers and body; null where the answer held a secret, and is not kept.
  answer text,
  created_at timestamptz not null,
  primary key (account_id, key_mac)
);

select app.fence('app.idempotency_keys');

-- Which have ended, and is this hour's sweep asked for?
create index idempotency_keys_age on app.idempotency_keys (account_id, created_at);
