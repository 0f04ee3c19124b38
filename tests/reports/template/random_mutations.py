"""Word templates in which something that means harm stands anywhere, made at random from harmless ones."""

from __future__ import annotations

import random
from xml.sax.saxutils import escape

from lxml import etree

from app.reports.template.filling import default_template
from app.reports.template.package import packed, unpacked
from tests.reports.template.mutated_files import BEGIN, END, NAMES, SEPARATE, W, field_code, within
from tests.reports.template.mutations import HARMLESS

CODES = (
    *('INCLUDEPICTURE "http://evil/a.png" \\d', "DDEAUTO evil", "LINK evil", "INCLUDETEXT evil", "RD evil"),
    *(
        'HYPERLINK "file:evil"',
        "HYPERLINK \\\\\\\\evil",
        "IMPORT evil",
        "GOTOBUTTON evil",
        "MACROBUTTON evil",
        "ADDIN evil",
    ),
)
WRAPPERS = (
    "w:ins",
    "w:del",
    "w:moveFrom",
    "w:sdt w:sdtContent",
    "w:smartTag",
    "mc:AlternateContent mc:Fallback",
    "x:a",
)


def at_random(seed: int) -> bytes:
    """Return a harmless template in which a piece that means harm stands somewhere."""
    luck = random.Random(seed)
    host = luck.choice([default_template, *HARMLESS.values()])()
    files = unpacked(host)
    part = luck.choice([name for name in files if name.startswith("word/") and name.endswith(".xml")])
    tree = etree.fromstring(files[part])
    places = [each for each in tree.iter("*")]
    place = luck.choice(places)
    piece = etree.fromstring(f'<w:p xmlns:w="{W}" {NAMES}>{_harm(luck)}</w:p>')
    at = luck.randint(0, len(place))
    for child in reversed(piece if luck.random() < 0.5 else [piece]):
        place.insert(at, child)
    return packed({**files, part: etree.tostring(tree, encoding="UTF-8")})


def _harm(luck: random.Random) -> str:
    code = luck.choice(CODES)
    code = code.lower() if luck.random() < 0.2 else code
    cut = luck.randint(1, len(code) - 1)
    pieces = [
        BEGIN,
        field_code(code[:cut]),
        field_code(code[cut:]),
        luck.choice([SEPARATE, ""]),
        luck.choice([END, ""]),
    ]
    wrapped = "".join(
        within(luck.choice(WRAPPERS), each) if luck.random() < 0.3 else within("", each) for each in pieces
    )
    harm = luck.choice(
        [
            wrapped,
            wrapped,
            f'<w:fldSimple w:instr="{escape(code, {chr(34): "&quot;"})}"/>',
            '<w:r><w:pict><v:shape><v:imagedata src="http://evil/a"/></v:shape></w:pict></w:r>',
            '<w:r><w:pict><v:rect><v:fill o:href="file:evil"/></v:rect></w:pict></w:r>',
            '<w:r><w:drawing><a:hlinkClick action="ppaction://program?evil"/></w:drawing></w:r>',
            '<w:altChunk rr:id="rId1" x:evil="file:evil"/>',
            within("", "<w:t>{%p for evil in phu_luc %}</w:t>"),
            within("", "<w:t>{{ evil.__class__ }}</w:t>"),
        ]
    )
    # Word looks for its own names in either of two namespaces, and other programs in any.
    return harm.replace("w:", luck.choice(["s:", "x:"])) if luck.random() < 0.2 else harm
