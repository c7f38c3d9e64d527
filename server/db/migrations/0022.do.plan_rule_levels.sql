-- why: each level has its own range of households, and may have none: a community that grows beyond what its committee can serve is warned about
-- like a grid is. What was set so far was meant for level 3.
drop view scoped.plan_rule;
alter table plan_rule drop constraint plan_rule_ordered;
alter table plan_rule rename column fewest_households to fewest_households_level_3;
alter table plan_rule rename column most_households to most_households_level_3;
alter table plan_rule
  alter column fewest_households_level_3 drop not null,
  alter column most_households_level_3 drop not null,
  add column fewest_households_level_2 integer,
  add column most_households_level_2 integer,
  add column fewest_households_level_1 integer,
  add column most_households_level_1 integer,
  -- without a limit a comparison is unknown, which a check takes
  add constraint plan_rule_ordered check (
    least(fewest_households_level_1, most_households_level_1, fewest_households_level_2, most_households_level_2,
      fewest_households_level_3, most_households_level_3) >= 0
    and fewest_households_level_1 <= most_households_level_1
    and fewest_households_level_2 <= most_households_level_2
    and fewest_households_level_3 <= most_households_level_3
    and least_share between 0 and greatest_share and least_compactness between 0 and 1);

-- as in 0016
create view scoped.plan_rule with (security_invoker = true) as
  select t.* from public.plan_rule t where t.subdistrict_code = (select scoped.subdistrict()) and (select scoped.whole());
grant select on scoped.plan_rule to fangyuan_scoped;
