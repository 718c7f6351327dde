-- Undo: when the plan and what undoes it end, and which version of a record the import left behind.
alter table app.imports add column expires_at timestamptz;

alter table app.imports add column undone_at timestamptz;

alter table app.import_rows add column applied_version integer;

-- Keyed hashes of what makes two rows alike; null in a row that cannot be imported. The values themselves are sealed in `content`.
alter table app.import_rows add column pbx_account_key text;

alter table app.import_rows add column client_service_key text;

alter table app.import_rows add column email_key text;

alter table app.import_rows add column number_key text;

create index import_rows_subject on app.import_rows (account_id, import_id, subject_id);

create index import_rows_pbx_account on app.import_rows (account_id, import_id, pbx_account_key) where pbx_account_key is not null;

create index import_rows_client_service on app.import_rows (account_id, import_id, client_service_key)
  where client_service_key is not null;

create index import_rows_email on app.import_rows (account_id, import_id, email_key) where email_key is not null;

create index import_rows_number on app.import_rows (account_id, import_id, number_key) where number_key is not null;
