//+ name: said-about
//+ summary: What was said about somebody or something?
//+ ringkasan: Apa yang dikatakan tentang seseorang atau sesuatu?
//+ parameters:
//+   entity*: entity -- whom or what it is about
//+ columns: speaker, speaker_uri, said, date, article, article_uri, statement

MATCH (:KabarName {key: $entity})-[:NAMES]->()<-[:ABOUT]-(s:Statement)                                       //! latest
MATCH (s:Statement)                                                                                          //? latest
USING INDEX s:Statement(day_start)                                                                           //? latest
WHERE s.basis <> 'claimed'
  AND s.day_start >= date('0001-01-01')                                                                      //? latest
  AND EXISTS { (s)-[:ABOUT]->(n) WHERE EXISTS { (n)<-[:NAMES]-(:KabarName {key: $entity}) } }                //? latest
WITH DISTINCT s ORDER BY s.day_start IS NULL, s.day_start DESC, s.uri                                        //! latest
WITH s ORDER BY s.day_start DESC, s.uri                                                                      //? latest
LIMIT 1000000                                                                                                //= rows
MATCH (s)-[:REPORTED_IN]->(a:Article)
OPTIONAL MATCH (who)-[:SAID]->(s)
RETURN DISTINCT who.name AS speaker, who.uri AS speaker_uri, s.said AS said, s.date AS date, a.id AS article,
       a.uri AS article_uri, s.uri AS statement, coalesce(toString(s.day_start), '') AS day
ORDER BY day DESC, statement, speaker_uri
