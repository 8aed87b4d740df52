-- Who worked as this login (root, say), on which servers, and how often
WITH events AS (
  SELECT DISTINCT dt, hour, event FROM archive WHERE dt BETWEEN ? AND ?
)
SELECT
  json_extract_scalar(event, '$.user') AS who,
  json_extract_scalar(event, '$.server_hostname') AS server,
  count(*) AS times,
  min(json_extract_scalar(event, '$.time')) AS first_time,
  max(json_extract_scalar(event, '$.time')) AS last_time
FROM events
WHERE json_extract_scalar(event, '$.event') IN ('session.start', 'session.join', 'exec', 'scp', 'sftp')
  AND json_extract_scalar(event, '$.login') = ?
GROUP BY 1, 2
ORDER BY times DESC, who, server
