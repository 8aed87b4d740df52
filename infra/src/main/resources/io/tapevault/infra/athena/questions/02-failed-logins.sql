-- Whose logins failed, from where, how often, and when first and last
WITH events AS (
  SELECT DISTINCT dt, hour, event FROM archive WHERE dt BETWEEN ? AND ?
)
SELECT
  json_extract_scalar(event, '$.user') AS who,
  regexp_replace(json_extract_scalar(event, '$["addr.remote"]'), ':[0-9]+$', '') AS address,
  count(*) AS failed,
  min(json_extract_scalar(event, '$.time')) AS first_time,
  max(json_extract_scalar(event, '$.time')) AS last_time
FROM events
WHERE json_extract_scalar(event, '$.event') IN ('user.login', 'auth')
  AND json_extract_scalar(event, '$.success') = 'false'
GROUP BY 1, 2
ORDER BY failed DESC, who, address
