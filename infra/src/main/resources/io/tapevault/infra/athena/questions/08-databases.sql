-- Who asked which database what
WITH events AS (
  SELECT DISTINCT dt, hour, event FROM archive WHERE dt BETWEEN ? AND ?
)
SELECT
  json_extract_scalar(event, '$.time') AS time,
  json_extract_scalar(event, '$.user') AS who,
  json_extract_scalar(event, '$.db_service') AS service,
  json_extract_scalar(event, '$.db_name') AS name,
  json_extract_scalar(event, '$.db_user') AS db_user,
  json_extract_scalar(event, '$.success') AS success,
  coalesce(json_extract_scalar(event, '$.db_query'), json_extract_scalar(event, '$.event')) AS query
FROM events
WHERE json_extract_scalar(event, '$.event') LIKE 'db.session.%'
  AND json_extract_scalar(event, '$.event') <> 'db.session.end'
ORDER BY dt, hour, time
