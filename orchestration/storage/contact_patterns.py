"""RE2 patterns of mail addresses, phone numbers, profiles and names of people in job postings.

Group 1 is text before the match that is kept. A payload is JSON, where a line break before a word
is a backslash and a letter; the patterns do not take that letter for a part of the word. Not here:
the order in which the patterns are applied (`redaction`).
"""

# The inside of a tag; it never crosses the quote that ends a JSON string.
_IN_TAG = r"(?:[^<>\"\\]|\\.)*"
# Tags that may split a word. Not `a`: its address is matched by itself.
_TAG = (
    rf"</?(?:b|i|u|em|strong|span|font|code|small|mark|wbr|sup|sub)(?:\s{_IN_TAG})?/?>"
    rf"|<!--{_IN_TAG}-->"
    r"|&lt;/?(?:b|i|u|em|strong|span|font|code|small|wbr)(?:\s(?:[^<>&\"\\]|&quot;|&amp;|&#39;)*)?/?&gt;"
)
_CODE = r"&(?:amp;)*#(?:\d{2,5}|[xX][0-9A-Fa-f]{2,5});"
# Code point ranges, because RE2 needs milliseconds to compile a script class at each use: Latin
# with accents, Greek, Cyrillic, Armenian, Hebrew, Arabic, Devanagari; kana, ideographs, hangul.
_LETTER = r"A-Za-z\x{C0}-\x{24F}\x{300}-\x{52F}\x{531}-\x{6FF}\x{900}-\x{97F}\x{1E00}-\x{1FFF}"
_IDEOGRAPH = r"\x{3040}-\x{30FF}\x{3400}-\x{9FFF}\x{AC00}-\x{D7AF}"
_NAME_CHARACTER = rf"[{_LETTER}0-9_%+~-]"
_HOST_CHARACTER = rf"[{_LETTER}{_IDEOGRAPH}0-9-]"
_CAPITAL = r"[A-Z\x{C0}-\x{DE}\x{100}-\x{17F}\x{386}-\x{3AB}\x{400}-\x{42F}]"
_SMALL = r"[a-z\x{DF}-\x{24F}\x{3AC}-\x{3CE}\x{430}-\x{52F}]"
_AT = r"(?:[@＠﹫]|&(?:amp;)*(?:#0*64;?|#[xX]0*40;?|commat;)|%(?:25)*40)"
_DOT = r"(?:[.．。]|&(?:amp;)*(?:#0*46;?|#[xX]0*2[eE];?|period;)|%(?:25)*2[eE])"
_TOP = rf"(?:xn--[A-Za-z0-9-]+|(?:[{_LETTER}]|{_CODE}){{2,}}|[{_IDEOGRAPH}]{{2,}})"
_BEFORE = r"(\\[nrt])?"
_START = r"(\\[nrt]|\b)"
_BLANK = r"(?:[\s\x{A0}]|&nbsp;|&#160;)"

_LOCAL = rf"{_NAME_CHARACTER}(?:{_NAME_CHARACTER}|{_CODE}|['’]|{_DOT}|{_TAG})*"
_CODED_LOCAL = rf"{_CODE}(?:{_NAME_CHARACTER}|{_CODE}|{_DOT}|{_TAG})*"
_LABEL = rf"(?:{_HOST_CHARACTER}|{_CODE}|{_TAG})+"
_HOST = rf"{_LABEL}(?:{_DOT}{_LABEL})*{_DOT}(?:{_TAG})*{_TOP}"
MAIL = rf"{_BEFORE}(?:{_LOCAL}|{_CODED_LOCAL}){_AT}{_HOST}"
# With blanks around the sign the text may be "Engineer @ Booking.com", so the name must look like a
# mailbox or follow a word for mail.
_MAILBOX = (
    rf"(?:{_NAME_CHARACTER}+(?:[._]|{_DOT}){_NAME_CHARACTER}+(?:\.{_NAME_CHARACTER}+)*"
    r"|(?i:jobs?|careers?|hr|recruiting|recruitment|hiring|talent|people|info|hello|contact|apply"
    r"|bewerbung|karriere|personal|kontakt|emploi|empleo|rrhh|vacatures?|lavoro))"
)
_MAIL_WORD = (
    r"(?i:e-?mail(?:s| us| me| to| address)?|mailto|courriel|correo|write(?: to)?|reach(?: out to)?"
    r"|contact|send(?: \w+){0,3} to|schreib\w* an|[àa] l'adresse)[\s:]{1,3}"
)
MAIL_SPACED = (
    rf"{_START}{_MAILBOX}{_BLANK}*{_AT}{_BLANK}*{_HOST}"
    rf"|({_MAIL_WORD}){_NAME_CHARACTER}+{_BLANK}*{_AT}{_BLANK}*{_HOST}"
)
AT_IN_WORDS = r"(?i:[\[({<;] ?(?:at|ät|arroba|@) ?[\])}>&])"
_AT_WORD = rf"{_BLANK}*(?:[\[({{<]|&lt;)\s*(?i:at|ät|arroba|@)\s*(?:[\])}}>]|&gt;){_BLANK}*"
_DOT_WORD = (
    rf"(?:{_BLANK}*[\[({{]\s*(?i:dot|punkt|point|punto|ponto|\.)\s*[\])}}]{_BLANK}*"
    rf"|{_BLANK}+(?i:dot|punkt){_BLANK}+|{_DOT})"
)
_SPOKEN_LOCAL = rf"{_NAME_CHARACTER}+(?:{_DOT_WORD}{_NAME_CHARACTER}+)*"
MAIL_IN_WORDS = (
    rf"{_BEFORE}{_SPOKEN_LOCAL}(?:"
    rf"(?:{_AT_WORD}){_HOST_CHARACTER}+(?:{_DOT_WORD}{_HOST_CHARACTER}+)*{_DOT_WORD}{_TOP}"
    rf"|{_BLANK}+(?i:at){_BLANK}+{_HOST_CHARACTER}{{2,}}"
    rf"(?:{_BLANK}+(?i:dot|punkt){_BLANK}+{_HOST_CHARACTER}{{2,}})+)"
)
DOT_COM = r"(?i)\bat (?:the|an?|early|any|our|your|several|various|other|former) dot\b"
"""A kind of company and not an address: "at a dot com"."""

PROFILE = (
    r"(?i)(\\[nrt])?(?:https?:(?:\\?/){2})?(?:[a-z0-9-]+\.)?"
    r"(?:linkedin\.com(?:\\?/|%2F)(?:in|pub)|xing\.com(?:\\?/|%2F)profiles?)(?:\\?/|%2F)"
    r"[^\s\"'<>\\)”“»,;]+"
)

_GAP = r"(?:[\s\x{A0}./–‑-]|&nbsp;)"
_BARE = (
    r"\d{3}[-.]\d{3}[-.]\d{4}\b",
    r"\d{3} (?:[1-9]\d\d|0[1-9]\d|00[1-9]) \d{4}\b",  # not an amount such as 120 000 2024
    r"0\d{1,4}[ /]\d{6,8}\b",
    r"0\d{2,4}[ /]\d{3,4}[ -]\d{3,4}\b",
    r"0\d{1,2}-\d{3,4}-\d{4}\b",  # not three groups of four, which are part of a UUID
    r"0\d(?:[ .]\d{2}){4}\b",
    r"00[1-9]\d{0,2}(?:[ ./]\(?0?\)?\d{2,9}){1,5}\b",
    r"tel:\+?[0-9().%-]{7,}",
)
_MARKED = (
    rf"\+\d(?:{_GAP}{{0,3}}\(?\d\)?){{9,14}}",  # ten to fifteen digits after a plus
    r"\(\d{3}\) ?\d{3}[-. ]\d{4}\b",
    r"\(0\d{1,4}\) ?\d{3,4}[ ./-]?\d{3,6}\b",
)
# Numbers that are phone numbers only beside a word for one; dates and years have other groups.
_PHONE_WORD = (
    r"(?:\\[nrt]|\b)(?i:tel(?:[eé](?:phone|fon[oe]?|fonnummer|foon|foonnummer))?|teléfono|phone|ph|mob(?:ile?|iel)?"
    r"|handy(?:nummer)?|cell(?:phone|ulare)?|m[oó]vil|portable|call|dial|ring|text (?:us|me)|sms"
    r"|whats ?app|fax|durchwahl|rufnummer|hotline|appele[rz](?:-nous)?|ll[aá]m(?:ar|a|e|enos|anos)"
    r"|chiama(?:re|ci)?|bel(?:len)?|anruf(?:en)?)\b"
)
_FILL = (
    r"(?:[\s\x{A0}:.()=|·–—-]|&nbsp;|\\[nrt]|</?(?:b|strong|em|i|span|p|br|div|td|li|a)\b"
    rf"{_IN_TAG}>"
    r"|(?i:us|me|now|today|at|on|to|or|unter|under|au|al|op|number|no|nr|nummer|num[eé]ro|n[uú]mero"
    r"|the|is|our|office|phone|die|der|mob|tel|mobile|us:)\b){1,12}"
)
_NUMBER = (
    r"(?:\+|00)?(?:"
    r"\d{7,15}"
    r"|\d{3,5}[ ./-]\d{3,4}[ .-]\d{3,4}"
    r"|\d{2,5}(?:[ ./-]\d{2,4}){3,5}"
    r"|\d{3} \d{2} \d{3}"
    r"|\d{3}[ .-]\d{4}"
    r"|0\d{1,4}[ ./-]{1,3}\d{4,9}"
    r"|\d{2,5}[ /-]\d{5,9})\b"
)
_BESIDE = rf"{_PHONE_WORD}{_FILL}"
PHONE = rf"({_BESIDE}){_NUMBER}|(\\[nrt]|\b)(?:{'|'.join(_BARE)})|{'|'.join(_MARKED)}"

_PARTICLE = r"(?:(?:von|van|de|der|den|del|della|di|da|dos|la|le|el|al|bin|ten|zu|y)[ \x{A0}])"
_NAME_WORD = rf"{_CAPITAL}[{_LETTER}'’.-]*"
_HONOUR = (
    r"(?:(?:Herrn?|Frau|Mr|Mrs|Ms|Mx|Miss|Dr|Prof|Mme|Mlle|Sr|Sra|Srta|Sig|Dhr|Mevr|Mw|M)\.?"
    r"[ \x{A0}])*"
)
_MORE = rf"(?:[ \x{{A0}}]{_PARTICLE}{{0,2}}{_NAME_WORD})"
_CALLED = (  # a person's name follows these words
    r"hiring manager|(?:technical |senior |lead )?recruiter(?:in)?"
    r"|recruiting (?:manager|partner|lead|contact)|talent (?:acquisition )?"
    r"(?:partner|specialist|advisor)|sourcer|posted by"
    r"|(?:your|job|primary|main|hr|recruit(?:ing|ment)) contact(?: person)?|contact person"
    r"|point of contact|ansprech(?:partner|person)(?:[:*_/(]?-?in(?:nen)?\)?)?|kontaktperson"
    r"|personalreferent(?:in)?|votre contact|personne [àa] contacter|interlocut(?:eur|rice)"
    r"|recruteu(?:r|se)|responsable (?:du )?recrutement|persona de contacto|tu contacto"
    r"|reclutador[a]?|responsable de (?:selecci[oó]n|contrataci[oó]n)|contactpersoon"
    r"|(?:je|jouw|uw) contact(?:persoon)?|persona di (?:contatto|riferimento)|il tuo contatto"
    r"|referente|selezionat(?:ore|rice)|recrutador[a]?"
)
_CALLED_PERHAPS = r"contact|kontakt|contacto|contatto|contato|contactez|ihr kontakt"
_SPACE = (
    rf"(?:[\s\x{{A0}}]|&nbsp;|\\[nrt]|</?[A-Za-z]{_IN_TAG}>"
    r"|&lt;/?[A-Za-z](?:[^<>&\"\\]|&quot;|&amp;)*&gt;)"
)
_COLON = rf"(?:{_SPACE}{{0,4}}[:：]{_SPACE}{{0,8}})"
_IS = r"(?:\s(?:is|will be|ist|est|es|è|wird)\s)"
_WITHIN = rf"(?:<(?:b|strong|span|u|em)\b{_IN_TAG}>){{0,2}}\s?"
_MAIL_LINK = rf"<a\s{_IN_TAG}mailto:{_IN_TAG}>{_WITHIN}"
_PROFILE_LINK = rf"<a\s{_IN_TAG}(?:linkedin\.com/in/|xing\.com/profile){_IN_TAG}>{_WITHIN}"
_BEFORE_ONE = rf"(?:\\[nrt]|\b)(?i:{_CALLED})(?:{_COLON}|{_IS}){_HONOUR}"
_BEFORE_TWO = rf"(?:\\[nrt]|\b)(?i:{_CALLED_PERHAPS}){_COLON}{_HONOUR}"
_BEFORE_LINKED = rf"(?i:{_MAIL_LINK}){_HONOUR}"
_BEFORE_PROFILE = rf"(?i:{_PROFILE_LINK}){_HONOUR}"
NAMES = (
    rf"({_BEFORE_ONE}){_NAME_WORD}{_MORE}{{0,3}}",
    rf"({_BEFORE_TWO}){_NAME_WORD}{_MORE}{{1,3}}",
    rf"({_BEFORE_LINKED}){_NAME_WORD}{_MORE}{{1,3}}",
    rf"({_BEFORE_PROFILE}){_NAME_WORD}{_MORE}{{0,3}}",
)
"""One pattern each, because a single alternation of all is far slower."""
_NO_PERSON = (
    r"teams?|departments?|abteilung|hr|human|resources?|people|talent|recruiting|recruit(?:ment|er)"
    r"|acquisition|engineer(?:ing)?|developer|develop|manager|director|head|lead|leads|vp|vice|chief"
    r"|officer|c[teofp]o|software|data|machine|learning|ai|ml|product|design|sales|marketing"
    r"|operations?|finance|legal|support|customer|service|senior|junior|principal|staff|technical"
    r"|remote|e-?mail|phone|tel|telefon|website|linkedin|xing|us|uns|nous|form|formular|b[üu]ro|office"
    r"|gmbh|inc|llc|ltd|ag|cent(?:er|re)|group|company|careers?|jobs?|personal|personalabteilung"
    r"|bewerbung|employment|type|location|time|required|experience|years|apply|application|please"
    r"|click|here|via|the|our|your|this|if|for|to|and|with|at|by|yes|no|none|n/a|tbd|accommodations?"
    r"|requests?|privacy|policy|equal|opportunity|information|info|questions?|more|learn|read|view"
    r"|screen(?:ing)?|call|interviews?|monday|january|united|states|new|san|remote|hybrid"
)
_AND_NO_PERSON = rf"((?:{_NAME_WORD}[ \x{{A0}}]{{1,2}}){{0,3}}(?i:{_NO_PERSON})\b)"
NO_NAMES = tuple(
    rf"({before}){_AND_NO_PERSON}"
    for before in (_BEFORE_ONE, _BEFORE_TWO, _BEFORE_LINKED, _BEFORE_PROFILE)
)
TITLED_NAME = (
    r"((?:\\[nrt]|\b)(?:Herrn?|Frau)[ \x{A0}](?:(?:Dr|Prof)\.[ \x{A0}]?)*)"
    rf"{_CAPITAL}{_SMALL}[{_LETTER}'’-]*(?:[ \x{{A0}}]{_CAPITAL}{_SMALL}[{_LETTER}'’-]+)?"
)

ANY = "|".join(
    (
        r"[@＠﹫]|#0*64|#[xX]0*40|commat|%(?:25)*40|inkedin\.com|xing\.com| dot ",
        AT_IN_WORDS,
        rf"(?i:{_CALLED}|{_CALLED_PERHAPS})"
        r"(?: ?[:：<&]| is | will | est | ist | es | è | wird |[^a-z ,.;])",
        r"(?:Herrn?|Frau)[ \x{A0}]",
        PHONE,
    )
)
"""A sign that every pattern needs: a text without any goes through no step."""
