//+ name: who-met-whom
//+ summary: Who met whom, where and when?
//+ ringkasan: Siapa bertemu siapa, di mana dan kapan?
//+ parameters:
//+   person: entity -- one of the two who met
//+   since: first_day -- on this day or later, as far as known
//+   until: last_day -- on this day or earlier, as far as known
//+ columns: one, one_uri, other, other_uri, date, place, place_uri, article, article_uri

MATCH (:KabarName {key: $person})-[:NAMES]->(one)                                                            //? person
MATCH (one:Entity)<-[:SUBJECT|OBJECT]-(f:Fact {predicate: 'met', polarity: 'positive'})-[:SUBJECT|OBJECT]->(other:Entity)
MATCH (f)-[:REPORTED_IN]->(a:Article)
WHERE f.basis <> 'claimed'
  AND one <> other                                                                                           //? person
  AND one.uri < other.uri                                                                                    //! person
  AND f.day_end >= $since                                                                                    //? since
  AND f.day_start <= $until                                                                                  //? until
OPTIONAL MATCH (f)-[:AT]->(place)
RETURN one.name AS one, one.uri AS one_uri, other.name AS other, other.uri AS other_uri, f.date AS date,
       place.name AS place, place.uri AS place_uri, a.id AS article, a.uri AS article_uri,
       coalesce(toString(f.day_start), '') AS day, min(f.uri) AS first_fact
ORDER BY day DESC, first_fact, one_uri, other_uri
