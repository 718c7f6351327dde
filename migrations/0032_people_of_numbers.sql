-- Numbers with and without a person, and the people whom an operation was for.

-- Each number stands in one of the two. A list that is narrowed to either is read in the order of names.
create index subscribers_assigned on app.subscribers (account_id, sort_name, subscriber_id) where user_id is not null;

create index subscribers_unassigned on app.subscribers (account_id, sort_name, subscriber_id) where user_id is null;

create or replace function app.subscriber_conditions(filter jsonb) returns table (records text, key text, condition text)
language sql immutable strict parallel safe set search_path = pg_catalog
as $$
  select 'app.subscribers', 'subscriber_id', condition
    from unnest(array[
      't.profile_id = ' || quote_literal(filter ->> 'profileId') || '::uuid',
      't.user_id = ' || quote_literal(filter ->> 'userId') || '::uuid',
      't.state = ' || quote_literal(filter ->> 'state'),
      't.origin = ' || quote_literal(filter ->> 'origin'),
      't.update_pending = ' || (filter -> 'updatePending')::boolean,
      '(t.force_pending_at is not null) = ' || (filter -> 'forcePending')::boolean,
      't.redeploy_required = ' || (filter -> 'redeployRequired')::boolean,
      '(t.pin_locked_at is not null) = ' || (filter -> 'locked')::boolean,
      '(t.deployment_pin_secret is not null) = ' || (filter -> 'pinSet')::boolean,
      '(t.user_id is not null) = ' || (filter -> 'assigned')::boolean,
      case (filter -> 'linkExpired')::boolean
        when true then format('t.state = ''sent'' and t.link_expires_at < %L::timestamptz', filter ->> 'now')
        when false then
          format('(t.state <> ''sent'' or t.link_expires_at is null or t.link_expires_at >= %L::timestamptz)', filter ->> 'now')
      end]) condition
   where condition is not null
  union all
  select 'app.operation_items', 'subject_id', format('t.outcome = ''done'' and t.operation_id = %L::uuid', filter ->> 'operationId')
   where filter ->> 'operationId' is not null
$$;

create or replace function app.user_conditions(filter jsonb) returns table (records text, key text, condition text)
language sql immutable strict parallel safe set search_path = pg_catalog
as $$
  select 'app.users', 'user_id', condition
    from (select case property
             when 'admins' then 't.role = ''admin'''
             when 'registered' then 't.registered_at is not null'
             when 'unregistered' then 't.registered_at is null'
             when 'pbx-users' then 't.on_pbx'
             when 'micloud-connected' then 't.micloud_connected'
             when 'iot-connected' then 't.iot_connected'
             when 'inactive' then 't.status = ''inactive'''
             when 'location' then 't.location_id is not null'
             else 'false'
           end
            from jsonb_array_elements_text(filter -> 'property') property
           where property <> 'users'
          union all
          select format('t.location_id = %L::uuid', filter ->> 'locationId')
           where filter ->> 'locationId' is not null) conditions (condition)
  union all
  select 'app.licences', 'user_id', format('t.product = %L', filter ->> 'product')
   where filter ->> 'product' is not null
  union all
  select 'app.operation_items', 'subject_id', format('t.outcome = ''done'' and t.operation_id = %L::uuid', filter ->> 'operationId')
   where filter ->> 'operationId' is not null
$$;
