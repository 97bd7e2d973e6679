"""Redaction: contact data that is removed, and similar text that stays."""

from __future__ import annotations

import json
from collections.abc import Iterable

import duckdb
import pytest

from orchestration.storage import raw_nights
from orchestration.storage.redaction import redaction_query

MAIL = [
    "ada@example.com",
    "ada.lovelace+jobs@mail.example.co.uk",
    "ada&#64;example.com",
    "ada&amp;#64;example.com",
    "ada&#x40;example.com",
    "ada&#X40;example.com",
    "ada&#x0040;example.com",
    "ada&commat;example.com",
    "ada&period;lovelace&#64;example&period;com",
    "ada&#46;lovelace@example&#x2e;com",
    "&#97;&#100;&#97;@example.com",
    "mailto:ada%40example.com",
    "ada＠example.com",
    "ada@example．com",
    "ada<b>.lovelace@</b>example.com",
    "ada@<span class='x'>example</span>.com",
    "ada<!-- no -->@example.com",
    "ada&lt;b&gt;.lovelace@&lt;/b&gt;example.com",
    "jöhn.lovelace@example.com",
    "ada@münchen-example.com",
    "ада@пример-example.рф",
    "o'lovelace@example.com",
    "ada.lovelace @ example.com",
    "ada.lovelace&nbsp;@&nbsp;example.com",
    "jobs @ example.com",
    "E-mail: ada @ example.com",
    "ada.lovelace [at] example [dot] com",
    "ada (at) example (dot) com",
    "ada(at)example.com",
    "ada[at]example.com",
    "ada{at}example.com",
    "ada at example dot com",
    "ada.lovelace at mail dot example dot com",
    "ada (AT) example.com",
    "ada [ät] example [punkt] com",
    "ada (arroba) example (punto) com",
]
PHONES = [
    "+14155552671",
    "+1 (415) 555-2671",
    "(415) 555-2671",
    "415-555-2671",
    "415.555.2671",
    "415 555 2671",
    "555 123 4567",
    "+49 30 1234567",
    "+49 (0)30 123456-78",
    "+49 170 1234567",
    "+49&nbsp;170&nbsp;1234567",
    "0049 170 1234567",
    "0049 (0)170 1234567",
    "(030) 123 4567",
    "0170 1234567",
    "020 7946 0958",
    "020-7946-0958",
    "01 23 45 67 89",
    "+33 1 23 45 67 89",
    "tel:+14155552671",
    "Tel. 89 12 34 56",
    "Tel.: <b>89 12 34 56</b>",
    "Telefon 089/1234567",
    "Tel: 044 123 45 67",
    "call 555 123 4567",
    "call us at 5551234567",
    "Call 5551234567",
    "Phone number: 555-1234",
    "Téléphone : 01.23.45.67.89",
    "Teléfono: 912 34 56 78",
    "cellulare 333 1234567",
    "Bel 06 12345678",
    "WhatsApp 91 98765 43210",
    "mobile: 07700900123",
]
PROFILES = [
    "https://www.linkedin.com/in/ada-lovelace",
    "linkedin.com/in/ada-lovelace/",
    "http://de.linkedin.com/in/ada-lovelace-555?trk=x",
    "www.xing.com/profile/Ada_Lovelace",
    "https://www.xing.com/profile/Ada_Lovelace555/cv",
]
NAMES = [
    "Hiring Manager: Ada Lovelace",
    "hiring manager: Dr. Ada Lovelace-Byron",
    "<strong>Recruiter:</strong> Ada Lovelace",
    "<b>Recruiter</b>: <span>Ada Lovelace</span>",
    "Recruiter: Ada",
    "Your recruiter is Ada Lovelace",
    "Contact: Ada Lovelace",
    "Contact Person: ADA LOVELACE",
    "Your contact: Ada Lovelace",
    "Ansprechpartner: Ada Lovelace",
    "Ansprechpartnerin: Frau Dr. Ada Lovelace",
    "Ihre Ansprechpartner:in: Ada Lovelace",
    "Ansprechpartner(in): Ada von Lovelace",
    "<p>Ansprechpartnerin:</p><p>Ada Lovelace</p>",
    "Bei Fragen hilft Frau Lovelace",
    "Fragen an Herrn Ada Lovelace",
    "Kontakt: Ada Lovelace",
    "Votre contact : Ada Lovelace",
    "Recruteuse : Mme Ada Lovelace",
    "Persona de contacto: Ada Lovelace",
    "Reclutadora: Ada Lovelace",
    "Contactpersoon: Ada de Lovelace",
    "Persona di contatto: Ada Lovelace",
    "Referente: Ada Lovelace",
    "&lt;strong&gt;Recruiter:&lt;/strong&gt; Ada Lovelace",
    '<a href="https://www.linkedin.com/in/ada">Ada Lovelace</a>',
    '<a href="mailto:ada@example.com"><u>Ada Lovelace</u></a>',
]
STAYS = [
    "120 000 - 150 000 EUR",
    "$120,000-$150,000",
    "$120000 - $150000, 120 000 2024",
    "150.000–180.000 €",
    "2019-2024, since 1999 2001",
    "R-2024-00123",
    "JR100 2345",
    "Requisition 0012345678, REQ-4155552671",
    "9:00-17:00",
    "Python 3.11.4, 10.0.0.1",
    "8f14e45f-ceea-467e-a1b2-0123456789ab",
    "a7faad8c-0048-4556-b162-d4e6de97dfb1",
    "25b10ac7-0088-4865-8216-fa156d0bd9d2, 00000000-0011-2222-3333-444455556666",
    "94107-1234",
    "401(k)",
    "2026-11-22T10:00:00.000+0000",
    "+10 000 000 users, 100+ 2024",
    "1000000000000",
    "@example on GitHub",
    "@angular/core, @Component and @work",
    "C++17 and C++20",
    "npm i @angular/core@17.0.1",
    "lodash@4.17.21",
    "2 at a time",
    "experience at a dot com company",
    "Engineer @ Booking.com",
    "Software Engineer @Twitter",
    "meet us @ the office",
    "on-call 24/7, phone screen 2024-01-15, call on 12.05.2024",
    "a phone interview, then 3 calls of 45 minutes",
    "mobile 2019-2024, text 1,000,000 users, cell 5",
    "Tel Aviv 6701101",
    "linkedin.com/company/acme",
    "https://www.linkedin.com/jobs/view/4155552671",
    "Contact: Human Resources Team",
    "Recruiter: Senior Technical Recruiter",
    "Contact: Machine Learning Team, Berlin",
    "Contact us: Apply Here",
    "Hiring Manager: Engineering Director",
    "Recruiter (m/w/d), Berlin",
    "Contact Kafka and React",
    "Kontakt: Personalabteilung",
    "Mann oder Frau, Herrenausstatter",
    "ein Frauenteam",
    '<a href="mailto:x">Apply Here</a>',
    'C:\\beta\\format "quoted" \\u0041',
    "Is there 50% off? 64; 40;",
    "see section [at] the end",
]


def left(values: Iterable[str]) -> dict[str, str]:
    """The texts after redaction, from JSON."""
    given = [(value, json.dumps({"text": value}, ensure_ascii=False)) for value in values]
    with duckdb.connect() as db:
        db.execute("create table given (value varchar, redacted varchar)")
        db.executemany("insert into given values (?, ?)", given)
        found = db.execute(
            f"select value, redacted from {redaction_query('given', ['redacted'])}"
        ).fetchall()
    return {value: json.loads(redacted)["text"] for value, redacted in found}


@pytest.mark.parametrize(
    ("forms", "mark", "traces"),
    [
        (MAIL, "[e-mail removed]", ("ada", "lovelace", "example", "jöhn", "ада", "пример")),
        (PHONES, "[phone removed]", ("555", "567", "0958", "1234", "12 34", "45 67", "900")),
        (PROFILES, "[profile removed]", ("ada", "Ada", "Lovelace", "555")),
        (NAMES, "[name removed]", ("Ada", "ADA", "Lovelace", "LOVELACE")),
    ],
    ids=("mail", "phone", "profile", "name"),
)
@pytest.mark.parametrize("around", ["Ask {} today", "<li>{}</li>", "one\n{}\ntwo", "“{}”", "{}"])
def test_contact_data_is_removed(
    forms: list[str], mark: str, traces: tuple[str, ...], around: str
) -> None:
    found = left(around.format(form) for form in forms)
    stayed = {
        value: redacted
        for value, redacted in found.items()
        if mark not in redacted or any(trace in redacted for trace in traces)
    }
    assert stayed == {}
    start, _, end = around.partition("{}")
    assert [s for s in found.values() if not (s.startswith(start) and s.endswith(end))] == []


@pytest.mark.parametrize("around", ["{}", "<p>{}</p>", "one\n{}\ntwo"])
def test_text_that_resembles_contact_data_stays(around: str) -> None:
    found = left(around.format(text) for text in STAYS)
    assert {value: redacted for value, redacted in found.items() if value != redacted} == {}


def test_a_payload_stays_json() -> None:
    """Also when it is JSON within JSON."""
    arounds = ("\n", "\t", "\r\n", " ", "\\", '"', "\\n", "<b", ">")
    texts = [
        f"one{around}{reach}{around}two"
        for reach in (*MAIL, *PHONES, *PROFILES, *NAMES)
        for around in arounds
    ]
    given = [json.dumps({"text": text, "next": "three"}, ensure_ascii=False) for text in texts]
    found = left(given)
    for text, payload in zip(texts, given, strict=True):
        redacted = json.loads(found[payload])
        assert redacted["next"] == "three", text
        assert redacted["text"].startswith("one") and redacted["text"].endswith("two"), text


def test_invisible_characters_are_removed() -> None:
    unseen = "".join(
        map(chr, [0, 1, 2, 7, 27, 127, 128, 159, 0xAD, 0x200B, 0x202E, 0x2066, 0xE001])
    )
    found = left(
        [
            f"Py{unseen}thon",
            "one\x0ctwo",
            "one\x85two",
            "tab\tand\nline",
            "نیم‌فاصله 👩‍💻",
            "\\u0000",
        ]
    )
    assert list(found.values()) == [
        "Python",
        "one two",
        "one two",
        "tab\tand\nline",
        "نیم‌فاصله 👩‍💻",
        "\\u0000",
    ]


def test_an_invisible_character_does_not_hide_an_address() -> None:
    assert left(["ask ada\u200b@exam\u00adple.com"]) == {
        "ask ada\u200b@exam\u00adple.com": "ask [e-mail removed]"
    }


def test_reasons_with_figures_are_not_taken_for_phone_numbers() -> None:
    reason = "held back: median pay (USD year) 14,250,000 (n 1,204), usual 142,500, at most 256,500"
    assert raw_nights._redacted(frozenset({reason})) == {reason: reason}
