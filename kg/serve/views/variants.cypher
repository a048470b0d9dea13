//+ name: variants
//+ summary: Where else were these words printed?
//+ ringkasan: Di mana lagi kata-kata ini dimuat?
//+ parameters:
//+   quote*: uri -- the quote
//+ columns: said, speaker, speaker_uri, published, publisher, publisher_uri, article, article_uri, statement

MATCH (:Quote {uri: $quote})<-[:VARIANT_OF]-(s:Statement)-[:REPORTED_IN]->(a:Article)
OPTIONAL MATCH (who)-[:SAID|ALLEGEDLY_SAID]->(s)
OPTIONAL MATCH (a)-[:PUBLISHED_BY]->(pub)
RETURN DISTINCT s.said AS said, who.name AS speaker, who.uri AS speaker_uri, a.published AS published, pub.name AS publisher,
       pub.uri AS publisher_uri, a.id AS article, a.uri AS article_uri, s.uri AS statement
ORDER BY statement, speaker_uri
