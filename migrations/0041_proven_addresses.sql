-- threats.md "Password guessing", "Shared address": whether the person of this account has shown that the mailbox is theirs, by a password that was set
-- with a link mailed to it or by single sign-on with it. What stands here already goes on as it was.
alter table app.sign_in_directory add column proven boolean not null default true;

alter table app.sign_in_directory alter column proven set default false;

grant update on app.sign_in_directory to rollcall_runtime;

-- A device is a person's of one account. Those known until now were of an e-mail address: they are forgotten, and known again at the next sign-in.
delete from app.known_devices;
