"""General word lists, in many languages, that grading uses for every topic.

``acts`` are verbs and nouns of news: somebody did, said or decided something. ``background`` introduce what was known
before; ``states``, in an item of few sentences, in what state somebody has been for long. ``study`` are marks of
scholarly papers and standing pages, ``news`` those of a report: who said it, on which day; ``notice`` those of an
invitation, a vacancy or the notes to a broadcast; ``retrospect``, in a headline, those of anniversaries and
calendars. Terms are written as in a concept (phrases need no quotes, ``*`` truncates), folded before use.
"""

from __future__ import annotations

ACTS = """
recall*; dismiss*; uphold*; upheld; struck down; strikes down; strike down; throws out; threw out; close; closes;
closed; closing; tells; told; appeal*; penaliz*; penalis*; halt*; rejoin*; rappel*; ferm*; decid*; entreg*;
abberuf*; abgezog*; kundigt; gekundigt; schliess*; entschied*; entscheid*; pruft; teruggeroepen; sluit; gesloten;
besloot; beslist; opgezegd; decis*; richiam*; naloz*; naklada*; oglos*; podpis*; glosow*; ratyfik*; przyje*;
przyja*; odrzuc*; zapowied*; wezwa*; zablok*; przedluz*; dolacz*; wycof*; oswiadcz*; powiedzia*; pozw*; orzek*;
uchyl*; popar*; objely; acikla*; duyur*; uygulad*; kabul et*; imzala*; onayla*; reddet*; kaldir*; dava ac*; karar
ver*; devreye; घोषणा*; लगाए; लगाया; लगा दिए; कहा; मंजूरी; हस्ताक्षर; हटाने; 宣布; 表示; 批准; 通过;
实施; 决定; 签署; 提出; 起诉; 裁定; 退出; 加入; 公布; 発表; 決めた; 決定; 採択; 批准; 指定; 表明; 提訴;
署名; 脱退; 発動; announc*; approv*; adopt*; signed; signs; sign; signing; vote; votes; voted; voting; ratif*;
reject*; propos*; threat*; impos*; withdr*; launch*; file; filed; files; sue; sues; sued; lawsuit*; rule; ruled;
rules; order; ordered; orders; demand*; urge*; urging; call for; calls for; called for; calling for; calls on;
condemn*; warn*; pledg*; vow*; agree*; reveal*; confirm*; suspend*; revoke*; lift; lifts; lifted; designat*;
blacklist*; target*; block*; freez*; frozen; froze; ban; bans; banned; cut off; cuts; pass; passed; passes;
introduc*; join; joins; joined; joining; leave; leaves; leaving; exit*; quit*; pull out; pulls out; pulled out;
fund*; extend*; hand over; handed over; hands over; transfer*; deposit*; push*; seek; seeks; back; backs; backed;
oppos*; criticiz*; criticis*; slam*; denounc*; respond*; react*; meet; meets; met; issu*; publish*; releas*; start*;
begin*; open*; end; ends; ended; said; says; replac*; switch*; collect*; gather*; progress*; prepar*; compil*;
annonc*; approuv*; signe; signent; votent; rejett*; propose*; menac*; retir*; lanc*; depos*; exig*; appel*;
condamn*; promet*; revoqu*; leve; levent; levee; sanctionn*; vis*; bloqu*; gel*; quitt*; financ*; prolong*; rejoint;
dit; subit; anunci*; aprob*; firm*; vot*; rechaz*; propon*; propus*; amenaz*; impus*; impon*; lanz*; present*; pid*;
conden*; advirt*; revoc*; levant*; sancion*; bloque*; congel*; abandon*; se une; dijo; afirm*; kundig* an; ankund*;
angekund*; verabschied*; unterzeichn*; stimm*; ratifizier*; lehn* ab; ablehn*; abgelehnt; schlag* vor; vorschl*;
droh*; verhang*; ordn* an; angeordnet; fordert*; fordern; ruft auf; verurteil*; verspr*; aussetz*; aufheb*;
aufgehoben; sperr*; einfrier*; eingefroren; verlass*; austritt*; finanzier*; verlanger*; ubergab*; ubergib*; sagte;
teilte mit; ersetz*; wechselt; steigt aus; will; beschl*; kondig* aan; aankond*; aangekond*; keur* goed;
goedgekeurd; onderteken*; stemt; stemd*; ratificeer*; verwerp*; stelt voor; voorstel*; dreig*; legt op; opgelegd;
trekt zich terug; eist; eisen; roept op; veroordeel*; waarschuw*; belooft; schort*; hef* op; blokk*; bevror*;
verlaat; zegt; zei; wil; willen; annunci*; ratific*; respin*; minacc*; impost*; ritir*; lanci*; chied*; esig*;
condann*; avvert*; promett*; sospend*; blocc*; abbandon*; finanzi*; ha detto; celebr*; aprov*; assin*; rejeit*;
ameac*; impos; impor; impoe*; apresent*; pede; pedem; pediu; advert*; promete*; disse; manifest*; deix*;
объяв*; одобр*; приня*; подпис*; проголос*; голосов*; ратифиц*; отклон*; предлож*; предлаг*; угрож*;
пригроз*; ввел*; ввод*; введ*; нало*; вышел; вышли; выход*; запуст*; потреб*; треб*; призв*; осуд*;
предупре*; приостан*; отмен*; снял*; снят*; заблок*; заморо*; покин*; финансир*; продл*; передал*;
заяв*; сообщ*; оголос*; ухвал*; схвал*; підпис*; ратифік*; відхил*; запропон*; пропону*; погрож*;
запровад*; накла*; вийш*; вихід; виход*; вимаг*; заклик*; засуд*; попередж*; призупин*; скас*; зняв;
зняли; знят*; фінансу*; продовж*; переда*; повідом*; план*; розпоч*; اعلن*; *فرض*; *هدد*; *وقع*; *صوت*;
*صادق*; *انسحب*; *انسحاب*; *طالب*; *دعا*; *ادان*; *رفع*; *علق*; قال*; *جمد*; *ادرج*; *اقترح*; *اعتمد*;
اعلام کرد*; تهديد*; تحريم کرد; امضا*; تصويب*; راي داد*; خواست*; محکوم کرد*; گفت; mengumumkan; menjatuhkan;
mengancam; menandatangani; meratifikasi; menolak; mengusulkan; menuntut; mengecam; mundur; mengatakan; menyetujui;
put; puts; placed; places; adds; added; hit; hits; broke up; breaks up; collaps*; fail; fails; failed; einig*; geeinigt;
verstandig*; scheiter*; gescheitert; echou*; echec; s entend*; acord*; fracas*; fallit*; falli; mislukt*; eens geworden;
провал*; договорил*; домовил*; uzgodni*; porozumie*
"""

BACKGROUND = """
since 203*; seit 203*; depuis 203*; desde 203*; dal 203*; sinds 203*; od 203*; с 203*; з 203*; w 203*; in 203*;
en 203*; im jahr 203*; nel 203*; em 203*; в 203*; у 203*;
weakened by; affaibli* par; fragilise* par; geschwacht durch; debilitad* por; verzwakt door; indebolit* da*;
enfraquecid* por; ослаблен*; послаблен*; now the target of; target of sanctions; cible de sanctions;
objeto de sanciones; alvo de sancoes; doelwit van; bersaglio di;
once worked; formerly worked; vorarbeit; voorwerk;
since 200*; since 201*; since 202*; seit 201*; seit 202*; depuis 201*; depuis 202*; desde 201*; desde 202*; dal
201*; dal 202*; sinds 201*; sinds 202*; od 201*; od 202*; с 201*; с 202*; з 201*; з 202*; has been hit with; has
been hit by; have been hit; has been targeted; has been under; have been under; has been the target; w styczniu; w
lutym; w marcu; w kwietniu; w maju; w czerwcu; w lipcu; w sierpniu; we wrzesniu; w pazdzierniku; w listopadzie; w
grudniu; wczesniej; w ubieglym roku; przypomnijmy; w 202*; daha once; gecen yil; इससे पहले; पिछले साल;
此前; 去年; これまで; 昨年; in january; in february; in march; in april; in may; in june; in july; in august; in
september; in october; in november; in december; en janvier; en fevrier; en mars; en avril; en mai; en juin; en
juillet; en aout; en septembre; en octobre; en novembre; en decembre; en enero; en febrero; en marzo; en abril; en
mayo; en junio; en julio; en agosto; en septiembre; en octubre; en noviembre; en diciembre; im januar; im februar;
im marz; im april; im mai; im juni; im juli; im august; im september; im oktober; im november; im dezember; in
januari; in februari; in maart; in mei; in juni; in juli; in augustus; in oktober; in gennaio; in febbraio; in
marzo; in aprile; in maggio; in giugno; in luglio; in agosto; in settembre; in ottobre; in novembre; in dicembre; em
janeiro; em fevereiro; em marco; em abril; em maio; em junho; em julho; em agosto; em setembro; em outubro; em
novembro; em dezembro; в январе; в феврале; в марте; в апреле; в мае; в июне; в июле; в августе; в
сентябре; в октябре; в ноябре; в декабре; у січні; у лютому; у березні; у квітні; у травні; у червні; у
липні; у серпні; у вересні; у жовтні; у листопаді; у грудні; last month; in 200*; in 201*; in 202*; talks of 20*;
his career; her career; en 200*; en 201*; en 202*; im jahr 202*; nel 202*; em 202*; в 202*; у 202*; since february;
hatte; hatten; avait; avaient; habia; habian; aveva; avevano; tinha; tinham; he also; she also; also toured; also
visited; also hosts; already hosts; already facing; already under; already grappling; already reeling; already
targeted; already strained; is already; was already; are already; had already been; separately; additionally; in
addition; also facing; under fire; comes as; come as; came as; comes after; come after; comes amid; against the
backdrop; in a separate; have also; has also; subsequently; at a time when; who is under; which is under; targeted
by; because of earlier; deja visee; deja vise; deja sous; par ailleurs; ya enfrenta; ya sancionad*; por otra parte;
por su parte ya; bereits unter; zudem; auch bereits; ohnehin; al onder; eerder al; gia sotto; inoltre; ja sob; ja
enfrenta; уже находится; уже под; кроме того; также ранее; вже перебуває; крім того; также вводил*; last year;
earlier this year; previously; in the past; in recent years; at the time; years ago; months ago; had already; has
previously; have previously; has already; in his first term; during his first term; in the wake of; back in; since
then; was created in; was established in; was set up; were set up; was established by; was set up by; the backdrop;
asked by reporters; asked by journalists; asked about reports;
amid; after u s president; had imposed; has since; who imposed; which imposed; formerly; historically; among others;
such as; as well as; along with; also includes; includes references; l annee derniere; plus tot cette annee;
precedemment; dans le passe; auparavant; avait deja; ont deja; a ete cree; il y a un an; dans le sillage; el ano
pasado; a principios de este ano; anteriormente; previamente; en el pasado; ya habia; fue creado; fue creada; im
vergangenen jahr; letztes jahr; anfang des jahres; zuvor; bereits zuvor; fruher; in der vergangenheit; wurde
gegrundet; vorig jaar; vorige jaar; eerder dit jaar; eerder; in het verleden; werd opgericht; l anno scorso; in
precedenza; in passato; aveva gia; e stato creato; no ano passado; no passado; foi criado; ja tinha; ja havia;
в прошлом году; ранее; прежде; до этого; был создан; была создана; напомним; в начале года; минулого
року; торік; раніше; перед тим; був створений; було створено; нагадаємо; на початку року; العام الماضي;
في وقت سابق; سابقا; سبق ان; يذكر ان; سال گذشته; پيش تر; tahun lalu; sebelumnya
"""

STATES = """
battered by; burdened by; one of whom; two of whom; three of whom; four of whom; several of whom; some of whom;
of whom are; of whom were; figure depuis; figurent depuis; auch der umgang mit
"""

STUDY = """
status of ratification; information as of; reasons why; one page document; why ratify; our purpose; this website; this
page; research guide; library; libguides; course; handbook on; model law; overview of; background note; key facts;
factsheets; q a; the definition of the crime; was a compromise; module; syllabus; exam; encyclopedia; wikipedia;
abstract; keywords; introduction; bibliography; footnote; footnotes; ibid; et al; doi org; doi 10*; university press;
this paper; this article; this essay; this chapter; law review; journal of; literature review; research question;
thesis; dissertation; working paper; part ii; part iii; it argues; i argue; we argue; argues that; this article
traces; reviews the literature; the literature on; annual report; fact sheet; factsheet; frequently asked questions;
faq; glossary; table of
contents; about us; what we do; academic; lecture notes; handbook; textbook; study guide; resume; mots cles;
bibliographie; redactrice; redacteur; cet article; memoire; devrait on; voila ce qui nous amene; resumen; palabras
clave; este articulo; este trabajo; tesis; zusammenfassung; dieser beitrag; dieser aufsatz; samenvatting; dit artikel;
questo articolo; resumo; palavras chave; este artigo; аннотация; ключевые слова; в статье; статья посвящена; анотація;
ключові слова; у статті; стаття присвячена; الملخص; كلمات مفتاحية; هذه الدراسة; چكيده; كليدواژه*; نشريه; كارشناسي
ارشد; پايان نامه; abstrak; kata kunci
"""


NEWS = """
poinformowa*; powiedzial*; oswiadczyl*; podal*; wedlug; poniedzialek; wtorek; srode; czwartek; piatek; sobote;
niedziele; wczoraj; dzisiaj; acikla*; bildir*; soyledi; pazartesi; sali gunu; carsamba; persembe; cuma; cumartesi;
pazar gunu; कहा; बताया; सोमवार; मंगलवार; बुधवार; गुरुवार; शुक्रवार; शनिवार; रविवार; 日电; 日電; 宣布;
表示; 星期; 发表声明; 発表; 声明; 取材に; 述べ; said; says; told; announced; announces; reported; reports;
reportedly; according to; in a statement; press release; today; yesterday; tomorrow; this week; on monday; on
tuesday; on wednesday; on thursday; on friday; on saturday; on sunday; monday; tuesday; wednesday; thursday; friday;
saturday; sunday; condemned; called on; calls on; urged; urges; warned; warns; sources; spokesperson; spokesman;
spokeswoman; ap; afp; reuters; dpa; a annonce; a declare; a indique; selon; aujourd hui; hier; cette semaine; lundi;
mardi; mercredi; jeudi; vendredi; samedi; dimanche; a fait savoir; dijo; anuncio; informo; segun; hoy; ayer; esta
semana; lunes; martes; miercoles; jueves; viernes; sabado; domingo; afirmo; declaro; sagte; teilte mit; kundigte an;
laut; nach angaben; heute; gestern; montag; dienstag; mittwoch; donnerstag; freitag; samstag; sonntag; berichtet*;
hat; haben; zei; zegt; meldt; meldde; volgens; vandaag; gisteren; maandag; dinsdag; woensdag; donderdag; vrijdag;
zaterdag; zondag; ha detto; ha annunciato; secondo; oggi; ieri; lunedi; martedi; mercoledi; giovedi; venerdi;
sabato; domenica; ha celebrato; disse; anunciou; afirmou; segundo; hoje; ontem; segunda feira; terca feira; quarta
feira; quinta feira; sexta feira; сообщ*; заяв*; объявил*; по данным; сегодня; вчера; понедельник*;
вторник*; среду; четверг*; пятниц*; суббот*; воскресень*; передает; пишет; ввели; начал; повідом*;
оголосил*; за даними; сьогодні; вчора; понеділ*; вівтор*; середу; четвер*; п ятниц*; субот*; неділ*;
зазначаєт*; йдеться; підписав; اعلن*; قال*; صرح*; اليوم; امس; الاثنين; الثلاثاء; الاربعاء; الخميس;
الجمعه; السبت; الاحد; ادان*; گفت; اعلام كرد; امروز; ديروز; mengatakan; mengumumkan; menurut; hari ini; kemarin;
senin; selasa; rabu; kamis; jumat
"""

RETROSPECT = """
a year ago; one year ago; two years ago; three years ago; four years ago; five years ago; ten years ago; years ago
today; a year ago today; on this day; this day in; one year on; a year on; two years on; five years on; ten years on;
years on; one year later; looking back; a look back; anniversary; il y a un an; il y a dix ans; un an apres; hace un
ano; un ano despues; vor einem jahr; vor einem jahrzehnt; ein jahr danach; ein jahr spater; een jaar geleden; een jaar
later; un anno fa; un anno dopo; ha um ano; um ano depois; rok temu; rok pozniej; pred rokem; for et ar siden; for ett
ar sedan; bir yil once; bir yil sonra; год назад; год спустя; рік тому; рік потому; قبل عام; بعد عام; يك سال پيش;
setahun lalu; 一年前; 一周年; एक साल पहले
"""

NOTICE = """
registration; register here; to register; please register; register below; rsvp; save the date; venue; moderator;
moderated by; speakers; keynote; panelists; panellists; panel discussion; free admission; admission free; admission
is free; entrance free; doors open; livestream; webinar; zoom; refreshments; drinks reception; followed by a
reception; dress code; places are limited; number of places; seats are limited; wheelchair; travel support; call for
papers; invites you; invite you; you are invited; cordially; conference fee; vacancy; duty station; deadline for
applications; closing date; how to apply; application form; apply online; apply now; your application; applications
from; late applications; cover letter; curriculum vitae; salary; remuneration; type of appointment; organisational
unit; organizational unit; qualifications; requirements; key tasks; duties and responsibilities; what we offer;
years of experience; years of relevant experience; seconded national expert;
secondment; internship*; traineeship*; trainee*; applications close; candidates must; candidates should; apply by;
stagiaire*; praktikum*; praktikant*; referendar*; pasantia*; practicas remuneradas; becari*; tirocin*; estagi*;
stagiair*; стажир*; стажув*; stazyst*;
podcast; in this episode; episode; our guest; hosted by; host; show notes; spotify; apple podcasts; wherever you get
your podcasts; music by; reading list; transcript; inscription; inscrivez vous; entree libre; entree gratuite;
intervenants; moderateur; moderation; appel a candidatures; offre d emploi; candidature; lettre de motivation; date
limite; colloque; table ronde; anmeldung; eintritt frei; veranstaltungsort; referenten; referentin;
podiumsdiskussion; wir laden; stellenausschreibung; bewerbung; bewerbungsfrist; lebenslauf; ihre aufgaben; ihr
profil; wir bieten; inscripcion; inscripciones; entrada libre; ponentes; mesa redonda; vacante; hoja de vida; fecha
limite; requisitos; episodio; aanmelden; aanmelding; toegang gratis; sprekers; vacature; solliciteren; sollicitatie;
motivatiebrief; wij bieden; aflevering; iscrizione; iscrizioni; ingresso libero; relatori; moderatore; puntata;
inscricao; inscricoes; entrada franca; oradores; palestrantes; moderador; vaga; rejestracja; wstep wolny;
prelegenci; oferta pracy; wymagania; odcinek; регистрация; вход свободныи; спикеры; модератор; вакансия;
резюме; подкаст; реестрація; реєстрація; вхід вільнии; спікери; вакансія; *تسجيل; ندوه; شاغره
"""


def _split(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(" ".join(term.split()) for term in text.split(";") if term.strip()))


CUES: dict[str, tuple[str, ...]] = {
    "acts": _split(ACTS),
    "background": _split(BACKGROUND),
    "states": _split(STATES),
    "study": _split(STUDY),
    "news": _split(NEWS),
    "notice": _split(NOTICE),
    "retrospect": _split(RETROSPECT),
}
