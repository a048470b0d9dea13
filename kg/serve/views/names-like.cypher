//+ name: names-like
//+ summary: Who or what has a name with a word that begins so?
//+ ringkasan: Siapa atau apa yang namanya memuat kata yang berawalan begini?
//+ parameters:
//+   text*: text -- the beginning of a word of the name
//+ columns: name, uri, type

MATCH (k:KabarName)-[:NAMES]->(node)
WHERE k.key STARTS WITH toLower($text) OR k.key CONTAINS ' ' + toLower($text)
RETURN DISTINCT node.name AS name, node.uri AS uri, [label IN labels(node) WHERE NOT label IN ['Kabar', 'Entity']][0] AS type
ORDER BY uri
