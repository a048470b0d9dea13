//+ name: speaker-timeline
//+ summary: What did somebody say, day by day, the latest first?
//+ ringkasan: Apa yang dikatakan seseorang dari hari ke hari, yang terbaru lebih dulu?
//+ parameters:
//+   speaker*: entity -- who said it
//+ columns: date, published, said, place, place_uri, publisher, publisher_uri, article, article_uri, statement

MATCH (:KabarName {key: $speaker})-[:NAMES]->()-[:SAID]->(s:Statement)                                       //! latest
MATCH (s:Statement)                                                                                          //? latest
USING INDEX s:Statement(day_start)                                                                           //? latest
WHERE s.day_start >= date('0001-01-01')                                                                      //? latest
  AND EXISTS { (s)<-[:SAID]-(n) WHERE EXISTS { (n)<-[:NAMES]-(:KabarName {key: $speaker}) } }                //? latest
WITH DISTINCT s ORDER BY s.day_start IS NULL, s.day_start DESC, s.uri                                        //! latest
WITH s ORDER BY s.day_start DESC, s.uri                                                                      //? latest
LIMIT 1000000                                                                                                //= rows
MATCH (s)-[:REPORTED_IN]->(a:Article)
OPTIONAL MATCH (s)-[:SAID_AT]->(place)
OPTIONAL MATCH (a)-[:PUBLISHED_BY]->(pub)
RETURN DISTINCT s.date AS date, a.published AS published, s.said AS said, place.name AS place, place.uri AS place_uri,
       pub.name AS publisher, pub.uri AS publisher_uri, a.id AS article, a.uri AS article_uri, s.uri AS statement,
       coalesce(toString(s.day_start), '') AS day
ORDER BY day DESC, statement
