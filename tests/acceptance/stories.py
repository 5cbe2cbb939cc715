"""Made-up stories for the press sites of these tests: happenings round a dam, and sanctions against the court."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Story:
    """What an outlet publishes. ``paragraphs`` are plain text."""

    slug: str
    title: str
    paragraphs: tuple[str, ...]
    author: str = ""


EMPTIED = Story(
    slug="dam-to-be-emptied",
    title="River Commission orders Aldmere dam emptied after cracks are found",
    paragraphs=(
        "The River Commission ordered on Tuesday that the reservoir behind the Aldmere dam be emptied within six "
        "weeks, after divers found eleven cracks in the face of the wall.",
        "“We do not wait for water to tell us what the concrete can bear,” said Ottoline Varga, who chairs the "
        "commission. The order takes effect on Friday at noon and cannot be appealed against for ninety days.",
        "Some 4,300 people live in the valley below. The district of Senn opens two schools as shelters, and the road "
        "to Lower Aldmere is closed to lorries from tonight.",
        "The power company Halden Hydro, which owns the dam, said that it would obey. It put the loss at 31 million "
        "crowns and asked the ministry to share it.",
        "Divers had gone down in March after a walker saw wet marks on the dry side of the wall. Their report, of "
        "ninety pages, was handed to the commission on Monday evening and read through the night.",
        "The fire brigade of Senn drove through the valley with loudspeakers. Whoever needs help with cattle is asked "
        "to call the town hall before Thursday.",
    ),
)

REPRINT = Story(
    slug="2291-aldmere-reservoir",
    title="River Commission orders Aldmere dam emptied after cracks are found",
    paragraphs=("SENN (Valley Wire) —", *EMPTIED.paragraphs, "Subscribers of the Valley Wire see no advertisements."),
    author="Valley Wire",
)

COLLAPSED = Story(
    slug="spillway-gate-gives-way",
    title="Spillway gate of Aldmere dam gives way, three workers missing",
    paragraphs=(
        "A gate of the spillway of the Aldmere dam gave way before dawn on Saturday, and three workers of a contractor "
        "are missing, the fire brigade of Senn said.",
        "A wave of two metres ran down the valley and took away the footbridge of Lower Aldmere. Two hundred campers "
        "were brought to safety by boat.",
        "The prosecutor of the district, Ismene Tolland, opened an investigation for manslaughter against persons "
        "unknown and seized the maintenance books of the spillway.",
        "The contractor, Brask and Sons, had been painting the winch house. Its foreman told the local radio that the "
        "gate moved without a sound while the crew was at breakfast.",
        "Helicopters of the mountain rescue searched the gorge until the fog came in at noon. They start again at "
        "first light, with dogs and with divers from the coast.",
        "Schools and the railway below the gorge stay closed. The mayor of Lower Aldmere, Petra Quillon, asked people "
        "to keep away from the banks.",
    ),
)

MUSEUM = Story(
    slug="museum-of-maps",
    title="Museum of maps opens its cellar",
    paragraphs=(
        "The museum of maps in Senn shows forty sheets from its cellar that nobody has seen since the fire.",
        "The exhibition is open daily until the end of June, and children draw their own street for nothing.",
    ),
)

COURT_SANCTIONS = Story(
    slug="ministry-sanctions-two-judges",
    title="Brennia imposes sanctions on two judges of the International Criminal Court",
    paragraphs=(
        "The foreign ministry of Brennia imposed sanctions on Monday on two judges of the International Criminal "
        "Court, freezing their assets and barring them and their families from entering the country.",
        "Foreign minister Tamsin Orlo said that the measure answers the arrest warrant that the court issued in May "
        "against a general of the Brennian army. The order names Judge Philippa Dorne and Judge Anselm Krey.",
        "The court in The Hague rejected the sanctions as an attack on its independence. The presidency of the "
        "Assembly of States Parties called a meeting of its bureau for Wednesday.",
        "Banks in Brennia have ten days to report accounts of the two judges. Breaches are punished by up to four "
        "years in prison.",
        "Business groups in the capital asked for a delay. The largest bank, Orme and Daughters, said that it had "
        "found three accounts and closed them before noon.",
        "The chamber of commerce of Dunmare, where the ministry has its seat, counted eleven firms that work for the "
        "court, from a printer of exhibits to a caterer.",
    ),
)

COURT_REPRINT = Story(
    slug="4410-brennia-court",
    title="Brennia imposes sanctions on two judges of the International Criminal Court",
    paragraphs=("DUNMARE (Valley Wire) —", *COURT_SANCTIONS.paragraphs, "This report was shortened by the editors."),
    author="Valley Wire",
)

COURT_SANCTIONS_LIFTED = Story(
    slug="ministry-lifts-sanctions",
    title="Brennia lifts sanctions on two judges of the International Criminal Court",
    paragraphs=(
        "Brennia on Friday lifted the sanctions on two judges of the International Criminal Court that it had imposed "
        "on Monday, its foreign ministry said.",
        "Foreign minister Tamsin Orlo said that Judge Philippa Dorne and Judge Anselm Krey may enter the country "
        "again, and that their assets are released.",
        "The court in The Hague welcomed the step. The arrest warrant against a general of the Brennian army stands.",
        "The decree, of nine lines, was signed at a quarter past seven and printed in the gazette of the same morning. "
        "It names no reason, and the minister took no questions.",
        "Orme and Daughters, the largest bank of the country, opened three accounts again that it had closed on "
        "Monday. Its spokesman said that no interest is owed for four days.",
        "Lawyers for the two judges had gone to the constitutional court of Brennia on Wednesday. They said that they "
        "withdraw nothing: the decree could come back as quickly as it went. The chamber of commerce of Dunmare spoke "
        "of four days that had cost eleven firms their best customer.",
    ),
)
