-- $1 sub-district, $2 today, $3 limit, $4 type|null, $5 community|null, $6..$9 box|null, $10 after id|null, $11 compound id|null,
-- $12 property|null, $13 party organisation|null, $14 owners' committee|null, $15 part of a name|null
with chosen as materialized (
  select * from compound
  where subdistrict_code = $1
    and ($4::text is null or compound_type = $4::text)
    and ($5::text is null or community_code = $5::text)
    and ($6::float8 is null or geom && ST_MakeEnvelope($6::float8, $7::float8, $8::float8, $9::float8, 4326))
    and ($10::bigint is null or compound_id > $10::bigint)
    and ($11::bigint is null or compound_id = $11::bigint)
    and ($12::text is null or property_class = $12::text)
    and ($13::text is null or party_organisation = $13::text)
    and ($14::text is null or owners_committee = $14::text)
    and ($15::text is null or name ilike $15::text or name_en ilike $15::text)
  order by compound_id limit $3::int
),
active as (
  select distinct building_id from appointment
  where subdistrict_code = $1 and head_role = 'buildingHead' and term_start <= $2::date and held_until > $2::date
),
figure as (
  select b.compound_id, count(*) as buildings, sum(b.households) as households,
    count(*) filter (where b.building_use = 'residential' and b.grid_code is not null) as denominator,
    count(*) filter (where b.building_use = 'residential' and b.grid_code is not null and active.building_id is not null) as numerator
  from chosen c join building b on b.subdistrict_code = $1 and b.compound_id = c.compound_id
  left join active on active.building_id = b.building_id
  group by b.compound_id
)
select c.compound_id as "compoundId", c.name, c.name_en as "nameEn", c.compound_type as "compoundType", c.property_class as "propertyClass",
  c.party_organisation as "partyOrganisation", c.owners_committee as "ownersCommittee", c.community_code as "communityCode", c.built_year as "builtYear", c.version,
  coalesce(f.buildings, 0) as buildings, coalesce(f.households, 0) as households,
  coalesce(f.numerator, 0) as "headNumerator", coalesce(f.denominator, 0) as "headDenominator",
  p.stage as "renovationStage", ST_AsGeoJSON(c.geom, 7)::json as geometry
from chosen c
left join figure f on f.compound_id = c.compound_id
left join renovation_project p on p.subdistrict_code = $1 and p.compound_id = c.compound_id
order by c.compound_id
