-- why: whoever watches must be told of every change exactly once. A number taken while writing does not say in which order transactions
-- end, so a change gets its place in the stream after it was committed, one after the other.
alter table change_event add column position bigint;

create table change_stream (
  subdistrict_code text not null,
  -- tells the stream of one database from that of another: after a restore from a backup an old place means nothing
  stream_key text not null default left(replace(gen_random_uuid()::text, '-', ''), 12),
  -- the last place that was given
  position bigint not null default 0,
  constraint change_stream_pkey primary key (subdistrict_code),
  constraint change_stream_subdistrict_fkey foreign key (subdistrict_code) references subdistrict on delete cascade
);

create unique index change_event_by_position on change_event (subdistrict_code, position);
create index change_event_without_position on change_event (subdistrict_code, change_event_id) where position is null;
create index change_event_by_time on change_event (happened_at);
