-- Where does what this pattern fits stand in the transcripts of these days
SELECT start, sid, "user", server, at, text
FROM transcripts
WHERE day BETWEEN ? AND ?
  AND regexp_like(text, ?)
ORDER BY start DESC, sid, at
