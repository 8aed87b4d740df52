-- What did this user run, where, and how did it end
WITH events AS (
  SELECT DISTINCT dt, hour, event FROM archive WHERE dt BETWEEN ? AND ?
)
SELECT
  json_extract_scalar(event, '$.time') AS time,
  json_extract_scalar(event, '$.server_hostname') AS server,
  json_extract_scalar(event, '$.login') AS login,
  coalesce(json_extract_scalar(event, '$.command'), json_extract_scalar(event, '$.path')) AS command,
  json_format(json_extract(event, '$.argv')) AS arguments,
  coalesce(json_extract_scalar(event, '$.exitCode'), json_extract_scalar(event, '$.return_code')) AS code,
  json_extract_scalar(event, '$.sid') AS session
FROM events
WHERE json_extract_scalar(event, '$.event') IN ('exec', 'session.command')
  AND json_extract_scalar(event, '$.user') = ?
ORDER BY dt, hour, time
