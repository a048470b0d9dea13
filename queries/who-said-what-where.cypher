//+ name: who-said-what-where
//+ summary: Who said what, where and when?
//+ ringkasan: Siapa mengatakan apa, di mana dan kapan?
//+ parameters:
//+   speaker: entity -- who said it
//+   text: text -- words that were said, any case
//+   said_at: place -- the place where it was said, or one around it
//+   about_place: place -- a place that it is about, or one around it
//+   publisher: publisher -- the outlet, by name or domain
//+   since: first_day -- on this day or later, as far as known
//+   until: last_day -- on this day or earlier, as far as known
//+ columns: speaker, speaker_uri, role, kind, said, date, published, place, place_uri, article, article_uri, publisher, publisher_uri, url, statement

MATCH (:KabarName {key: $speaker})-[:NAMES]->(speaker)-[:SAID]->(s:Statement)                                //? speaker //! latest
MATCH (:KabarName {key: $said_at})-[:NAMES]->()<-[:WITHIN*0..]-()<-[:SAID_AT]-(s:Statement)                  //? said_at //! latest
MATCH (:KabarName {key: $about_place})-[:NAMES]->()<-[:WITHIN*0..]-()<-[:ABOUT]-(s:Statement)                //? about_place //! latest
MATCH (:KabarName {key: $publisher})-[:NAMES]->()<-[:PUBLISHED_BY]-()<-[:REPORTED_IN]-(s:Statement)          //? publisher //! latest
MATCH (s:Statement)
USING INDEX s:Statement(day_start)                                                                           //? latest
WHERE s.basis <> 'claimed'
  AND s.day_start >= date('0001-01-01')                                                                      //? latest
  AND EXISTS { (s)<-[:SAID]-(n) WHERE EXISTS { (n)<-[:NAMES]-(:KabarName {key: $speaker}) } }                //? speaker //? latest
  AND EXISTS { (s)-[:SAID_AT]->()-[:WITHIN*0..]->(n) WHERE EXISTS { (n)<-[:NAMES]-(:KabarName {key: $said_at}) } }//? said_at //? latest
  AND EXISTS { (s)-[:ABOUT]->()-[:WITHIN*0..]->(n) WHERE EXISTS { (n)<-[:NAMES]-(:KabarName {key: $about_place}) } }//? about_place //? latest
  AND EXISTS { (s)-[:REPORTED_IN]->()-[:PUBLISHED_BY]->(n) WHERE EXISTS { (n)<-[:NAMES]-(:KabarName {key: $publisher}) } }//? publisher //? latest
  AND toLower(s.said) CONTAINS toLower($text)                                                                //? text
  AND s.day_end >= $since                                                                                    //? since
  AND s.day_start <= $until                                                                                  //? until
WITH DISTINCT s ORDER BY s.day_start IS NULL, s.day_start DESC, s.uri                                        //! latest
WITH s ORDER BY s.day_start DESC, s.uri                                                                      //? latest
LIMIT 1000000                                                                                                //= rows
MATCH (s)-[:REPORTED_IN]->(a:Article)
MATCH (:KabarName {key: $speaker})-[:NAMES]->(who)-[:SAID]->(s)                                              //? speaker
OPTIONAL MATCH (who)-[:SAID]->(s)                                                                            //! speaker
OPTIONAL MATCH (s)-[:SAID_AT]->(place)
OPTIONAL MATCH (a)-[:PUBLISHED_BY]->(pub)
RETURN DISTINCT who.name AS speaker, who.uri AS speaker_uri, s.role AS role, s.kind AS kind, s.said AS said, s.date AS date,
       a.published AS published, place.name AS place, place.uri AS place_uri, a.id AS article, a.uri AS article_uri,
       pub.name AS publisher, pub.uri AS publisher_uri, a.url AS url, s.uri AS statement,
       coalesce(toString(s.day_start), '') AS day
ORDER BY day DESC, statement, speaker_uri
