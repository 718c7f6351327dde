-- The operation that applied an import: by it the people of a file are found in the list.
alter table app.imports add column operation_id uuid;

-- The list can be narrowed to those for whom an operation was done, also beside a needle; behind the fence for the searching role as for
-- every other.
grant select (account_id, operation_id, subject_id, outcome) on app.operation_items to rollcall_search;

-- What the list is narrowed by, as a join of `app.subscribers t`: the same conditions as `narrowed` in the subscribers' store.
create or replace function app.subscriber_filter(filter jsonb) returns text
language sql immutable strict parallel safe set search_path = pg_catalog
as $$
  select case when filter - 'now' = '{}' then '' else
    ' join app.subscribers t on t.account_id = $1 and t.account_id = s.account_id and t.subscriber_id = s.subscriber_id and '
    || concat_ws(' and ',
      't.profile_id = ' || quote_literal(filter ->> 'profileId') || '::uuid',
      't.state = ' || quote_literal(filter ->> 'state'),
      't.origin = ' || quote_literal(filter ->> 'origin'),
      'exists (select from app.operation_items i where i.account_id = $1 and i.subject_id = t.subscriber_id and i.outcome = ''done''
        and i.operation_id = ' || quote_literal(filter ->> 'operationId') || '::uuid)',
      't.update_pending = ' || (filter -> 'updatePending')::boolean,
      '(t.force_pending_at is not null) = ' || (filter -> 'forcePending')::boolean,
      't.redeploy_required = ' || (filter -> 'redeployRequired')::boolean,
      '(t.pin_locked_at is not null) = ' || (filter -> 'locked')::boolean,
      '(t.deployment_pin_secret is not null) = ' || (filter -> 'pinSet')::boolean,
      case (filter -> 'linkExpired')::boolean
        when true then format('t.state = ''sent'' and t.link_expires_at < %L::timestamptz', filter ->> 'now')
        when false then
          format('(t.state <> ''sent'' or t.link_expires_at is null or t.link_expires_at >= %L::timestamptz)', filter ->> 'now')
      end)
  end
$$;
