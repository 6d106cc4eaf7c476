"""The parts of a Word file that are the same in every one, but for the words that they leave
open: styles, running head with watermark, running foot, and what says which part is which."""

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_VML = 'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_KIND = "application/vnd.openxmlformats-officedocument"

_FONTS = '<w:rFonts w:ascii="{0}" w:hAnsi="{0}" w:eastAsia="{0}" w:cs="Myanmar Text"/>'
_SERIF, _SANS = _FONTS.format("Georgia"), _FONTS.format("Calibri")


def _style(name: str, shown: str, paragraph: str, run: str) -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{shown}"/>'
        f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{paragraph}</w:pPr>'
        f"<w:rPr>{run}</w:rPr></w:style>"
    )


def _heading(level: int, half_points: int) -> str:
    paragraph = (
        f'<w:keepNext/><w:spacing w:before="200" w:after="60"/><w:outlineLvl w:val="{level - 1}"/>'
    )
    run = f'{_SANS}<w:b/><w:bCs/><w:color w:val="1D4F91"/>{_size(half_points)}'
    return _style(f"Heading{level}", f"heading {level}", paragraph, run)


def _size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


_NORMAL = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
    '<w:qFormat/><w:pPr><w:spacing w:after="100" w:line="264" w:lineRule="auto"/></w:pPr>'
    "</w:style>"
)
_TABLE = (
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    "<w:tblPr/></w:style>"
)
STYLES = (
    f"{_XML}<w:styles {_W}><w:docDefaults><w:rPrDefault><w:rPr>{_SERIF}{_size(20)}"
    '<w:lang w:val="{language}" w:eastAsia="{language}" w:bidi="{language}"/>'
    f"</w:rPr></w:rPrDefault></w:docDefaults>{_NORMAL}{_TABLE}"
    + _style("Title", "Title", '<w:spacing w:after="160"/>', f"<w:b/><w:bCs/>{_size(30)}")
    + "".join(_heading(level, size) for level, size in ((1, 26), (2, 22), (3, 20), (4, 19)))
    + _style("Quote", "Quote", '<w:ind w:left="340"/>', "")
    + _style("Listed", "Listed", '<w:ind w:left="340" w:hanging="340"/>', "")
    + _style("Small", "Small", "", f'{_SANS}<w:color w:val="56606B"/>{_size(17)}')
    + _style("Mark", "header", '<w:jc w:val="center"/>', f"{_SANS}<w:b/><w:bCs/>{_size(18)}")
    + _style("Foot", "footer", "", f"{_SANS}{_size(16)}")
    + "</w:styles>"
)
_SHAPE = (
    '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" '
    'path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/>'
    '<v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>'
    '<v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/>'
    '<v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/></v:formulas>'
    '<v:path textpathok="t"/><v:textpath on="t" fitshape="t"/></v:shapetype>'
)
_ACROSS = (
    "position:absolute;margin-left:0;margin-top:0;width:420pt;height:140pt;rotation:315;"
    "z-index:-1;mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
    "mso-position-vertical:center;mso-position-vertical-relative:margin"
)
HEADER = (
    f'{_XML}<w:hdr {_W} {_VML}><w:p><w:pPr><w:pStyle w:val="Mark"/></w:pPr>'
    f'<w:r><w:t xml:space="preserve">{{head}}</w:t></w:r><w:r><w:pict>{_SHAPE}'
    f'<v:shape id="Watermark" type="#_x0000_t136" style="{_ACROSS}" fillcolor="#d9d9d9" '
    'stroked="f"><v:fill opacity=".5"/><v:textpath style="font-size:1pt" '
    "string={watermark}/></v:shape></w:pict></w:r></w:p></w:hdr>"
)
FOOTER = (
    f'{_XML}<w:ftr {_W}><w:p><w:pPr><w:pStyle w:val="Foot"/><w:tabs>'
    '<w:tab w:val="right" w:pos="{right}"/></w:tabs></w:pPr>'
    '<w:r><w:t xml:space="preserve">{foot}</w:t></w:r><w:r><w:tab/></w:r>'
    '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p></w:ftr>'
)
SETTINGS = (
    f"{_XML}<w:settings {_W}><w:trackRevisions/><w:compat><w:compatSetting "
    'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
    "</w:compat></w:settings>"
)
"""What a reader changes is tracked, so that comments come back as such."""
DOCUMENT = (
    f"{_XML}<w:document {_W} {_R}><w:body>{{content}}<w:sectPr>"
    '<w:headerReference w:type="default" r:id="rId3"/>'
    '<w:footerReference w:type="default" r:id="rId4"/>'
    '<w:pgSz w:w="{width}" w:h="{height}"/><w:pgMar w:top="{margin}" w:right="{margin}" '
    'w:bottom="{margin}" w:left="{margin}" w:header="480" w:footer="480" w:gutter="0"/>'
    "</w:sectPr></w:body></w:document>"
)
_ABOUT = (
    f'{_XML}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title>'
    "<dc:language>{language}</dc:language></cp:coreProperties>"
)
_WHOSE = (
    f'{_XML}<Properties xmlns="{_OFFICE}/extended-properties">'
    "<Company>{organisation}</Company></Properties>"
)


def _types(parts: dict[str, str]) -> str:
    told = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}+xml"/>' for name, kind in parts.items()
    )
    return (
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{told}</Types>'
    )


def _related(*to: tuple[str, str]) -> str:
    told = "".join(
        f'<Relationship Id="rId{n}" Type="{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(to, start=1)
    )
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{told}</Relationships>'


_WORD = f"{_KIND}.wordprocessingml"
PARTS = {
    "[Content_Types].xml": _types(
        {
            "word/document.xml": f"{_WORD}.document.main",
            "word/styles.xml": f"{_WORD}.styles",
            "word/settings.xml": f"{_WORD}.settings",
            "word/header1.xml": f"{_WORD}.header",
            "word/footer1.xml": f"{_WORD}.footer",
            "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties",
            "docProps/app.xml": f"{_KIND}.extended-properties",
        }
    ),
    "_rels/.rels": _related(
        (f"{_OFFICE}/relationships/officeDocument", "word/document.xml"),
        (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        (f"{_OFFICE}/relationships/extended-properties", "docProps/app.xml"),
    ),
    "word/_rels/document.xml.rels": _related(
        (f"{_OFFICE}/relationships/styles", "styles.xml"),
        (f"{_OFFICE}/relationships/settings", "settings.xml"),
        (f"{_OFFICE}/relationships/header", "header1.xml"),
        (f"{_OFFICE}/relationships/footer", "footer1.xml"),
    ),
    "word/document.xml": DOCUMENT,
    "word/styles.xml": STYLES,
    "word/settings.xml": SETTINGS,
    "word/header1.xml": HEADER,
    "word/footer1.xml": FOOTER,
    "docProps/core.xml": _ABOUT,
    "docProps/app.xml": _WHOSE,
}
"""By their names in the file, in the order in which they stand there."""
