"""General word lists, in many languages, that grading uses for every topic.

``acts`` are verbs and nouns of news: somebody did, said or decided something. ``background`` introduce what was known
before. ``study`` are marks of scholarly papers and standing pages. Terms are written as in a concept (phrases need no
quotes, ``*`` truncates), folded before use.
"""

from __future__ import annotations

ACTS = """
announc*; approv*; adopt*; signed; signs; sign; signing; vote; votes; voted; voting; ratif*; reject*; propos*; threat*; impos*;
withdr*; launch*; file; filed; files; sue; sues; sued; lawsuit*; rule; ruled; rules; order; ordered; orders; demand*; urge*; urging;
call for; calls for; called for; calling for; calls on; condemn*; warn*; pledg*; vow*; agree*; reveal*; confirm*; suspend*; revoke*;
lift; lifts; lifted; designat*; blacklist*; target*; block*; freez*; frozen; froze; block*; ban; bans; banned; cut off; cuts; pass; passed;
passes; introduc*; join; joins; joined; joining; leave; leaves; leaving; exit*; quit*; pull out; pulls out; pulled out; fund*; extend*;
hand over; handed over; hands over; transfer*; deposit*; push*; seek; seeks; back; backs; backed; oppos*; criticiz*; criticis*; slam*;
denounc*; respond*; react*; meet; meets; met; issu*; publish*; releas*; start*; begin*; open*; end; ends; ended; said; says; replac*; switch*;
annonc*; approuv*; signe; signent; vote; votent; rejett*; propose*; menac*; impos*; retir*; lanc*; depos*; demand*; exig*; appel*;
condamn*; promet*; suspend*; revoqu*; leve; levent; levee; sanctionn*; vis*; bloqu*; gel*; quitt*; financ*; prolong*; transfer*; rejoint; dit; subit;
anunci*; aprob*; firm*; vot*; rechaz*; propon*; propus*; amenaz*; impus*; impon*; retir*; lanz*; present*; exig*; pid*; conden*; advirt*; promet*;
suspend*; revoc*; levant*; sancion*; bloque*; congel*; abandon*; se une; dijo; afirm*;
kundig* an; ankund*; angekund*; verabschied*; unterzeichn*; stimm*; ratifizier*; lehn* ab; ablehn*; abgelehnt; schlag* vor; vorschl*; droh*; verhang*;
ordn* an; angeordnet; fordert*; fordern; ruft auf; verurteil*; warn*; verspr*; aussetz*; aufheb*; aufgehoben; sperr*; einfrier*; eingefroren; verlass*;
austritt*; finanzier*; verlanger*; ubergab*; ubergib*; sagte; teilte mit; ersetz*; wechselt; steigt aus; will; beschl*;
kondig* aan; aankond*; aangekond*; keur* goed; goedgekeurd; onderteken*; stemt; stemd*; ratificeer*; verwerp*; stelt voor; voorstel*; dreig*; legt op;
opgelegd; trekt zich terug; eist; eisen; roept op; veroordeel*; waarschuw*; belooft; schort*; hef* op; blokk*; bevror*; verlaat; zegt; zei; wil; willen;
annunci*; approv*; firm*; vot*; ratific*; respin*; propon*; propos*; minacc*; impon*; impost*; ritir*; lanci*; chied*; esig*; condann*; avvert*; promett*;
sospend*; revoc*; blocc*; congel*; abbandon*; finanzi*; ha detto; celebr*;
aprov*; assin*; rejeit*; ameac*; impos; impor; impoe*; retir*; lanc*; apresent*; exig*; pede; pedem; pediu; advert*; promete*; suspend*; levant*; disse;
manifest*; deix*;
объяв*; одобр*; приня*; подпис*; проголос*; голосов*; ратифиц*; отклон*; предлож*; предлаг*; угрож*; пригроз*; ввел*; ввод*; введ*; нало*; вышел; вышли; выход*;
запуст*; потреб*; треб*; призв*; осуд*; предупре*; приостан*; отмен*; снял*; снят*; заблок*; заморо*; покин*; финансир*; продл*; передал*; заяв*; сообщ*;
оголос*; ухвал*; схвал*; підпис*; проголос*; ратифік*; відхил*; запропон*; пропону*; погрож*; пригроз*; запровад*; накла*; вийш*; вихід; виход*; запуст*; вимаг*;
заклик*; засуд*; попередж*; призупин*; скас*; зняв; зняли; знят*; заблок*; заморо*; покин*; фінансу*; продовж*; переда*; заяв*; повідом*; план*; розпоч*;
اعلن*; *فرض*; *هدد*; *وقع*; *صوت*; *صادق*; *انسحب*; *انسحاب*; *طالب*; *دعا*; *ادان*; *رفع*; *علق*; قال*; *جمد*; *ادرج*; *اقترح*; *اعتمد*;
اعلام کرد*; تهديد*; تحريم کرد; امضا*; تصويب*; راي داد*; خواست*; محکوم کرد*; گفت;
mengumumkan; menjatuhkan; mengancam; menandatangani; meratifikasi; menolak; mengusulkan; menuntut; mengecam; mundur; mengatakan; menyetujui
"""

BACKGROUND = """
last year; earlier this year; previously; in the past; in recent years; at the time; years ago; months ago; had already; has previously;
have previously; has already; in his first term; during his first term; in the wake of; back in; since then; was created in; was established in;
was set up; were set up; was established by; was set up by; the backdrop; amid; after u s president; had imposed; has since; who imposed; which imposed;
formerly; historically; among others; such as; as well as; along with; also includes; includes references;
l annee derniere; plus tot cette annee; precedemment; dans le passe; auparavant; avait deja; ont deja; a ete cree; il y a un an; dans le sillage;
el ano pasado; a principios de este ano; anteriormente; previamente; en el pasado; ya habia; fue creado; fue creada;
im vergangenen jahr; letztes jahr; anfang des jahres; zuvor; bereits zuvor; fruher; in der vergangenheit; wurde gegrundet;
vorig jaar; vorige jaar; eerder dit jaar; eerder; in het verleden; werd opgericht;
l anno scorso; in precedenza; in passato; aveva gia; e stato creato;
no ano passado; anteriormente; no passado; foi criado; ja tinha; ja havia;
в прошлом году; ранее; прежде; до этого; был создан; была создана; напомним; в начале года;
минулого року; торік; раніше; перед тим; був створений; було створено; нагадаємо; на початку року;
العام الماضي; في وقت سابق; سابقا; سبق ان; يذكر ان; سال گذشته; پيش تر; tahun lalu; sebelumnya
"""

STUDY = """
abstract; keywords; introduction; bibliography; footnote; footnotes; ibid; et al; doi; university press; this paper; this article; this essay; this chapter;
law review; journal of; literature review; research question; thesis; dissertation; working paper; annual report; fact sheet; factsheet;
frequently asked questions; faq; glossary; table of contents; about us; what we do; academic; lecture notes; handbook; textbook; study guide;
resume; mots cles; bibliographie; redactrice; redacteur; cet article; memoire; devrait on; voila ce qui nous amene;
resumen; palabras clave; este articulo; este trabajo; tesis; zusammenfassung; dieser beitrag; dieser aufsatz; samenvatting; dit artikel; questo articolo;
resumo; palavras chave; este artigo; аннотация; ключевые слова; в статье; статья посвящена; анотація; ключові слова; у статті; стаття присвячена;
الملخص; كلمات مفتاحية; هذه الدراسة; چكيده; كليدواژه*; نشريه; كارشناسي ارشد; پايان نامه; abstrak; kata kunci
"""


def _split(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(" ".join(term.split()) for term in text.split(";") if term.strip()))


CUES: dict[str, tuple[str, ...]] = {
    "acts": _split(ACTS),
    "background": _split(BACKGROUND),
    "study": _split(STUDY),
}
