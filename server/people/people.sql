-- $1 sub-district, $2 today, $3 numbers of people|null, $4 whole name or last four digits of the phone|null
with chosen as (
  select p.person_id, p.name, p.phone_masked from person p
  where p.subdistrict_code = $1
    and ($3::bigint[] is null or p.person_id = any ($3::bigint[]))
    and ($4::text is null or p.name = $4::text or (length($4::text) = 4 and right(p.phone_masked, 4) = $4::text))
  order by p.person_id limit 50
)
select c.person_id as "personId", c.name, c.phone_masked as "phoneMasked",
  coalesce(json_agg(json_build_object('headRole', a.head_role,
      'place', coalesce(g.name, k.name, concat_ws(' ', bk.name, b.name)), 'placeEn', coalesce(g.name_en, k.name_en, concat_ws(', ', b.name_en, bk.name_en)))
    order by a.appointment_id) filter (where a.appointment_id is not null), '[]') as posts,
  count(*) filter (where a.head_role = 'buildingHead')::int as buildings
from chosen c
left join appointment a on a.subdistrict_code = $1 and a.person_id = c.person_id and a.term_start <= $2::date and a.held_until > $2::date
left join grid g on g.subdistrict_code = $1 and g.grid_code = a.grid_code
left join compound k on k.subdistrict_code = $1 and k.compound_id = a.compound_id
left join building b on b.subdistrict_code = $1 and b.building_id = a.building_id
left join compound bk on bk.subdistrict_code = $1 and bk.compound_id = b.compound_id
group by c.person_id, c.name, c.phone_masked
order by c.person_id
