//+ name: most-quoted
//+ summary: Who is quoted most?
//+ ringkasan: Siapa yang paling sering dikutip?
//+ parameters:
//+   since: first_day -- on this day or later, as far as known
//+   until: last_day -- on this day or earlier, as far as known
//+   publisher: publisher -- the outlet, by name or domain
//+ columns: speaker, speaker_uri, statements, articles

MATCH (:KabarName {key: $publisher})-[:NAMES]->(pub:Publisher)                                               //? publisher
MATCH (pub)<-[:PUBLISHED_BY]-(a:Article)                                                                     //? publisher
MATCH (who:Entity)-[:SAID]->(s:Statement)-[:REPORTED_IN]->(a:Article)
WHERE true
  AND s.day_end >= $since                                                                                    //? since
  AND s.day_start <= $until                                                                                  //? until
WITH who, a, count(DISTINCT s) AS statements
WITH who, sum(statements) AS statements, count(a) AS articles ORDER BY statements DESC, who.uri
LIMIT 1000000                                                                                                //= rows
RETURN who.name AS speaker, who.uri AS speaker_uri, statements, articles
ORDER BY statements DESC, speaker_uri
