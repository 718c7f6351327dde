-- UA-1, UA-6: what a partner sees of each customer in its list, counted by a job: an account may have a million people, and the list is
-- sorted by these figures.
create table app.account_figures (
  account_id uuid primary key references app.accounts (account_id) on delete cascade,
  partner_id uuid not null,
  users integer not null,
  registered integer not null,
  subscribers integer not null,
  deployed integer not null,
  downloaded integer not null,
  attention integer not null,
  mails_refused integer not null,
  pins_locked integer not null,
  links_expired integer not null,
  counted_at timestamptz not null
);

select app.fence('app.account_figures');

-- A partner reads the figures of its customers. Writing needs app.enter of the account itself.
create policy partner on app.account_figures for select
  using (partner_id = nullif(current_setting('app.partner_id', true), '')::uuid);

-- UA-14: two locations differ in more than case and accents. The owner is behind the fence too and would change no row: for this
-- transaction, which holds the table's lock, it is not.
alter table app.locations no force row level security;

do $$
begin
  update app.locations set sort_name = app.fold(name), updated_at = created_at;
end
$$;

alter table app.locations force row level security;

drop index app.locations_name;

drop index app.locations_by_name;

create unique index locations_name on app.locations (account_id, sort_name);
