-- Whose device it is: a keyed hash of the e-mail address, so that all devices of a person are forgotten when a set-up link gives them a new
-- password. Of devices known until now nobody can tell: they are forgotten, and known again at the next sign-in.
delete from app.known_devices;

alter table app.known_devices add column person_hmac bytea not null;

create index known_devices_person on app.known_devices (person_hmac);
