-- What people of an account see of each other in the portal (UA-1).
alter table app.accounts add column directory text not null default 'work-numbers'
  constraint accounts_directory check (directory in ('off', 'work-numbers', 'all-numbers'));
