// What Neo4j is asked to keep for the graph, besides one index for each type of derived relationship (on its uri).
// Everything of ours carries the label Kabar or KabarName, so that other data may stand in the same database.

CREATE CONSTRAINT kabar_uri IF NOT EXISTS FOR (n:Kabar) REQUIRE n.uri IS UNIQUE;
CREATE CONSTRAINT kabar_name_key IF NOT EXISTS FOR (n:KabarName) REQUIRE n.key IS UNIQUE;

CREATE INDEX kabar_article_id IF NOT EXISTS FOR (n:Article) ON (n.id);
CREATE INDEX kabar_statement_day_start IF NOT EXISTS FOR (n:Statement) ON (n.day_start);
CREATE INDEX kabar_statement_day_end IF NOT EXISTS FOR (n:Statement) ON (n.day_end);
CREATE INDEX kabar_fact_predicate IF NOT EXISTS FOR (n:Fact) ON (n.predicate, n.day_start);
CREATE INDEX kabar_fact_relation IF NOT EXISTS FOR (n:Fact) ON (n.relation);
CREATE INDEX kabar_place_code IF NOT EXISTS FOR (n:Place) ON (n.code);
CREATE INDEX kabar_place_level IF NOT EXISTS FOR (n:Place) ON (n.level);
CREATE POINT INDEX kabar_place_location IF NOT EXISTS FOR (n:Place) ON (n.location);

// Words of statements by their stems ("membantu" is found by "bantu"); names unstemmed, which a stemmer would mutilate.
CREATE FULLTEXT INDEX kabar_said IF NOT EXISTS FOR (n:Statement) ON EACH [n.said]
  OPTIONS {indexConfig: {`fulltext.analyzer`: 'indonesian'}};
CREATE FULLTEXT INDEX kabar_names IF NOT EXISTS FOR (n:Entity|KabarName|Publisher) ON EACH [n.name]
  OPTIONS {indexConfig: {`fulltext.analyzer`: 'standard-folding'}};
