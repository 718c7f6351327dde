-- A partner's import of people into several customers: which customer a row names, so that each is applied for itself.
alter table app.import_rows add column customer_id uuid;

create index import_rows_customer on app.import_rows (account_id, import_id, customer_id, row_number) where customer_id is not null;

alter table app.import_rows alter column customer_id set statistics 0;
