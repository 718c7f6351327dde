-- An authenticator app that is being set up. Beside the one that counts, which goes on counting until the first code of the new one was given.
create table app.second_factor_enrolments (
  account_id uuid not null,
  user_id uuid not null,
  sealed_secret text not null,
  created_at timestamptz not null,
  primary key (account_id, user_id),
  constraint second_factor_enrolments_user foreign key (account_id, user_id) references app.users (account_id, user_id) on delete cascade
);

select app.fence('app.second_factor_enrolments');

alter table app.second_factors
  drop column created_at,
  alter column confirmed_at set not null;
