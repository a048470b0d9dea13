//+ name: said-about-place
//+ summary: What was said about a place and everything inside it?
//+ ringkasan: Apa yang dikatakan tentang suatu tempat dan semua di dalamnya?
//+ parameters:
//+   place*: place -- the place, by name or code
//+ columns: place, place_uri, speaker, speaker_uri, said, date, article, article_uri, statement

MATCH (:KabarName {key: $place})-[:NAMES]->()<-[:WITHIN*0..]-(place:Entity)                                  //! latest
MATCH (place)<-[:ABOUT]-(s:Statement)                                                                        //! latest
MATCH (s:Statement)                                                                                          //? latest
USING INDEX s:Statement(day_start)                                                                           //? latest
WHERE s.basis <> 'claimed'
  AND s.day_start >= date('0001-01-01')                                                                      //? latest
MATCH (s)-[:ABOUT]->(place:Entity)                                                                           //? latest
WHERE EXISTS { (place)-[:WITHIN*0..]->(n) WHERE EXISTS { (n)<-[:NAMES]-(:KabarName {key: $place}) } }        //? latest
WITH DISTINCT s, place ORDER BY s.day_start IS NULL, s.day_start DESC, s.uri, place.uri                      //! latest
WITH s, place ORDER BY s.day_start DESC, s.uri, place.uri                                                    //? latest
LIMIT 1000000                                                                                                //= rows
MATCH (s)-[:REPORTED_IN]->(a:Article)
OPTIONAL MATCH (who)-[:SAID]->(s)
RETURN DISTINCT place.name AS place, place.uri AS place_uri, who.name AS speaker, who.uri AS speaker_uri, s.said AS said,
       s.date AS date, a.id AS article, a.uri AS article_uri, s.uri AS statement, coalesce(toString(s.day_start), '') AS day
ORDER BY day DESC, statement, place_uri, speaker_uri
