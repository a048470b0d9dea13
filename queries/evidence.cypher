//+ name: evidence
//+ summary: Which words support this?
//+ ringkasan: Kata-kata mana yang mendukung ini?
//+ parameters:
//+   uri*: uri -- a statement, a fact, a relation or an entity
//+ columns: article, article_uri, url, start, end, exact

CALL () {
  MATCH (node:Kabar {uri: $uri}) RETURN node
  UNION
  MATCH (node:Fact {relation: $uri}) RETURN node
  UNION
  MATCH (:KabarName {key: $uri_key})-[:NAMES]->(entity:Entity)
  MATCH (entity)-[:SAID|ALLEGEDLY_SAID|ABOUT|SAID_AT|VIA|ADDRESSED_TO|SUBJECT|OBJECT|AT|OF]-(node) RETURN node
}
MATCH (node:Statement|Fact)-[:REPORTED_IN]->(a:Article)
UNWIND range(0, size(node.starts) - 1) AS i
RETURN DISTINCT a.id AS article, a.uri AS article_uri, a.url AS url, node.starts[i] AS start, node.ends[i] AS end, node.exacts[i] AS exact
ORDER BY article_uri, start, end
