-- $1 sub-district, $2 class|null, $3 community|null, $4 part of a name|null, $5 limit, $6 stage|null, $7 compound|null, $8 project|null,
-- $9 after project|null, $10..$13 box|null
with chosen as materialized (
  select p.*, c.name, c.name_en, c.community_code, c.geom
  from renovation_project p join compound c using (subdistrict_code, compound_id)
  where p.subdistrict_code = $1
    and ($2::text is null or p.renovation_class = $2::text)
    and ($3::text is null or c.community_code = $3::text)
    and ($4::text is null or c.name ilike $4::text or c.name_en ilike $4::text)
    and ($6::text is null or p.stage = $6::text)
    and ($7::bigint is null or p.compound_id = $7::bigint)
    and ($8::bigint is null or p.renovation_project_id = $8::bigint)
    and ($9::bigint is null or p.renovation_project_id > $9::bigint)
    and ($10::float8 is null or c.geom && ST_MakeEnvelope($10::float8, $11::float8, $12::float8, $13::float8, 4326))
  order by p.renovation_project_id limit $5::int
),
-- the dictionary is a view over its versions: read once
kind as materialized (
  select * from renovation_item_now where subdistrict_code = $1
),
item as (
  select i.renovation_project_id, json_agg(json_build_object('key', k.renovation_item_key, 'name', k.name, 'nameEn', k.name_en,
    'quantity', i.quantity, 'done', i.done_quantity, 'unit', k.unit, 'unitEn', k.unit_en) order by k.renovation_item_key) as list
  from chosen join renovation_item i on i.subdistrict_code = $1 and i.renovation_project_id = chosen.renovation_project_id
  join kind k using (renovation_item_key)
  group by i.renovation_project_id
),
cost as (
  select k.renovation_project_id, sum(k.planned_cents)::bigint as planned, sum(k.spent_cents)::bigint as spent
  from chosen join renovation_cost k on k.subdistrict_code = $1 and k.renovation_project_id = chosen.renovation_project_id
  group by k.renovation_project_id
),
-- the latest vote of each unit or building; the shares are those of domain/renovation/votes.ts, in whole numbers
latest as (
  select distinct on (v.renovation_project_id, v.building_id, v.unit_number) v.*
  from chosen join renovation_lift_vote v on v.subdistrict_code = $1 and v.renovation_project_id = chosen.renovation_project_id
  where v.withdrawn_at is null
  order by v.renovation_project_id, v.building_id, v.unit_number, v.held_on desc, v.renovation_lift_vote_id desc
),
lift as (
  select renovation_project_id, count(*) as votes, count(*) filter (where voted_people > 0 and voted_area > 0
    and voted_people * 3 >= entitled_people * 2 and voted_area * 3 >= entitled_area * 2
    and approving_people * 4 >= voted_people * 3 and approving_area * 4 >= voted_area * 3) as carried
  from latest group by renovation_project_id
)
select p.renovation_project_id as "renovationProjectId", p.compound_id as "compoundId", p.name, p.name_en as "nameEn",
  p.community_code as "communityCode", p.renovation_class as "renovationClass", p.stage, p.stage_since as "stageSince",
  p.started_on as "startedOn", p.accepted_on as "acceptedOn", p.version, p.entitled_households as "entitledHouseholds",
  p.voted_households as "votedHouseholds", p.consenting_households as "consentingHouseholds",
  coalesce(cost.planned, 0) as "plannedCents", coalesce(cost.spent, 0) as "spentCents",
  coalesce(lift.votes, 0) as "liftVotes", coalesce(lift.carried, 0) as "liftVotesCarried",
  coalesce(item.list, '[]') as items, ST_AsGeoJSON(p.geom, 7)::json as geometry
from chosen p
left join item using (renovation_project_id)
left join cost using (renovation_project_id)
left join lift using (renovation_project_id)
order by p.renovation_project_id
