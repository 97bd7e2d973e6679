"""Rewrites of postings in other languages, and sentences beside the job in them.

A rewrite keeps the meaning in its language and changes nothing in others.
"""

from __future__ import annotations

from collections.abc import Mapping

from benchmarks.rewritten.changes import Rewrite, beside, of_title, of_words, sub, words

NUMBERS = {
    "de": ["zwei", "drei", "vier", "fünf", "sechs"],
    "fr": ["deux", "trois", "quatre", "cinq", "six"],
    "es": ["dos", "tres", "cuatro", "cinco", "seis"],
    "pt": ["dois", "três", "quatro", "cinco", "seis"],
    "nl": ["twee", "drie", "vier", "vijf", "zes"],
    "it": ["due", "tre", "quattro", "cinque", "sei"],
}
YEARS = {"de": "Jahren?", "fr": "ans", "es": "años", "pt": "anos", "nl": "jaar", "it": "anni"}
ALONE = r"(?<![-–.,\d])(?<![-–] )(?<!bis )(?<!zu )(?<!à )(?<!a )(?<!tot )"


def _years_in_words(language: str) -> Rewrite:
    """Years of experience from two to six in words, where they are no part of a range."""
    pattern = rf"{ALONE}\b([2-6])(?= {YEARS[language]}\b)"
    return of_words(sub(pattern, lambda found: NUMBERS[language][int(found[1]) - 2]))


ABROAD: Mapping[str, Rewrite] = {
    **{f"years in words: {language}": _years_in_words(language) for language in NUMBERS},
    "mind. for mindestens": of_words(sub(r"\bMindestens (?=\d)", "Mind. ")),
    "oder mehr for mindestens": of_words(sub(r"\bMindestens (\d+) Jahre\b", r"\1 oder mehr Jahre")),
    "jährige for Jahre": of_words(
        sub(r"\bMindestens (\d+) Jahre Berufserfahrung", r"Mindestens \1-jährige Berufserfahrung")
    ),
    "words for German headings": words({
        "dein profil": "das bringst du mit", "ihr profil": "anforderungen",
        "das bringst du mit": "dein profil", "deine aufgaben": "das erwartet dich",
    }),
    "words for Homeoffice": words({"homeoffice": "Home-Office", "home-office": "Home Office"}),
    "words for a German degree": words({
        "abgeschlossenes studium": "erfolgreich abgeschlossenes Hochschulstudium",
    }),
    "du for Sie": words({"sie haben": "du hast", "sie bringen": "du bringst"}),
    "Euro for €": of_words(sub(r"(?<=\d) ?€(?= |$)", " Euro")),
    "€ before": of_words(sub(r"\b(\d{1,3}[. ]\d{3}) €", r"€\1")),
    "EUR for €": of_words(sub(r"(?<=\d) ?€", " EUR")),
    "dots for spaces": of_words(
        sub(r"\b(\d{1,3})[ \u00a0\u202f](\d{3})(?= ?(?:€|PLN|zł))", r"\1.\2")
    ),
    "narrow spaces for dots": of_words(sub(r"\b(\d{1,3})\.(\d{3})(?= ?€)", "\\1\u202f\\2")),
    "cents": of_words(sub(r"\b(\d{1,3}\.\d{3})(?= ?€)", r"\1,00")),
    "minimum for au moins": words({"au moins": "un minimum de"}),
    "ou plus for au moins": of_words(sub(r"\bAu moins (\d+) ans\b", r"\1 ans ou plus")),
    "words for French headings": words({
        "votre profil": "profil recherché", "profil recherché": "ce que nous recherchons",
    }),
    "words for télétravail": words({"télétravail complet": "100 % télétravail"}),
    "words for Spanish years": words({"al menos": "como mínimo", "mínimo de": "al menos"}),
    "words for Spanish headings": words({"requisitos": "qué buscamos"}),
    "words for Portuguese years": words({"pelo menos": "no mínimo", "no mínimo": "ao menos"}),
    "words for Dutch years": words({"minimaal": "ten minste", "minstens": "minimaal"}),
    "words for Polish years": words({"co najmniej": "minimum", "minimum": "min."}),
    "words for Italian years": words({"almeno": "minimo", "minimo": "almeno"}),
    "tilde": of_words(sub("[～〜]", "~")),
    "wave dash": of_words(sub(r"[~～]", "〜")),
    "Japanese hyphen": of_words(sub(r"(?<=円)[~～〜](?=\d)", "-")),
    "Japanese brackets": of_words(sub(r"[（）]", lambda m: {"（": "(", "）": ")"}[m[0]])),
    "Japanese dot": of_words(sub("、", "・")),
    **{
        f"title: {mark}": of_title(lambda title, mark=mark: f"{title} {mark}")
        for mark in (
            "(m/w/d)", "(w/m/d)", "(d/f/m)", "(gn)", "(all genders)", "(H/F)", "(F/H/X)", "(m/v/x)",
            "(K/M)", "(H/M)", "(x/f/m)",
        )
    },
    "title: :in": of_title(sub(r"(entwickler|ingenieur|Manager|Berater)\b", r"\1:in")),
    "title: *in": of_title(sub(r"(entwickler|ingenieur|Manager|Berater)\b", r"\1*in")),
    "title: /-in": of_title(sub(r"(entwickler|ingenieur|Manager|Berater)\b", r"\1/-in")),
    "title: ·e": of_title(sub(r"\b(Ingénieur|Développeur)\b", r"\1·e")),
    "title: /a": of_title(sub(r"\b(Desarrollador|Desenvolvedor|Ingeniero)\b", r"\1/a")),
}  # fmt: skip
SENTENCES_ABROAD = (
    "Unsere Kunden nutzen Kafka und Kubernetes.",
    "Unser Vertrieb arbeitet hybrid.",
    "Andere Teams arbeiten mit Snowflake.",
    "Unsere Gründer haben in Physik promoviert und 20 Jahre Erfahrung.",
    "Wettbewerber zahlen 90.000 € im Jahr.",
    "Seit über 25 Jahren backen wir Brot.",
    "Einmal im Jahr treffen wir uns alle im Büro in Lissabon.",
    "Nos clients utilisent Salesforce et SAP.",
    "Nos concurrents travaillent encore en PHP.",
    "L'équipe finance est au bureau trois jours par semaine.",
    "Nos fondateurs ont 15 ans d'expérience et un doctorat.",
    "L'entreprise a levé 20 000 000 € en 2023.",
    "Nuestros clientes usan Oracle y trabajan en remoto.",
    "Otros equipos trabajan con Kafka.",
    "Los fundadores tienen más de 10 años de experiencia.",
    "Nossos parceiros mantêm SDKs em Ruby e PHP.",
    "Os fundadores têm doutorado e 12 anos de experiência.",
    "O time de vendas trabalha 100% remoto.",
    "Andere teams gebruiken PHP.",
    "Onze klanten werken hybride en betalen € 90.000 per jaar.",
    "Nasi klienci korzystają z Oracle.",
    "Założyciele mają 15 lat doświadczenia.",
    "I nostri clienti usano SAP e lavorano da remoto.",
    "I fondatori hanno 20 anni di esperienza.",
    "お客様はSalesforceとOracleを使っています。",
    "他のチームはKafkaを使っています。",
    "創業者は15年の経験があります。",
)
BESIDE_ABROAD: Mapping[str, Rewrite] = {one: beside(one) for one in SENTENCES_ABROAD}
