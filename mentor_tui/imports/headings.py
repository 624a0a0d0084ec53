"""The meaning of a column, from its heading in English, Dutch, French or German."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

SYNONYMS: dict[str, tuple[str, ...]] = {
    "date": (
        "date", "datum", "day", "dag", "jour", "tag", "on", "session date", "meeting date", "date of session",
        "date of meeting", "datum sessie", "datum gesprek", "sessiedatum", "date de la seance", "date de seance",
        "date de l entretien", "datum des gesprachs", "termin",
    ),
    "start": (
        "start", "start time", "starts", "started", "time", "from", "begin", "begins", "beginuur", "startuur",
        "starttijd", "begintijd", "aanvang", "aanvangsuur", "tijd", "uur", "van", "heure", "heure de debut", "debut",
        "von", "uhrzeit", "zeit", "beginn", "startzeit",
    ),
    "end": (
        "end", "end time", "ends", "until", "to", "einde", "einduur", "eindtijd", "tot", "fin", "heure de fin", "bis",
        "ende", "endzeit",
    ),
    "minutes": (
        "minutes", "minute", "min", "mins", "duration", "duration min", "duration mins", "duration minutes",
        "duration in minutes", "length", "length min", "duur", "duur min", "duur minuten", "duur in minuten", "minuten",
        "aantal minuten", "tijdsduur", "duree", "duree min", "duree minutes", "duree en minutes", "dauer", "dauer min",
        "dauer minuten", "dauer in minuten", "anzahl minuten",
    ),
    "hours": (
        "hours", "hour", "hrs", "duration h", "duration hours", "duration in hours", "length h", "uren", "aantal uren",
        "duur u", "duur uur", "duur uren", "duur in uren", "heures", "nombre d heures", "duree h", "duree heures",
        "duree en heures", "stunden", "std", "dauer h", "dauer std", "dauer stunden", "dauer in stunden",
    ),
    "kind": (
        "kind", "type", "session type", "type of session", "meeting type", "type of meeting", "soort", "soort sessie",
        "soort gesprek", "type sessie", "sort", "genre", "nature", "type de seance", "type d entretien", "art", "typ",
        "art der sitzung", "gesprachsart",
    ),
    "focus": (
        "what did you work on",
        "focus", "topic", "topics", "subject", "theme", "title", "description", "session focus", "topic discussed",
        "topics discussed", "onderwerp", "onderwerpen", "thema", "themas", "titel", "omschrijving", "sujet", "sujets",
        "objet", "titre", "betreff", "gegenstand", "themen", "beschreibung",
    ),
    "outcome": (
        "outcome", "outcomes", "result", "results", "session outcome", "resultaat", "resultaten", "uitkomst", "besluit",
        "besluiten", "what came out of it", "resultat", "resultats", "decision", "decisions", "ergebnis",
        "ergebnisse", "beschluss",
    ),
    "takeaways": (
        "what do you take away",
        "takeaways", "takeaway", "take aways", "key takeaways", "learnings", "lessons", "lessons learned", "insights",
        "inzichten", "inzicht", "leerpunten", "lessen", "geleerd", "geleerde lessen", "enseignements", "apprentissages",
        "acquis", "a retenir", "points cles", "erkenntnisse", "erkenntnis", "gelerntes", "lernpunkte",
    ),
    "ways_of_working": ("ways of working", "wow", "technical", "technical pm", "technical project management"),
    "power_skills": ("power skills", "power skill", "ps", "leadership"),
    "business_acumen": ("business acumen", "ba", "strategic", "strategic and business management", "business"),
    "channel": ("channel", "medium", "via", "kanaal", "canal", "kanal", "hoe", "mode"),
    "place": ("place", "place or link", "location", "where", "plaats", "locatie", "waar", "lieu", "endroit", "ort"),
    "private_notes": (
        "notes", "note", "private notes", "remarks", "comments", "notities", "nota", "opmerkingen", "opmerking",
        "remarques", "remarque", "commentaires", "notes privees", "notizen", "bemerkungen", "anmerkungen",
    ),
    "status": ("status", "session status", "state", "toestand", "statut", "etat", "stand"),
    "pair": (
        "initials", "initialen", "initiales",
        "pair", "partner", "partner name", "name of partner", "name of the partner", "with", "who", "name",
        "first name", "last name", "surname", "duo", "person", "participant", "participants", "attendee", "attendees",
        "counterpart", "coachee", "client", "student", "persoon", "deelnemer", "deelnemers", "gesprekspartner", "klant",
        "personne", "participante", "teilnehmer", "teilnehmerin", "gesprachspartner",
        "naam", "voornaam", "achternaam", "naam partner",
        "naam van de partner", "met", "wie", "koppel", "binome", "nom", "prenom", "partenaire", "nom du partenaire",
        "avec", "qui", "vorname",
        "nachname", "partnerin", "name des partners", "mit", "wer", "tandem",
    ),
    "mentor": (
        "mentor", "mentors", "mentor name", "name of mentor", "name of the mentor", "mentor s name", "naam mentor",
        "naam van de mentor", "nom du mentor", "nom mentor", "mentorin", "name des mentors",
    ),
    "mentee": (
        "mentee", "mentees", "mentee name", "name of mentee", "name of the mentee", "mentee s name", "naam mentee",
        "naam van de mentee", "nom du mentee", "nom mentee", "mentore", "mentoree", "nom du mentore", "protege",
        "name des mentees",
    ),
    "zone": ("zone", "time zone", "timezone", "tijdzone", "fuseau horaire", "zeitzone"),
    "id": ("id",),
    "not_counted": ("why it does not count",),
    "weekday": (
        "weekday", "day of week", "day of the week", "weekdag", "dag van de week", "jour de la semaine", "wochentag",
    ),
    "pdu_activity": ("pdu activity of an event",),
    "paid": ("paid", "paid work", "betaald", "bezoldigd", "paye", "remunere", "bezahlt"),
}  # fmt: skip

_DAY_WORDS = frozenset({"day", "dag", "jour", "tag"})
"""Headings of a date, or of the day of the week when another column has the date."""
_REPEATED = frozenset({"pair", "mentor", "mentee"})
"""Facts that several columns may tell together: a first name and a last one."""

_MEANING: dict[str, str] = {word: column for column, words in SYNONYMS.items() for word in words}


def normal(raw: str) -> str:
    """Lower case, without accents and signs: `Durée (min.)` -> `duree min`."""
    plain = unicodedata.normalize("NFKD", raw.replace("ß", "ss")).casefold()
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^0-9a-z]+", " ", plain).split())


def meaning(heading: str) -> str | None:
    """The meaning of a column with this heading, or None."""
    return _MEANING.get(normal(heading))


def meanings(row: Sequence[str]) -> list[str | None]:
    """The meaning of each column; a meaning that occurs twice belongs to the first column that claims it."""
    dated = any(meaning(heading) == "date" and normal(heading) not in _DAY_WORDS for heading in row)
    found: list[str | None] = []
    for heading in row:
        column = "weekday" if dated and normal(heading) in _DAY_WORDS else meaning(heading)
        found.append(None if column in found and column not in _REPEATED else column)
    return found
