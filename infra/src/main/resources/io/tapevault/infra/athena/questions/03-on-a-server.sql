-- Who was on the server of this host name, as whom, and when
WITH events AS (
  SELECT DISTINCT dt, hour, event FROM archive WHERE dt BETWEEN ? AND ?
)
SELECT
  json_extract_scalar(event, '$.time') AS time,
  json_extract_scalar(event, '$.event') AS what,
  json_extract_scalar(event, '$.user') AS who,
  json_extract_scalar(event, '$.login') AS login,
  json_extract_scalar(event, '$["addr.remote"]') AS address,
  json_extract_scalar(event, '$.sid') AS session
FROM events
WHERE json_extract_scalar(event, '$.event')
    IN ('session.start', 'session.join', 'session.leave', 'session.end', 'exec', 'scp', 'sftp')
  AND json_extract_scalar(event, '$.server_hostname') = ?
ORDER BY dt, hour, time
