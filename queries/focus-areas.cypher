//+ name: focus-areas
//+ summary: What does an organisation make its focus, and who says so?
//+ ringkasan: Apa yang menjadi fokus suatu lembaga, dan menurut siapa?
//+ parameters:
//+   organization: entity -- whose focus it is
//+ columns: organization, organization_uri, focus, focus_uri, basis, source, source_uri, article, article_uri

MATCH (:KabarName {key: $organization})-[:NAMES]->(org)                                                      //? organization
MATCH (org:Entity)<-[:SUBJECT]-(f:Fact {predicate: 'focuses_on', polarity: 'positive'})-[:OBJECT]->(focus:Entity)
MATCH (f)-[:REPORTED_IN]->(a:Article)
WHERE f.basis <> 'claimed'
OPTIONAL MATCH (f)<-[:CLAIMS]-(:Statement)<-[:SAID]-(who)
OPTIONAL MATCH (a)-[:PUBLISHED_BY]->(pub)
WITH org, focus, f, a, CASE f.basis WHEN 'self_reported' THEN who ELSE pub END AS source
RETURN org.name AS organization, org.uri AS organization_uri, focus.name AS focus, focus.uri AS focus_uri,
       f.basis AS basis, source.name AS source, source.uri AS source_uri, a.id AS article, a.uri AS article_uri,
       coalesce(toString(f.day_start), '') AS day, min(f.uri) AS first_fact
ORDER BY day DESC, first_fact, focus_uri, source_uri
