//+ name: claims
//+ summary: Who claims or denies what?
//+ ringkasan: Siapa mengklaim atau membantah apa?
//+ parameters:
//+   about: entity -- whom or what the claim is about
//+ columns: claimant, claimant_uri, subject, subject_uri, predicate, object, object_uri, polarity, basis, date, article, article_uri, fact

MATCH (:KabarName {key: $about})-[:NAMES]->()<-[:SUBJECT|OBJECT]-(f:Fact)                                    //? about
WITH DISTINCT f                                                                                              //? about
MATCH (s:Statement)-[:CLAIMS]->(f:Fact)
WITH s, f ORDER BY f.day_start IS NULL, f.day_start DESC, f.uri
LIMIT 1000000                                                                                                //= rows
MATCH (f)-[:SUBJECT]->(subject)
MATCH (f)-[:REPORTED_IN]->(a:Article)
OPTIONAL MATCH (f)-[:OBJECT]->(object)
OPTIONAL MATCH (who)-[:SAID|ALLEGEDLY_SAID]->(s)
RETURN DISTINCT who.name AS claimant, who.uri AS claimant_uri, subject.name AS subject, subject.uri AS subject_uri,
       f.predicate AS predicate, coalesce(object.name, f.literal) AS object, object.uri AS object_uri,
       f.polarity AS polarity, f.basis AS basis, f.date AS date, a.id AS article, a.uri AS article_uri, f.uri AS fact,
       coalesce(toString(f.day_start), '') AS day
ORDER BY day DESC, fact, claimant_uri
