-- Accounts of people by name, each with its scope and its open sessions. $1 sub-district, $2 now, $3 limit, $4 after this name,
-- $5 words in the name, $6 role, $7 state, $8 one account
with page as (
  -- the page alone, before anything is counted
  select * from account a
  where a.subdistrict_code = $1 and a.role is distinct from 'wall'
    and ($4::text is null or a.username > $4::text)
    and ($5::text is null or a.username like $5::text or lower(a.display_name) like $5::text)
    and ($6::text is null or a.role = $6::text)
    and ($7::text is null or a.state = $7::text)
    and ($8::bigint is null or a.account_id = $8::bigint)
  order by a.username limit $3::int
),
scopes as (
  -- the nodes of each, in the order of their codes
  select s.account_id, json_agg(s.node_code order by s.node_code) as nodes
  from account_scope s join page p using (account_id)
  where s.subdistrict_code = $1 group by s.account_id
),
open as (
  -- sessions that have not ended
  select s.account_id, count(*) as sessions
  from session s join page p using (account_id)
  where s.subdistrict_code = $1 and (s.expires_at is null or s.expires_at > $2::timestamptz) group by s.account_id
)
select p.account_id as "accountId", p.username, p.display_name as "displayName", p.role, coalesce(s.nodes, '[]') as nodes, p.state,
  case when p.locked_until > $2::timestamptz then p.locked_until end as "lockedUntil", p.totp_sealed is not null as "secondFactor",
  p.oidc_subject as "oidcSubject", p.must_change_password as "mustChangePassword", p.last_signed_in_at as "lastSignedInAt",
  p.created_at as "createdAt", coalesce(o.sessions, 0) as "openSessions", p.demo, p.version
from page p left join scopes s using (account_id) left join open o using (account_id)
order by p.username
