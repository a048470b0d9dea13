//+ name: disputed-attribution
//+ summary: Which quotations are attributed to different speakers?
//+ ringkasan: Kutipan mana yang dikatakan berasal dari orang yang berbeda?
//+ columns: said, speaker, speaker_uri, publisher, publisher_uri, article, article_uri, statement, quote

MATCH (who)-[:SAID]->(s:Statement)-[:VARIANT_OF]->(q:Quote)<-[:VARIANT_OF]-(another:Statement)<-[:SAID]-()
WHERE NOT EXISTS { (who)-[:SAID]->(another) }
MATCH (s)-[:REPORTED_IN]->(a:Article)
OPTIONAL MATCH (a)-[:PUBLISHED_BY]->(pub)
RETURN DISTINCT q.said AS said, who.name AS speaker, who.uri AS speaker_uri, pub.name AS publisher, pub.uri AS publisher_uri,
       a.id AS article, a.uri AS article_uri, s.uri AS statement, q.uri AS quote
ORDER BY quote, statement, speaker_uri
