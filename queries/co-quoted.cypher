//+ name: co-quoted
//+ summary: Who is quoted in the same articles?
//+ ringkasan: Siapa yang dikutip dalam artikel yang sama?
//+ parameters:
//+   speaker*: entity -- the one to start from
//+ columns: speaker, speaker_uri, other, other_uri, articles

MATCH (:KabarName {key: $speaker})-[:NAMES]->(who)-[:SAID]->(:Statement)-[:REPORTED_IN]->(a:Article)
WITH DISTINCT who, a
MATCH (a)<-[:REPORTED_IN]-(:Statement)<-[:SAID]-(other)
WHERE other <> who
WITH DISTINCT who, other, a
WITH who, other, count(a) AS articles ORDER BY articles DESC, who.uri, other.uri
LIMIT 1000000                                                                                                //= rows
RETURN who.name AS speaker, who.uri AS speaker_uri, other.name AS other, other.uri AS other_uri, articles
ORDER BY articles DESC, speaker_uri, other_uri
