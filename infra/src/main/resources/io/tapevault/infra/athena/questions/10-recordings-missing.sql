-- Which sessions ended, should have been recorded, and have no recording
WITH events AS (
  SELECT DISTINCT dt, hour, event FROM archive WHERE dt BETWEEN ? AND ?
)
SELECT
  json_extract_scalar(event, '$.time') AS time,
  json_extract_scalar(event, '$.sid') AS session,
  json_extract_scalar(event, '$.user') AS who,
  coalesce(
    json_extract_scalar(event, '$.server_hostname'),
    json_extract_scalar(event, '$.desktop_name')) AS machine
FROM events
WHERE json_extract_scalar(event, '$.event') IN ('session.end', 'windows.desktop.session.end')
  AND coalesce(json_extract_scalar(event, '$.session_recording'), '') <> 'off'
  AND coalesce(json_extract_scalar(event, '$.recorded'), '') <> 'false'
  AND json_extract_scalar(event, '$.sid') NOT IN (
    SELECT json_extract_scalar(event, '$.sid') FROM events
    WHERE json_extract_scalar(event, '$.event') = 'session.upload'
      AND json_extract_scalar(event, '$.sid') IS NOT NULL)
ORDER BY dt, hour, time
