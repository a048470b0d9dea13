//+ name: who-quotes-whom
//+ summary: Which outlet quotes whom, and how often?
//+ ringkasan: Media mana mengutip siapa, dan seberapa sering?
//+ parameters:
//+   publisher: publisher -- the outlet, by name or domain
//+ columns: publisher, publisher_uri, speaker, speaker_uri, statements

MATCH (:KabarName {key: $publisher})-[:NAMES]->(pub)                                                         //? publisher
MATCH (pub:Publisher)<-[:PUBLISHED_BY]-(a:Article)<-[:REPORTED_IN]-(s:Statement)<-[:SAID]-(who)
WITH pub, who, count(DISTINCT s) AS statements ORDER BY statements DESC, pub.uri, who.uri
LIMIT 1000000                                                                                                //= rows
RETURN pub.name AS publisher, pub.uri AS publisher_uri, who.name AS speaker, who.uri AS speaker_uri, statements
ORDER BY statements DESC, publisher_uri, speaker_uri
