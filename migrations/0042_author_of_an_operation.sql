-- Whose right an operation goes by: who asked for it, how they came and which permission let them. It is asked again before each chunk. null: nobody's,
-- what Rollcall does by itself, or what was asked for before this column.
alter table app.operations add column author jsonb;
