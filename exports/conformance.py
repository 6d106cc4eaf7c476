"""What makes the file PDF/UA-1 and PDF/A-3a at once, where the engine alone does not."""

from typing import Any
from xml.sax.saxutils import escape


def finish(document: Any, pdf: Any) -> None:
    """No tool is named; links say where they lead; the boxes of figures, which the engine
    gives in its own pixels from the top, are put in points from the bottom; and an embedded
    file is named once."""
    del pdf.info["Producer"]
    heights = dict(zip(pdf.page_references, (p.height for p in document.pages), strict=True))
    for thing in pdf.objects:
        if hasattr(thing, "compress"):
            _compress_once(thing)
        elif not isinstance(thing, dict):
            continue
        elif thing.get("S") == "/Figure":
            left, top, right, bottom = thing["A"]["BBox"]
            height = heights[thing["Pg"]]
            inside = (left, height - bottom, right, height - top)
            thing["A"]["BBox"][:] = [0.75 * edge for edge in inside]
        elif thing.get("Subtype") == "/Link" and "Dest" in thing:
            place = thing["Dest"].string.replace("-", " ").capitalize()
            thing["Contents"] = type(thing["Dest"])(place)
    if "AF" in pdf.catalog:
        pdf.catalog["AF"][:] = dict.fromkeys(pdf.catalog["AF"])


def _compress_once(stream: Any) -> None:
    """The engine compresses a stream whenever it is asked for its bytes: when it is written,
    and again for the identifier of the file."""
    if not stream.compress:
        return
    # As the engine writes it: a dictionary, its bytes between two lines, and an end.
    packed = stream.data
    stream.extra["Filter"], stream.compress = "/FlateDecode", False
    start = packed.index(b"\nstream\n") + len(b"\nstream\n")
    stream.stream = [packed[start : -len(b"\nendstream")]]


def as_told(title: str, organisation: str, language: str) -> bytes:
    """Title, organisation, language and conformance, and nothing else. PDF/A asks that
    the identifier of PDF/UA be declared, since it does not know it."""
    title, organisation, language = map(escape, (title, organisation, language))
    return f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<rdf:Description rdf:about="">
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{organisation}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that is followed</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description></rdf:RDF>""".encode()
