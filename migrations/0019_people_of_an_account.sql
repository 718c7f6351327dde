-- The people of an account as a list of a million: what it shows, is sorted by and narrowed to.

-- Who has set a password or come by single sign-on stays registered while deactivated.
alter table app.users
  add column sort_name text collate "C" not null default '',
  add column registered_at timestamptz,
  add column last_modified_by_name text,
  add column last_modified_fields text[] not null default '{}',
  add column on_pbx boolean not null default false,
  add column micloud_connected boolean not null default false,
  add column iot_connected boolean not null default false,
  add column contact_center text,
  add column phone_digits text not null default '';

-- The owner is behind the fence too and would change no row: for this transaction, which holds the table's lock, it is not.
alter table app.users no force row level security;

do $$
begin
  update app.users
     set sort_name = app.sort_name(last_name, first_name),
         registered_at = case when status in ('registered', 'locked') then created_at end;
end
$$;

alter table app.users force row level security;

alter table app.users alter column sort_name drop default;

alter table app.users
  add constraint users_origin check (origin in ('manual', 'pbx', 'scim', 'ldap', 'micloud', 'iot')),
  -- Sorted by, where the column itself may be empty; columns and no functions, because behind the fence only they are looked up in an index.
  add column extension_key text collate "C" not null generated always as (coalesce(extension, '')) stored,
  add column last_sign_in_key timestamptz not null generated always as (coalesce(last_sign_in_at, '-infinity')) stored;

-- UA-73: a number is one person's.
create unique index users_sms_number on app.users (account_id, sms_number) where sms_number is not null;

-- Each order that the list has at any size. With the partner, whom the fence asks for, people are counted in an index alone.
create index users_by_name on app.users (account_id, sort_name, user_id) include (partner_id);

create index users_by_email on app.users (account_id, email_key, user_id);

create index users_by_extension on app.users (account_id, extension_key, user_id);

create index users_by_modified on app.users (account_id, last_modified_at, user_id);

create index users_by_sign_in on app.users (account_id, last_sign_in_key, user_id);

create index users_by_status on app.users (account_id, status, sort_name, user_id) include (partner_id);

-- UA-20: each property, in the order of the names.
create index users_admins_by_name on app.users (account_id, sort_name, user_id) where role = 'admin';

create index users_registered on app.users (account_id, sort_name, user_id) include (partner_id) where registered_at is not null;

create index users_unregistered on app.users (account_id, sort_name, user_id) include (partner_id) where registered_at is null;

create index users_on_pbx on app.users (account_id, sort_name, user_id) include (partner_id) where on_pbx;

create index users_micloud on app.users (account_id, sort_name, user_id) where micloud_connected;

create index users_iot on app.users (account_id, sort_name, user_id) where iot_connected;

create index users_by_location on app.users (account_id, location_id, sort_name, user_id) include (partner_id) where location_id is not null;

-- UA-6: a partner's look across its customers' people, by name.
drop index app.users_partner;

create index users_partner on app.users (partner_id, sort_name, user_id);

-- UA-2, UA-20: who holds a licence of which product.
create table app.licences (
  account_id uuid not null,
  user_id uuid not null,
  product text not null
    constraint licences_product check (product in ('miteam-meetings', 'micollab', 'mivoice-business', 'mitel-cx')),
  assigned_at timestamptz not null,
  primary key (account_id, user_id, product),
  constraint licences_user foreign key (account_id, user_id) references app.users (account_id, user_id) on delete cascade
);

create index licences_product on app.licences (account_id, product, user_id);

select app.fence('app.licences');

-- What an account is known and reached by, beside its name.
alter table app.accounts
  add column customer_number text,
  add column business_type text,
  add column street text,
  add column postal_code text,
  add column city text,
  add column region text,
  add column support_contact_name text,
  add column support_contact_email text,
  add column support_contact_phone text;

-- Where a location is.
alter table app.locations
  add column street text,
  add column postal_code text,
  add column city text,
  add column country text constraint locations_country check (country ~ '^[A-Z]{2}$'),
  add column sort_name text collate "C" not null default '',
  add column updated_at timestamptz not null default 'epoch';

alter table app.locations alter column sort_name drop default, alter column updated_at drop default;

create index locations_by_name on app.locations (account_id, sort_name, location_id);
