-- Outside the fence: failures that are limited before anybody is known (sign-in, set-up links, PINs). Each row is one thing that is
-- counted, such as an e-mail address tried from one network, as a keyed hash; `failures` maps what failed to when (milliseconds
-- since 1970). Rows end by themselves and are swept. No tenant, no personal data.
create table app.failure_counters (
  counter bytea primary key,
  failures jsonb not null default '{}',
  expires_at timestamptz not null
);

create index failure_counters_expiry on app.failure_counters (expires_at);

grant select, insert, update, delete on app.failure_counters to rollcall_runtime;

-- Outside the fence: browsers in which a person has signed in, so that guesses made elsewhere never keep that person out. A keyed
-- hash of the browser's cookie and the e-mail address: looked up alike whether or not anybody has that address.
create table app.known_devices (
  device_hmac bytea primary key,
  expires_at timestamptz not null
);

create index known_devices_expiry on app.known_devices (expires_at);

grant select, insert, update, delete on app.known_devices to rollcall_runtime;

-- Wrong passwords given in this session at step-ups, in a row.
alter table app.sessions add column step_up_failures smallint not null default 0;
