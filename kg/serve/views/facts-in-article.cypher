//+ name: facts-in-article
//+ summary: Which facts does an article report?
//+ ringkasan: Fakta mana yang dimuat sebuah artikel?
//+ parameters:
//+   article*: uri -- the article
//+ columns: subject, subject_uri, predicate, object, object_uri, polarity, basis, date, start, end, exact, fact

MATCH (:Article {uri: $article})<-[:REPORTED_IN]-(f:Fact)-[:SUBJECT]->(subject)
OPTIONAL MATCH (f)-[:OBJECT]->(object)
UNWIND range(0, size(f.starts) - 1) AS i
RETURN DISTINCT subject.name AS subject, subject.uri AS subject_uri, f.predicate AS predicate,
       coalesce(object.name, f.literal) AS object, object.uri AS object_uri, f.polarity AS polarity, f.basis AS basis,
       f.date AS date, f.starts[i] AS start, f.ends[i] AS end, f.exacts[i] AS exact, f.uri AS fact
ORDER BY start, end, fact
