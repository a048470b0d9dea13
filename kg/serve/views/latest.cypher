//+ name: latest
//+ summary: What do the articles say that were published last?
//+ ringkasan: Apa kata artikel yang terbit terakhir?
//+ columns: speaker, speaker_uri, role, kind, said, date, published, article, article_uri, publisher, publisher_uri, statement

MATCH (a:Article)
WHERE a.published IS NOT NULL AND EXISTS { (a)<-[:REPORTED_IN]-(:Statement) }
WITH a ORDER BY a.published DESC, a.uri
LIMIT 1000000                                                                                                //= rows
MATCH (a)<-[:REPORTED_IN]-(s:Statement)
WITH a, s, reduce(least = s.starts[0], start IN s.starts | CASE WHEN start < least THEN start ELSE least END) AS start
OPTIONAL MATCH (who)-[:SAID|ALLEGEDLY_SAID]->(s)
OPTIONAL MATCH (a)-[:PUBLISHED_BY]->(pub)
RETURN DISTINCT who.name AS speaker, who.uri AS speaker_uri, s.role AS role, s.kind AS kind, s.said AS said, s.date AS date,
       a.published AS published, a.id AS article, a.uri AS article_uri, pub.name AS publisher, pub.uri AS publisher_uri,
       s.uri AS statement, start
ORDER BY published DESC, article_uri, start, statement, speaker_uri
