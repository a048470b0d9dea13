//+ name: relations-of
//+ summary: What is somebody or something tied to, and by how many articles?
//+ ringkasan: Dengan apa seseorang atau sesuatu terhubung, dan oleh berapa artikel?
//+ parameters:
//+   entity*: entity -- one end of the relations
//+ columns: subject, subject_uri, predicate, object, object_uri, basis, articles, first_published, last_published, relation

MATCH (:KabarName {key: $entity})-[:NAMES]->(one:Entity)-[r {kabar: true}]-(:Entity)
WHERE r.articles IS NOT NULL
WITH DISTINCT r, startNode(r) AS subject, endNode(r) AS object
RETURN subject.name AS subject, subject.uri AS subject_uri, toLower(type(r)) AS predicate, object.name AS object,
       object.uri AS object_uri, r.basis AS basis, r.articles AS articles, r.first_published AS first_published,
       r.last_published AS last_published, r.uri AS relation
ORDER BY articles DESC, relation
