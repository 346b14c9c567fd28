"""Documents for the tests of who sets them: every kind of block, and every sign that is markup somewhere."""

from nulmeting.report import Bullets, Card, Document, Facts, Figure, Heading, Paragraph, Table

TYPED = (
    "<script>alert(1)</script> & <b>vet</b>",
    '=HYPERLINK("http://voorbeeld.test";"klik")',
    "#set page(width: 1cm) #image(\"x\") $a^2$ @ref *ster* _streep_ `code` \\ [haak] // na",
    "| a | b | **c** ~~d~~ {{ 7*7 }} {% raw %} ${HOME} %s",
    "+31 -1 @SUM(A1) \t tab",
    "Een emoji 🔐 en مرحبا بالعالم en 漢字",
    "regel een\nregel twee\n\n- geen lijst\n1. ook niet",
    "lang " * 999 + "einde",
)
"""What a person may type; it must stand in every document exactly as typed, and do nothing."""

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="760" height="200" viewBox="0 0 760 200">'
    '<rect x="10" y="10" width="300" height="40" fill="#0b5a6f"/>'
    '<text x="20" y="120" style="font-size: 15px; font-family: \'Atkinson Hyperlegible Next\'">Toegang en wachtwoorden</text></svg>'
)


def everything(typed: tuple[str, ...] = TYPED) -> Document:
    """A document with every kind of block, long enough for several pages, and everything a person may type in every place."""
    figure = Figure("domains", "Vijf domeinen halen het streefniveau", "Vijf domeinen halen het streefniveau. Hoogst: Toegang.", SVG, 760, 200,
                    ("Een open stip is deels beantwoord.",))
    rows = tuple((f"Vraag {number}", str(number % 5 + 1), typed[number % len(typed)]) for number in range(60))
    return Document(
        name="verslag-bestuur", language="nl", title="Verslag van de nulmeting", subtitle="Voor het bestuur", owner=f"Stichting {typed[0]}",
        cover=(("Meting", "2026"), ("Niet van toepassing", "3"), ("Geschat", "12")),
        confidential="Vertrouwelijk: alleen voor het bestuur", fixed="Op streefniveau volgens eigen inschatting, niet onafhankelijk getoetst.",
        labels={"contents": "Inhoud", "page": "Bladzijde {page} van {pages}"},
        blocks=(
            Heading("In het kort"), Paragraph("Uw gemiddelde niveau is 2,3.", tone="lead"), Paragraph("Een toelichting.", tone="quiet"),
            Paragraph("Besluit gevraagd.", lead="Let op:", tone="mark"), Bullets(("Eerst dit", *typed)), Bullets(("Een", "Twee"), numbered=True),
            Heading("Scores", own_page=True), figure, Heading("Per domein", 2), Facts((("Domein", "Toegang"), ("Notitie", typed[2]))),
            Heading("Een laag dieper", 3), Table("Alle vragen", ("Vraag", "Niveau", "Notitie"), rows, (3, 1, 6), "Uw eigen woorden."),
            Heading("Vijf dingen voor morgen"),
            Card("1. Zet tweestapsverificatie aan", (Paragraph(typed[1]), Facts((("Wie", "ict-beheerder"), ("Tijd", "2 uur"))), Bullets(typed[:3]))),
            *(Paragraph(text) for text in typed),
        ),
    )
