-- disputes between people never become a point on a map (DOMAIN e); they count in the density only
select i.issue_id as feature_id, i.geom, 15 as min_zoom, array_remove(array[i.grid_code], null) as grid_codes,
  jsonb_build_object('class', d.issue_class_key, 'item', i.issue_item_key, 'status', i.status, 'severity', i.severity,
    'open', i.status not in ('closed', 'evaluated', 'rejected', 'merged')) as properties
from issue i join issue_item_now d using (subdistrict_code, issue_item_key)
where i.subdistrict_code = $1 and d.on_wall and i.reported_at >= ($2::date - 365)
