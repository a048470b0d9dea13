//+ name: places-in-the-news
//+ summary: Which places is most said about or at, with everything inside them?
//+ ringkasan: Tempat mana yang paling banyak dibicarakan, beserta semua di dalamnya?
//+ parameters:
//+   level: level -- only places of this level (kota means kota and kabupaten)
//+ columns: place, place_uri, statements, articles

MATCH (place:Place)
WHERE true
  AND place.level = $level                                                                                   //? level
MATCH (place)<-[:WITHIN*0..]-()<-[:ABOUT|SAID_AT]-(s:Statement)-[:REPORTED_IN]->(a:Article)
WHERE s.basis <> 'claimed'
WITH place, count(DISTINCT s) AS statements, count(DISTINCT a) AS articles
RETURN place.name AS place, place.uri AS place_uri, statements, articles
ORDER BY statements DESC, place_uri
