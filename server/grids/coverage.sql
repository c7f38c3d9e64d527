-- Coverage figures of one kind on some days, by place, and of all places together: the row without a place. Each thing counts once in a place.
-- $1 sub-district, $2 days, none after $3 today, $4 kind, $5 level of the grids, or null: by compound, $6 one place, or null: all
with asked as (select unnest($2::date[]) as day),
in_force as materialized (
  select asked.day, b.grid_code, b.parent_code, b.geom, b.valid_to is null or b.valid_to > $3::date as still_in_force, g.level, g.name, g.name_en
  from asked
  join grid_boundary b on b.subdistrict_code = $1 and daterange(b.valid_from, b.valid_to) @> asked.day
  join grid g on g.subdistrict_code = $1 and g.grid_code = b.grid_code
),
-- every level-3 grid, and the grid of the wanted level it belongs to
leaf as materialized (
  select l3.day, l3.grid_code, l3.geom, l3.still_in_force,
    case $5::int when 3 then l3.grid_code when 2 then l3.parent_code when 1 then l2.parent_code end as top
  from in_force l3 left join in_force l2 on l2.day = l3.day and l2.grid_code = l3.parent_code
  where l3.level = 3
),
held as materialized (
  select distinct asked.day, head_role, grid_code, building_id, unit_number, compound_id
  from asked join appointment on subdistrict_code = $1 and term_start <= asked.day and held_until > asked.day
),
-- a compound's grid worker is any of its grids'; its other four workers are its own
working as materialized (
  select day, head_role, compound_id from held where compound_id is not null and $4::text = 'fiveWorkers'
  union
  select held.day, held.head_role, c.compound_id
  from held join (select compound_id, unnest(grid_codes) as grid_code from compound where subdistrict_code = $1) c on c.grid_code = held.grid_code
  where held.head_role = 'gridWorker' and $4::text = 'fiveWorkers'
),
-- residential buildings; one that was built in a later year was not there
home as materialized (
  select asked.day, building_id, compound_id, grid_code, coalesce(geom, entrance) as geom from asked
  join building on subdistrict_code = $1 and building_use = 'residential' and $4::text in ('buildingHead', 'unitHead')
    and (built_year is null or built_year <= extract(year from asked.day))
),
-- buildings know today's grid; for a boundary that is no longer in force they are found by place, on a border in one of the two
stood as materialized (
  select distinct on (day, building_id) day, building_id, grid_code
  from (
    select home.day, building_id, leaf.grid_code, 1 as choice
    from home join leaf on leaf.day = home.day and leaf.grid_code = home.grid_code where leaf.still_in_force
    union all
    select home.day, building_id, leaf.grid_code, 2
    from leaf join home on home.day = leaf.day and home.geom && leaf.geom and ST_Covers(leaf.geom, ST_PointOnSurface(home.geom))
    where not leaf.still_in_force
  ) found
  order by day, building_id, choice, grid_code
),
-- what is counted, each with the level-3 grids it belongs to
thing as (
  select home.day, home.building_id::text as thing, home.compound_id, stood.grid_code, held.building_id is not null as has_it
  from home
  left join stood on stood.day = home.day and stood.building_id = home.building_id
  left join held on held.day = home.day and held.head_role = 'buildingHead' and held.building_id = home.building_id
  where $4::text = 'buildingHead'
  union all
  select home.day, home.building_id || '/' || u.unit_number, home.compound_id, stood.grid_code, held.building_id is not null
  from home
  join building_unit u on u.subdistrict_code = $1 and u.building_id = home.building_id
  left join stood on stood.day = home.day and stood.building_id = home.building_id
  left join held on held.day = home.day and held.head_role = 'unitHead' and held.building_id = home.building_id and held.unit_number = u.unit_number
  where $4::text = 'unitHead'
  union all
  select asked.day, c.compound_id::text, c.compound_id, part.grid_code, c.party_organisation <> 'none'
  from asked join compound c on c.subdistrict_code = $1 left join unnest(c.grid_codes) as part (grid_code) on true
  where $4::text = 'partyOrganisation'
  union all
  select asked.day, c.compound_id || role, c.compound_id, part.grid_code, working.compound_id is not null
  from asked join compound c on c.subdistrict_code = $1
  cross join unnest(array['gridWorker', 'mediator', 'cleaner', 'safetyOfficer', 'helper']) as role
  left join unnest(c.grid_codes) as part (grid_code) on true
  left join working on working.day = asked.day and working.head_role = role and working.compound_id = c.compound_id
  where $4::text = 'fiveWorkers'
  union all
  select leaf.day, leaf.grid_code, null, leaf.grid_code, head.grid_code is not null and worker.grid_code is not null
  from leaf
  left join held head on head.day = leaf.day and head.head_role = 'gridHead' and head.grid_code = leaf.grid_code
  left join held worker on worker.day = leaf.day and worker.head_role = 'gridWorker' and worker.grid_code = leaf.grid_code
  where $4::text = 'gridStaffing'
),
-- in no grid in force nobody is responsible for it: not known, which is not the same as not covered
placed as (
  select thing.day, thing.thing, thing.has_it, leaf.grid_code is not null as known,
    case when $5::int is null then thing.compound_id::text else leaf.top end as place
  from thing left join leaf on leaf.day = thing.day and leaf.grid_code = thing.grid_code
  where $5::int is not null or thing.compound_id is not null
),
figure as (
  select day, place, grouping(place) = 1 as together,
    count(distinct thing) filter (where known and has_it) as numerator,
    count(distinct thing) filter (where known) as denominator,
    count(distinct thing) - count(distinct thing) filter (where known) as unknown
  from placed where $6::text is null or place = $6::text
  group by grouping sets ((day, place), (day))
),
place as (
  select day, grid_code as place, name, name_en from in_force where level = $5::int
  union all
  select day, compound_id::text, name, name_en from asked join compound on subdistrict_code = $1 and $5::int is null
)
select p.day as on, p.place, p.name, p.name_en as "nameEn",
  coalesce(f.numerator, 0) as numerator, coalesce(f.denominator, 0) as denominator, coalesce(f.unknown, 0) as unknown
from place p left join figure f on f.day = p.day and f.place = p.place and not f.together
where $6::text is null or p.place = $6::text
union all
select day, null, '', '', numerator, denominator, unknown from figure where together
order by 1, 2 nulls first
