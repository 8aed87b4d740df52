-- Who changed users, roles, locks, tokens, connectors or the cluster's own rules
WITH events AS (
  SELECT DISTINCT dt, hour, event FROM archive WHERE dt BETWEEN ? AND ?
)
SELECT
  json_extract_scalar(event, '$.time') AS time,
  json_extract_scalar(event, '$.event') AS what,
  coalesce(json_extract_scalar(event, '$.user'), json_extract_scalar(event, '$.updated_by')) AS who,
  json_extract_scalar(event, '$.name') AS name,
  json_format(json_extract(event, '$.roles')) AS roles
FROM events
WHERE split_part(json_extract_scalar(event, '$.event'), '.', 1) IN (
    'access_list', 'auth_preference', 'bot', 'cluster_networking_config', 'github', 'join_token',
    'lock', 'oidc', 'role', 'saml', 'session_recording_config', 'trusted_cluster', 'user')
  AND json_extract_scalar(event, '$.event') NOT IN ('user.login', 'bot.join')
ORDER BY dt, hour, time
