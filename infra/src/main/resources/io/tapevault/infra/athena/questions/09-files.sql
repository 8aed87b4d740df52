-- Which files, and what of the clipboard, went to or from a machine, and by whom
WITH events AS (
  SELECT DISTINCT dt, hour, event FROM archive WHERE dt BETWEEN ? AND ?
)
SELECT
  json_extract_scalar(event, '$.time') AS time,
  json_extract_scalar(event, '$.event') AS what,
  json_extract_scalar(event, '$.user') AS who,
  coalesce(
    json_extract_scalar(event, '$.server_hostname'),
    json_extract_scalar(event, '$.desktop_name'),
    json_extract_scalar(event, '$["addr.local"]')) AS machine,
  json_extract_scalar(event, '$.action') AS action,
  json_extract_scalar(event, '$.path') AS path,
  coalesce(json_extract_scalar(event, '$.len'), json_extract_scalar(event, '$.length')) AS bytes
FROM events
WHERE json_extract_scalar(event, '$.event') IN (
    'scp', 'sftp', 'desktop.clipboard.send', 'desktop.clipboard.receive',
    'desktop.directory.read', 'desktop.directory.write')
ORDER BY dt, hour, time
