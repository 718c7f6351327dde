-- An import of 100,000 rows adds to every index. Most records have no user and no client service account: an index of those that have
-- answers the same questions, because nobody is ever looked for by a missing one.
drop index app.subscribers_by_user;

create index subscribers_by_user on app.subscribers (account_id, user_id) where user_id is not null;

drop index app.subscribers_by_client_service_user;

create index subscribers_by_client_service_user on app.subscribers (account_id, client_service_user_name)
  where client_service_user_name is not null;
