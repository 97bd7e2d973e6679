"""Hand-written postings in other languages, and what they say."""

from __future__ import annotations

from benchmarks.quality._data import Given
from orchestration.sources._toolkit.listing import Listing, Place

TEXTS = {
    "de": (
        "Softwareentwickler",
        "Wien, Österreich",
        """<p>Wir backen Brot. Unsere Kunden arbeiten hybrid.</p><h3>Dein Profil</h3><ul>
<li>Abgeschlossenes Studium der Informatik oder eine vergleichbare Ausbildung</li>
<li>Mindestens 3 Jahre Berufserfahrung in der Softwareentwicklung</li>
<li>Sehr gute Kenntnisse in Java und Kafka</li><li>Sie haben Freude am Backen</li></ul>
<h3>Deine Aufgaben</h3><p>Du arbeitest zwei Tage pro Woche im Homeoffice.</p>
<p>Gehalt: 60.000 € bis 75.000 € brutto im Jahr</p>""",
        {"years": "3", "degree": "equivalent accepted", "work arrangement": "hybrid"},
    ),
    "fr": (
        "Développeur logiciel",
        "Lyon, France",
        """<p>Nous faisons du pain. Nos clients travaillent sur site.</p><h3>Votre profil</h3><ul>
<li>Diplôme d'ingénieur ou équivalent</li>
<li>Au moins 5 ans d'expérience en développement</li><li>Expérience avec Python et Kafka</li></ul>
<p>Le poste est en télétravail complet.</p><p>Salaire : 45 000 € à 55 000 € brut par an</p>""",
        {"years": "5", "degree": "equivalent accepted master", "work arrangement": "remote"},
    ),
    "es": (
        "Desarrollador de software",
        "Madrid, España",
        """<p>Hacemos pan. Nuestros clientes trabajan en remoto.</p><h3>Requisitos</h3><ul>
<li>Al menos 4 años de experiencia en desarrollo</li><li>Experiencia con Java</li>
<li>Licenciatura en informática</li></ul><p>El trabajo es híbrido.</p>
<p>Salario: 30.000 € - 38.000 € brutos al año</p>""",
        {"years": "4", "degree": "required bachelor", "work arrangement": "hybrid"},
    ),
    "pt": (
        "Desenvolvedor de software",
        "São Paulo, Brasil",
        """<p>Fazemos pão. Nossos clientes usam SAP.</p><h3>Requisitos</h3><ul>
<li>Pelo menos 3 anos de experiência em desenvolvimento</li><li>Experiência com Python</li>
<li>Trabalhamos com serviços no Azure</li></ul><p>Trabalho 100% remoto.</p>
<p>Salário: R$ 8.500,00 a R$ 11.000,00 por mês</p>""",
        {"years": "3", "technologies": "[azure, python]", "work arrangement": "remote"},
    ),
    "nl": (
        "Softwareontwikkelaar",
        "Utrecht, Nederland",
        """<p>Wij bakken brood. Andere teams gebruiken PHP.</p><h3>Wat vragen wij</h3><ul>
<li>Minimaal 4 jaar werkervaring als ontwikkelaar</li><li>Ervaring met Java</li>
<li>HBO werk- en denkniveau</li></ul><p>Je werkt op kantoor in Utrecht.</p>
<p>Salaris tussen €3.500 en €4.800 bruto per maand</p>""",
        {"years": "4", "degree": "equivalent accepted", "technologies": "[java]"},
    ),
    "pl": (
        "Programista",
        "Kraków, Polska",
        """<p>Pieczemy chleb. Nasi klienci korzystają z Oracle.</p><h3>Wymagania</h3><ul>
<li>Co najmniej 3 lata doświadczenia komercyjnego</li><li>Bardzo dobra znajomość Java</li></ul>
<p>Praca zdalna.</p><p>Wynagrodzenie: 15 000 – 20 000 PLN brutto miesięcznie</p>""",
        {"years": "3", "technologies": "[java]", "work arrangement": "remote"},
    ),
    "it": (
        "Sviluppatore software",
        "Milano, Italia",
        """<p>Facciamo il pane. I nostri clienti usano SAP.</p><h3>Requisiti</h3><ul>
<li>Almeno 2 anni di esperienza nello sviluppo</li><li>Esperienza con Java</li>
<li>Laurea triennale in informatica o titolo equivalente</li></ul><p>Il lavoro è ibrido.</p>
<p>Stipendio: da 30.000 € a 38.000 € lordi annui</p>""",
        {"years": "2", "degree": "equivalent accepted bachelor", "work arrangement": "hybrid"},
    ),
    "ja": (
        "ソフトウェアエンジニア",
        "東京, 日本",
        """<p>パンを焼いています。お客様はOracleを使っています。</p><h3>応募資格</h3><ul>
<li>実務経験3年以上（開発、運用）</li><li>Javaの開発経験</li><li>学士号または同等の経験</li></ul>
<p>フルリモート勤務可能</p><p>年収：500万円～800万円</p>""",
        {"years": "3", "degree": "equivalent accepted bachelor", "work arrangement": "remote"},
    ),
}
POSTINGS_ABROAD: list[Given] = [
    (
        "greenhouse",
        f"hidden_{name}",
        Listing(name, title, description_html=html, places=(Place(place),)),
    )
    for name, (title, place, html, _) in TEXTS.items()
]
PAY = {
    "de": "[60000.0 75000.0 EUR year]",
    "fr": "[45000.0 55000.0 EUR year]",
    "es": "[30000.0 38000.0 EUR year]",
    "pt": "[8500.0 11000.0 BRL month]",
    "nl": "[3500.0 4800.0 EUR month]",
    "pl": "[15000.0 20000.0 PLN month]",
    "it": "[30000.0 38000.0 EUR year]",
    "ja": "[5000000.0 8000000.0 JPY year]",
}
SAID = {name: {**said, "pay": PAY[name]} for name, (_, _, _, said) in TEXTS.items()}
"""What each posting says, by language and field."""
