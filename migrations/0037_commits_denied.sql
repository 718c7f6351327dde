-- A transaction of which nobody knows whether it was committed is denied by whoever asks: the row is there before the transaction's own, which then
-- fails at the primary key and cannot be committed any more, however late it arrives. Kept apart from the transaction's own row, so that the question
-- may itself be repeated.
alter table app.commit_marks add column is_denied boolean not null default false;
