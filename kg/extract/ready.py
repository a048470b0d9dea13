"""Importing this loads all that extraction needs, so that processes forked from one that did so share it."""

from kg.extract import extract_article, extractor
from kg.model import Document

extractor()
extract_article(Document(id="", text="Gubernur DKI Jakarta Pramono Anung tiba di Tokyo, Jepang, Jumat (11/4/2025)."))
