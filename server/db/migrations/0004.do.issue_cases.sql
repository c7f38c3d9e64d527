-- why: issues are reported and moved on by people. What a step did and who took it stands in the event; the row holds where the case is now.
alter table issue
  -- grows by one with every step
  add column version integer not null default 1,
  add column reported_by bigint,
  -- whom it was taken on by; null: whoever stands for the level
  add column handler_account_id bigint,
  add column amber_at timestamptz,
  add column extension_asked_by bigint,
  add column extension_wanted date,
  -- granted; due_at itself never moves
  add column extended_until date,
  add column review_on date,
  add column master_issue_id bigint,
  add constraint issue_master_fkey foreign key (subdistrict_code, master_issue_id) references issue,
  add constraint issue_master_of_merged check (master_issue_id is null or (status = 'merged' and master_issue_id <> issue_id));

alter table issue_event
  -- the name of the step in domain/issues/workflow.ts; null: the report, and what was noted before steps had names
  add column action text,
  add column actor_account_id bigint,
  -- the name of the account at that time
  add column actor_name text not null default '';

-- What was answered to a request that named itself: the same name again gets the same answer and does nothing.
create table idempotency_key (
  subdistrict_code text not null,
  account_id bigint not null,
  idempotency_key text not null,
  -- sha-256 of what was asked: another question under the same name is a mistake
  request_hash text not null,
  issue_id bigint not null,
  created_at timestamptz not null,
  constraint idempotency_key_pkey primary key (subdistrict_code, account_id, idempotency_key),
  constraint idempotency_key_issue_fkey foreign key (subdistrict_code, issue_id) references issue on delete cascade
);
create index idempotency_key_by_time on idempotency_key (created_at);

-- What differs from "Monday to Friday": holidays, and weekend days that are worked to make up for them.
create table working_day (
  subdistrict_code text not null,
  day date not null,
  kind text not null,
  constraint working_day_pkey primary key (subdistrict_code, day),
  constraint working_day_subdistrict_fkey foreign key (subdistrict_code) references subdistrict on delete cascade,
  constraint working_day_kind_known check (kind in ('holiday', 'workday'))
);

-- the views name their columns: they are made anew to show the new ones
create or replace view scoped.issue with (security_invoker = true) as
select t.* from public.issue t where t.subdistrict_code = (select scoped.subdistrict())
  and ((select scoped.whole()) or (t.grid_code in (select unnest(scoped.grids()))));
create or replace view scoped.issue_event with (security_invoker = true) as
select t.* from public.issue_event t where t.subdistrict_code = (select scoped.subdistrict())
  and ((select scoped.whole()) or (exists (
    select from scoped.issue o where o.subdistrict_code = t.subdistrict_code and o.issue_id = t.issue_id)));
