//+ name: relayed
//+ summary: Which statements were taken from another medium?
//+ ringkasan: Pernyataan mana yang diambil dari media lain?
//+ parameters:
//+   via: entity -- the medium they were taken from
//+ columns: via, via_uri, speaker, speaker_uri, said, publisher, publisher_uri, article, article_uri, statement

MATCH (:KabarName {key: $via})-[:NAMES]->(via)                                                               //? via
MATCH (via:Entity)<-[:VIA]-(s:Statement)-[:REPORTED_IN]->(a:Article)
WHERE s.basis <> 'claimed'
OPTIONAL MATCH (who)-[:SAID]->(s)
OPTIONAL MATCH (a)-[:PUBLISHED_BY]->(pub)
RETURN DISTINCT via.name AS via, via.uri AS via_uri, who.name AS speaker, who.uri AS speaker_uri, s.said AS said,
       pub.name AS publisher, pub.uri AS publisher_uri, a.id AS article, a.uri AS article_uri, s.uri AS statement,
       coalesce(toString(s.day_start), '') AS day
ORDER BY day DESC, statement, speaker_uri
