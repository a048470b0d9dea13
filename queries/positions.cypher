//+ name: positions
//+ summary: Who holds or held which position?
//+ ringkasan: Siapa memegang jabatan apa?
//+ parameters:
//+   person: entity -- whose positions
//+   on: last_day -- as reported up to this day
//+ columns: person, person_uri, title, first_date, last_date, articles

MATCH (:KabarName {key: $person})-[:NAMES]->(p)                                                              //? person
MATCH (p:Entity)<-[:SUBJECT]-(f:Fact {predicate: 'holds_position', polarity: 'positive'})-[:REPORTED_IN]->(a:Article)
WHERE f.basis <> 'claimed'
  AND f.day_start <= $on                                                                                     //? on
WITH p, f.literal AS title, toString(min(f.day_start)) AS first_date, toString(max(f.day_end)) AS last_date,
     count(DISTINCT a) AS articles, min(f.uri) AS first_fact
RETURN p.name AS person, p.uri AS person_uri, title, first_date, last_date, articles, coalesce(last_date, '') AS day, first_fact
ORDER BY day DESC, person_uri, first_fact
