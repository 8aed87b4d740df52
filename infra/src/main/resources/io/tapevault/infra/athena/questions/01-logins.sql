-- Who logged in, from where, how, and with what success
WITH events AS (
  SELECT DISTINCT dt, hour, event FROM archive WHERE dt BETWEEN ? AND ?
)
SELECT
  json_extract_scalar(event, '$.time') AS time,
  json_extract_scalar(event, '$.user') AS who,
  json_extract_scalar(event, '$["addr.remote"]') AS address,
  json_extract_scalar(event, '$.method') AS method,
  json_extract_scalar(event, '$.success') AS success,
  json_extract_scalar(event, '$.error') AS error
FROM events
WHERE json_extract_scalar(event, '$.event') = 'user.login'
ORDER BY dt, hour, time
