-- The tenant fence: schema, roles, and the functions that enter an account.

create extension if not exists pg_trgm with schema public;

create extension if not exists unaccent with schema public;

create extension if not exists btree_gin with schema public;

create schema if not exists app;

-- Grants go to this group, so that the login role of DATABASE_URL may bear any name.
do $$
begin
  if not exists (select from pg_roles where rolname = 'rollcall_runtime') then
    create role rollcall_runtime nologin;
  end if;
exception when duplicate_object or unique_violation then
  null; -- another database of the same cluster is being migrated at this moment
end
$$;

grant usage on schema app to rollcall_runtime;

-- Enters one account for the rest of the transaction. `set local` inside a function and not set_config():
-- only this form reaches the workers when the database is distributed.
create function app.enter(account uuid) returns void
language plpgsql set search_path = pg_catalog
as $$
begin
  execute format('set local app.account_id = %L', account);
end
$$;

-- Lets a partner read its customers (accounts and people) for the rest of the transaction.
create function app.enter_partner(partner uuid) returns void
language plpgsql set search_path = pg_catalog
as $$
begin
  execute format('set local app.partner_id = %L', partner);
end
$$;

-- Puts a table behind the fence. Every tenant table calls this right after its creation.
create function app.fence(tenant_table regclass) returns void
language plpgsql set search_path = pg_catalog
as $$
begin
  execute format('alter table %s enable row level security', tenant_table);
  execute format('alter table %s force row level security', tenant_table);
  execute format(
    $policy$create policy tenant on %s
      using (account_id = nullif(current_setting('app.account_id', true), '')::uuid)
      with check (account_id = nullif(current_setting('app.account_id', true), '')::uuid)$policy$,
    tenant_table);
  execute format('grant select, insert, update, delete on %s to rollcall_runtime', tenant_table);
end
$$;

revoke all on function app.fence(regclass) from public;

grant execute on function app.enter(uuid), app.enter_partner(uuid) to rollcall_runtime;

-- Folds a text for sorting and searching: no case, no diacritics.
create function app.fold(text) returns text
language sql immutable strict parallel safe set search_path = pg_catalog
as $$ select lower(public.unaccent('public.unaccent'::regdictionary, $1)) $$;

grant execute on function app.fold(text) to rollcall_runtime;

-- Enqueues a job in the caller's transaction. A definer function, because the queue's tables belong to the owner.
create function app.enqueue(task text, payload json, job_key text, run_at timestamptz, queue text, max_attempts int, priority int)
returns void
language plpgsql security definer set search_path = pg_catalog
as $$
begin
  perform graphile_worker.add_job(
    identifier => task, payload => payload, queue_name => queue, run_at => run_at,
    max_attempts => max_attempts, job_key => job_key, priority => priority);
end
$$;

revoke all on function app.enqueue(text, json, text, timestamptz, text, int, int) from public;

grant execute on function app.enqueue(text, json, text, timestamptz, text, int, int) to rollcall_runtime;

-- The same for many jobs of one task.
create function app.enqueue_many(task text, payloads json[], max_attempts int, priority int)
returns void
language plpgsql security definer set search_path = pg_catalog
as $$
begin
  perform graphile_worker.add_jobs(
    (select array_agg(row(task, p, null, null, max_attempts, null, priority, null)::graphile_worker.job_spec)
       from unnest(payloads) p));
end
$$;

revoke all on function app.enqueue_many(text, json[], int, int) from public;

grant execute on function app.enqueue_many(text, json[], int, int) to rollcall_runtime;
