-- UA-62: what became of the welcome e-mail behind a link, so that the list of invitations and the list of people ask no mail for it. Null: the
-- link was printed, and not mailed.
alter table app.set_up_links
  add column mail_state text,
  add constraint set_up_links_mail_state check (mail_state in ('queued', 'sent', 'failed', 'not-sent'));

-- The owner is behind the fence too and would change no row: for this transaction, which holds the tables' locks, it is not.
alter table app.set_up_links no force row level security;

alter table app.outgoing_mails no force row level security;

do $$
begin
  update app.set_up_links l
     set mail_state = case when m.status in ('sent', 'failed', 'not-sent') then m.status else 'queued' end
    from app.outgoing_mails m
   where m.account_id = l.account_id and m.subject_kind = 'set-up-link' and m.subject_id = l.link_id;

  -- A person has one invitation: the newest.
  delete from app.set_up_links l
   using app.set_up_links newer
   where newer.account_id = l.account_id and newer.user_id = l.user_id and newer.link_id > l.link_id
     and l.mail_state is not null and newer.mail_state is not null;
end
$$;

alter table app.outgoing_mails force row level security;

alter table app.set_up_links force row level security;

-- Newest first, which is by their end, because all live equally long. What has expired is the later part of the same order, and needs no mark
-- that somebody would have to set.
create index set_up_links_invited on app.set_up_links (account_id, expires_at, link_id) include (mail_state)
 where used_at is null and mail_state is not null;

create index set_up_links_by_fate on app.set_up_links (account_id, mail_state, expires_at, link_id)
 where used_at is null and mail_state is not null;

create index set_up_links_accepted on app.set_up_links (account_id, expires_at, link_id)
 where used_at is not null and mail_state is not null;
