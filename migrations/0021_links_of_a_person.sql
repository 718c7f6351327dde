-- UA-16, UA-83: the links of a person are looked up and ended by the person, who may be one of a million; so does deleting people.
create index set_up_links_user on app.set_up_links (account_id, user_id);
