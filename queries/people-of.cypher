//+ name: people-of
//+ summary: Who belongs to an organisation, and with which title?
//+ ringkasan: Siapa saja orang suatu lembaga, dan apa jabatannya?
//+ parameters:
//+   organization*: entity -- the organisation
//+ columns: person, person_uri, title, articles

MATCH (:KabarName {key: $organization})-[:NAMES]->(org)
CALL (org) {
  MATCH (org)<-[:OF]-(f:Fact) RETURN f, f.literal AS title
  UNION
  MATCH (org)<-[:OBJECT]-(f:Fact {predicate: 'affiliated_with'})-[:SUBJECT]->(p)
  MATCH (f)-[:REPORTED_IN]->(a:Article)
  WHERE NONE(titled IN [(a)<-[:REPORTED_IN]-(other:Fact) | other]
             WHERE EXISTS { (titled)-[:OF]->(org) } AND EXISTS { (titled)-[:SUBJECT]->(p) })
  RETURN f, null AS title
}
MATCH (f)-[:SUBJECT]->(p)
MATCH (f)-[:REPORTED_IN]->(a:Article)
WHERE f.polarity = 'positive' AND f.basis <> 'claimed'
WITH p, title, count(DISTINCT a) AS articles, min(f.uri) AS first_fact
RETURN p.name AS person, p.uri AS person_uri, title, articles, first_fact
ORDER BY articles DESC, person_uri, first_fact
