//+ name: same-quote
//+ summary: Which quotations were printed several times?
//+ ringkasan: Kutipan mana yang dimuat berkali-kali?
//+ columns: said, statements, publishers, sources, first_published, quote

MATCH (q:Quote)<-[:VARIANT_OF]-(s:Statement)-[:REPORTED_IN]->(a:Article)
OPTIONAL MATCH (a)-[:PUBLISHED_BY]->(pub)
OPTIONAL MATCH (a)-[:COPY_OF]->(original)
WITH q, count(DISTINCT s) AS statements, count(DISTINCT pub) AS publishers, count(DISTINCT coalesce(original, a)) AS sources,
     min(a.published) AS first_published
RETURN q.said AS said, statements, publishers, sources, first_published, q.uri AS quote
ORDER BY statements DESC, quote
