"""What German, French, Spanish and Dutch programs call columns, and how contacts stand: a table of each.

Written as people read them; `plain` makes one of all the ways to write a word. Words that may mean two things
(`Abgemeldet`: a date, or yes and no) are left out, and stay the sender's own fields.
"""

from __future__ import annotations

import re
import unicodedata

_BETWEEN = re.compile(r"[\W_]+")
_ACCENTS = re.compile("[\u0300-\u036f]")


def plain(name: str) -> str:
    """A name without what people write differently: `E-Mail`, `eMail`, `e_mail` are one; no accents."""
    if not name.isascii():
        name = _ACCENTS.sub("", unicodedata.normalize("NFKD", name))
    return _BETWEEN.sub("", name).lower()


def _words(*lines: str) -> tuple[str, ...]:
    return tuple(plain(word) for line in lines for word in line.split(", "))


COLUMNS: dict[str, tuple[str, ...]] = {
    "email": _words(
        "E-Mail-Adresse, Mailadresse",
        "adresse e-mail, adresse mail, adresse électronique, courriel",
        "correo, correo electrónico, dirección de correo, dirección de correo electrónico",
        "e-mailadres, mailadres",
    ),
    "first_name": _words("Vorname", "prénom", "nombre, nombre de pila", "voornaam"),
    "last_name": _words(
        "Nachname, Familienname", "nom, nom de famille", "apellido, apellidos", "achternaam, familienaam"
    ),
    "name": _words("Bezeichnung", "nom", "nombre", "naam"),
    "status": _words("Zustand", "statut, état", "estado", "toestand"),
    "consent": _words("Einwilligung, Zustimmung", "consentement", "consentimiento", "toestemming"),
    "consent_at": _words(
        "Einwilligung am, Einwilligungsdatum, Zustimmung am",
        "date de consentement, date du consentement",
        "fecha de consentimiento, fecha del consentimiento",
        "toestemming op, toestemmingsdatum",
    ),
    "confirmed": _words("bestätigt am", "confirmé le", "confirmado el", "bevestigd op"),
    "subscribed": _words(
        "angemeldet am, abonniert am, Anmeldedatum",
        "inscrit le, abonné le, date d'inscription, date d'abonnement",
        "suscrito el, fecha de suscripción",
        "ingeschreven op, aangemeld op, inschrijfdatum, aanmelddatum",
    ),
    "unsubscribed": _words(
        "abgemeldet am, Abmeldedatum",
        "désinscrit le, désabonné le, date de désinscription, date de désabonnement",
        "fecha de baja",
        "uitgeschreven op, afgemeld op, uitschrijfdatum, afmelddatum",
    ),
    "unsubscribe_reason": _words(
        "Abmeldegrund",
        "motif de désinscription",
        "motivo de baja, motivo de la baja",
        "afmeldreden, reden van afmelding",
    ),
    "source": _words("Quelle, Herkunft", "provenance, origine", "origen, fuente", "bron, herkomst"),
    "notes": _words(
        "Notiz, Notizen, Bemerkung, Bemerkungen, Anmerkung, Anmerkungen, Kommentar",
        "remarque, remarques, commentaire, commentaires",
        "nota, notas, observaciones, comentario, comentarios",
        "notitie, notities, opmerking, opmerkingen",
    ),
    "tags": _words(
        "Schlagwörter, Schlagwoerter, Schlagworte, Stichwörter", "étiquettes", "etiquetas", "trefwoorden"
    ),
    "created": _words(
        "angelegt, angelegt am, erstellt, erstellt am, Erstelldatum, Erstellungsdatum, Anlagedatum",
        "hinzugefügt am, hinzugefuegt am",
        "créé le, date de création, ajouté le, date d'ajout",
        "creado, creado el, fecha de creación, fecha de alta",
        "aangemaakt, aangemaakt op, aanmaakdatum, toegevoegd op",
    ),
    "updated": _words(
        "geändert, geändert am, geaendert, geaendert am, zuletzt geändert, letzte Änderung, Änderungsdatum",
        "aktualisiert, aktualisiert am",
        "modifié le, mis à jour le, date de modification, dernière modification",
        "actualizado, actualizado el, modificado, modificado el, fecha de modificación, última modificación",
        "gewijzigd, gewijzigd op, laatst gewijzigd, bijgewerkt, bijgewerkt op, wijzigingsdatum",
    ),
    "list_id": _words("Liste", "lista", "lijst"),
    "campaign": _words("Kampagne", "campagne", "campaña"),
    "subject": _words("Betreff", "objet", "asunto", "onderwerp"),
    "description": _words("Beschreibung", "descripción", "beschrijving", "omschrijving"),
}
"""The name of a field -> plain names of columns; every kind of row that has the field knows them."""
STATES: dict[str, tuple[str, ...]] = {
    "subscribed": _words(
        "aktiv, abonniert, angemeldet, bestätigt, eingetragen",
        "actif, active, abonné, abonnée, inscrit, inscrite, confirmé, confirmée",
        "activo, activa, suscrito, suscrita, confirmado, confirmada",
        "actief, geabonneerd, ingeschreven, aangemeld, bevestigd",
    ),
    "pending": _words(
        "ausstehend, wartend, unbestätigt, nicht bestätigt",
        "en attente, non confirmé, non confirmée",
        "pendiente, sin confirmar, no confirmado",
        "in afwachting, onbevestigd, niet bevestigd",
    ),
    "unsubscribed": _words(
        "abgemeldet, abbestellt, ausgetragen",
        "désabonné, désabonnée, désinscrit, désinscrite",
        "baja, dado de baja, dada de baja, desuscrito",
        "afgemeld, uitgeschreven",
    ),
    "bounced": _words(
        "unzustellbar, nicht zustellbar", "non distribuable", "rebotado, rebote", "onbestelbaar"
    ),
    "complained": _words("Beschwerde, Spam-Beschwerde", "plainte", "queja", "klacht"),
}
"""A status of contacts -> plain words for it."""
