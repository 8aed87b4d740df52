-- Who asked for more rights, why, and who decided what
WITH events AS (
  SELECT DISTINCT dt, hour, event FROM archive WHERE dt BETWEEN ? AND ?
)
SELECT
  json_extract_scalar(request.event, '$.time') AS asked,
  json_extract_scalar(request.event, '$.user') AS who,
  json_format(json_extract(request.event, '$.roles')) AS roles,
  json_extract_scalar(request.event, '$.reason') AS reason,
  json_extract_scalar(review.event, '$.time') AS decided,
  json_extract_scalar(review.event, '$.reviewer') AS reviewer,
  json_extract_scalar(review.event, '$.proposed_state') AS decision
FROM events request
LEFT JOIN (
  SELECT * FROM events WHERE json_extract_scalar(event, '$.event') = 'access_request.review'
) review
  ON json_extract_scalar(review.event, '$.id') = json_extract_scalar(request.event, '$.id')
WHERE json_extract_scalar(request.event, '$.event') = 'access_request.create'
ORDER BY request.dt, request.hour, asked, decided
