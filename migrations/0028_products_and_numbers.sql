-- What an account has turned on, and what its people can be given: licences out of subscriptions, SMS numbers out of its Twilio account.

-- UA-71, UA-12: an integration that was never touched has no row, and is off. Single sign-on stands with its identity provider (0025).
create table app.integrations (
  account_id uuid not null references app.accounts (account_id) on delete cascade,
  integration text not null
    constraint integrations_known
    check (integration in ('miteam-meetings', 'micollab', 'mivoice-business', 'twilio', 'scim', 'mitel-cx', 'micloud-connect', 'iot')),
  is_on boolean not null,
  version integer not null default 1,
  changed_at timestamptz not null,
  changed_by_name text,
  primary key (account_id, integration)
);

select app.fence('app.integrations');

-- What a partner has bought: it is given whole to one customer, where it is a subscription with the same id.
create table app.orders (
  account_id uuid not null references app.accounts (account_id) on delete cascade,
  order_id uuid not null,
  product text not null constraint orders_product check (product in ('miteam-meetings')),
  number text not null constraint orders_number_length check (char_length(number) between 1 and 60),
  quantity integer not null constraint orders_quantity check (quantity between 1 and 1000000),
  starts_on date not null,
  ends_on date,
  customer_id uuid,
  assigned_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by_name text,
  primary key (account_id, order_id),
  constraint orders_term check (ends_on >= starts_on),
  constraint orders_assigned check ((customer_id is null) = (assigned_at is null))
);

create unique index orders_number on app.orders (account_id, product, number);

create index orders_customer on app.orders (account_id, customer_id) where customer_id is not null;

select app.fence('app.orders');

-- UA-71, UA-72: seats that a customer may give to its people. `used` is how many it has given; whoever gives more than there are is refused
-- here, whatever the program thought.
create table app.subscriptions (
  account_id uuid not null references app.accounts (account_id) on delete cascade,
  subscription_id uuid not null,
  product text not null constraint subscriptions_product check (product in ('miteam-meetings')),
  number text not null,
  quantity integer not null,
  used integer not null default 0,
  starts_on date not null,
  ends_on date,
  created_at timestamptz not null,
  primary key (account_id, subscription_id),
  constraint subscriptions_never_oversold check (used between 0 and quantity),
  constraint subscriptions_term check (ends_on >= starts_on)
);

create index subscriptions_product_term on app.subscriptions (account_id, product, ends_on, subscription_id);

select app.fence('app.subscriptions');

-- Out of which subscription a licence is; null: the product itself gave it (MiCollab, Mitel CX), and no seat of ours is taken.
alter table app.licences add column subscription_id uuid;

alter table app.licences
  add constraint licences_subscription foreign key (account_id, subscription_id) references app.subscriptions (account_id, subscription_id);

create index licences_subscription on app.licences (account_id, subscription_id, user_id) where subscription_id is not null;

-- Whoever deletes people gives their seats back first; who forgets it is refused, instead of losing seats.
alter table app.licences drop constraint licences_user;

alter table app.licences
  add constraint licences_user foreign key (account_id, user_id) references app.users (account_id, user_id),
  add constraint licences_account foreign key (account_id) references app.accounts (account_id) on delete cascade;

-- The Twilio account of an account. The secret is the auth token, or that of the API key; both sealed.
create table app.twilio_accounts (
  account_id uuid primary key references app.accounts (account_id) on delete cascade,
  origin text not null,
  account_sid text not null constraint twilio_accounts_account_sid check (account_sid ~ '^AC[0-9a-f]{32}$'),
  key_sid text constraint twilio_accounts_key_sid check (key_sid ~ '^SK[0-9a-f]{32}$'),
  secret text not null,
  user_numbers boolean not null default false,
  state text not null default 'unchecked' constraint twilio_accounts_state check (state in ('unchecked', 'working', 'failing')),
  failure_code text,
  failure text,
  synchronised_at timestamptz,
  version integer not null default 1,
  changed_at timestamptz not null
);

select app.fence('app.twilio_accounts');

-- The numbers of that Twilio account that can send SMS. Who has one stands in `users.sms_number`, of which an index lets each number be there
-- once. `gone_at`: it is not there any more; kept while somebody has it.
create table app.sms_numbers (
  account_id uuid not null references app.accounts (account_id) on delete cascade,
  number text collate "C" not null constraint sms_numbers_e164 check (number ~ '^\+[1-9][0-9]{3,14}$'),
  twilio_sid text not null,
  friendly_name text not null,
  country text,
  seen_at timestamptz not null,
  gone_at timestamptz,
  primary key (account_id, number)
);

select app.fence('app.sms_numbers');
