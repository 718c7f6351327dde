-- IM-8, DP-4: every version of an account's own deployment e-mail. The highest version of a language is in force; without texts it
-- says that the default is in force again. Older versions stay: mails queued with them are rendered from them, byte by byte.
create table app.deployment_email_versions (
  account_id uuid not null references app.accounts (account_id) on delete cascade,
  language text not null,
  version integer not null,
  subject text,
  body text,
  created_at timestamptz not null,
  created_by uuid,
  created_by_name text,
  primary key (account_id, language, version),
  constraint deployment_email_versions_texts check ((subject is null) = (body is null))
);

select app.fence('app.deployment_email_versions');

-- Outside the fence: the default content of the deployment e-mail (CD-13), bundled or fetched from the redirect server. The same for
-- all accounts, no personal data. Older versions stay, for the same reason.
create table app.email_defaults (
  language text not null,
  version integer not null,
  subject text not null,
  body text not null,
  primary key (language, version)
);

grant select, insert on app.email_defaults to rollcall_runtime;

-- IM-9: who reads a central mailbox must not be able to set up everybody's phone.
alter table app.deployment_profiles add constraint deployment_profiles_central_pin
  check (central_email is null or pin_required);
