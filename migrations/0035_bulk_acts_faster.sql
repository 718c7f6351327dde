-- A bulk act on 100,000 people writes as many outcomes. With no index over the outcome, and room for it beside the item, none of the item's keys
-- is written once more. What is pending is read in the order of the primary key, each chunk after the one before.
drop index app.operation_items_pending;

alter table app.operation_items set (fillfactor = 50);

-- What waits for its seal is written with its event, which leads to the account; to look the account up again takes as long as to write the row.
alter table app.audit_unsealed drop constraint audit_unsealed_account_id_fkey;
