-- Outside the fence: which writing transactions have been committed, so that one whose commit was never answered is not done twice, and not
-- taken for done either. The transaction's number cannot tell: after a crash PostgreSQL gives out again those that had not yet reached the
-- disk. Each writing transaction leaves one row, which is asked for at most minutes later and deleted after an hour; a fact about the
-- installation, no tenant, no personal data. Logged, because an unlogged table is emptied by the very crash after which it is asked.
create table app.commit_marks (
  mark_id uuid primary key,
  made_at timestamptz not null
);

grant select, insert, delete on app.commit_marks to rollcall_runtime;
