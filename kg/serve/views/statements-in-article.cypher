//+ name: statements-in-article
//+ summary: Which statements does an article report?
//+ ringkasan: Pernyataan mana yang dimuat sebuah artikel?
//+ parameters:
//+   article*: uri -- the article
//+ columns: speaker, speaker_uri, role, kind, said, date, place, place_uri, basis, polarity, start, end, statement

MATCH (:Article {uri: $article})<-[:REPORTED_IN]-(s:Statement)
WITH s, reduce(least = s.starts[0], start IN s.starts | CASE WHEN start < least THEN start ELSE least END) AS start,
     reduce(most = s.ends[0], end IN s.ends | CASE WHEN end > most THEN end ELSE most END) AS end
OPTIONAL MATCH (who)-[:SAID|ALLEGEDLY_SAID]->(s)
OPTIONAL MATCH (s)-[:SAID_AT]->(place)
RETURN DISTINCT who.name AS speaker, who.uri AS speaker_uri, s.role AS role, s.kind AS kind, s.said AS said, s.date AS date,
       place.name AS place, place.uri AS place_uri, s.basis AS basis, s.polarity AS polarity, start, end, s.uri AS statement
ORDER BY start, statement, speaker_uri
