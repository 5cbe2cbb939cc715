"""Concepts that news of courts, treaties and sanctions shares across languages: a small dictionary to one common key.

A text in a further language has no words in common with the first report; it has these, the names and the numbers.
Each entry lists beginnings of words, in lower case, plain letters (accents folded as in ``fold``); a trailing ``.``
means the whole word. Longest beginning wins. The table is for likeness only: what a text is about is the matcher's.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

from monitor.core.novelty.concepts_further import FURTHER
from monitor.core.novelty.concepts_press import PRESS
from monitor.core.novelty.concepts_uncased import SPACED, UNSPACED
from monitor.core.novelty.countries import TABLE
from monitor.core.novelty.countries_further import CAPITALS, FURTHER_NAMES

WORDS_KEPT: Final = 512  # two calls in three; 2,048 would spare 0.1 ms a text more, take 1.2 MB, and fill for days

_TABLE: Final = """
sanction: sanction sanktion sancion sancao sancoes sanzion sancti санкц sankcj yaptirim عقوبات تحريم
blacklist: blacklist
freeze: freez frozen einfrier eingefror gel. geler congel bloque. bloqueo bevries bevror blokir заморо замороз заморож
asset: asset vermog avoirs actif. actifs activos ativos tegoed beni. актив
visa: visa. visas. visum visado visto. visti. виз. визов візов візи.
bank: bank. banks banking banken banco bancari bancair bancos banque banc. bancaires банк
court: court. courts gerichtshof strafgericht gericht. cour. corte. cortes tribunal hof. strafhof суд. суда. суду.
  судом. суде. суді. mahkeme محكمة
judge: judge judges. richter juge juges. juez jueces juiz juiza rechter giudic судь судд sedzi hakim
prosecutor: prosecutor anklag chefanklag ankla procur fiscal. fiscales fiscalia aanklag pubblico. прокурор prokurat
  savci
prosecute: prosecut verfolgung strafverfolg poursui poursuit procesar processar procesamien vervolg persegu преслед
  переслід
investigate: investigat ermittl enquet investig onderzo indag расслед розслід sledztw
warrant: warrant warrants. haftbefehl mandat. mandats ordenes. orden. mandado arrestatiebevel mandato. mandati ордер
  арест арешт
amend: amend anderung ander. anderungen enmend enmiend emend wijzig emendament поправ изменени внести. зміни. змін.
  внесення
statute: statut statute. estatut estatuto statuto римск римськ статут
founding: founding grundungs fondateur fundacional fundador oprichting учредит установч
treaty: treaty treaties. vertrag trait. traite tratado verdrag trattat договор договір
ratify: ratif ratifi ratifiz
deposit: deposit hinterleg neergelegd nedergelegd nederlegging
instrument: instrument strumento. strumenti. urkunde ratifikationsurkund beitrittsurkund oorkonde грамот
withdraw: withdraw withdrew leave leaving. exit. quit pull. pulls ausstieg ausstei austritt auszieh retire. retirer.
  retiro. retirar retirad retirou retiran. retrait. retraits. retira. abandon. abandona terugtrek stapt ritir выход
  выходит выйти вихід виходить виходу выйд вийде
participate: participat beteilig teilnahm teilnehm particip deelnam partecip участ учас
join: join. joins joined beitritt beitret rejoin adher toetre присоедин приєдна
order: order. orders ordered executive. verfugung erlass anordn ordnet decret orden. ordem decreto decreet указ
  распоряж розпорядж
sign: sign. signs signed signing unterzeich signe. signer signat firma. firmar firmo firmou assinou assina ondertek
  firmat подпис підпис
threat: threat threaten droh menac amenaz ameac dreig minacc угро угрож погро погрож warn. warns warned warning warnt
demand: demand. demands demanded forder exig exige reclam eis. eisen eist richiest treb требу вимаг pressing. pressur
  presiona
propose: propos vorschlag vorgeschlag propuest propost voorstel предлож пропоз
plan: plan. plans planning plant. planen planea prevoit previst планир плану
vote: vote. votes voted voting abstimm stimmt votaz votac stemming stemde голосо
adopt: adopt. adopts adopted adoption verabschied angenommen adopta adopte approb aprob approv одобр ухвал схвал
reject: reject lehnt. ablehn abgelehnt rejet rechaz rejeit verwerp respin отверг отклон відхил відкин refus
block: block. blocks blocked blocking blockier blocage bloquea bloqueio blokk bloccar блокир блоку
email: email e-mail emails. mail. mails mailadres correo courriel почт пошт
account: account. accounts. konto konten compte. comptes cuenta conta. contas аккаунт
software: software programm opendesk opensource logiciel программ програмн
office: office. buro
replace: replac ersetz ersatz remplac reemplaz sustitu substitu vervang sostitu замен замін switch wechsel umsteig
  umstell
technology: techn tecn технолог
company: compan unternehm konzern entreprise. entreprises empresa bedrijf aziend компани компан
immunity: immun immunit иммунит імунітет
jurisdiction: jurisdict zustandig gerichtsbark competence. competenc jurisdic jurisdi rechtsmacht giurisdi юрисдикц
lawsuit: lawsuit sue. sued sues. suing. suit. klag verklag klage. plaint. plainte porter demandar demanda. processo
  rechtszaak causa. иск. иска. позов
complaint: complaint beschwerd
injunction: injunct verfugung
ruling: ruling rule. ruled rules. urteil entscheid jugement fallo. fallos. sentenc uitspraak sentenz решени рішенн
lift: delist removal lift. lifts lifted lifting repeal revok rescind aufheb aufgehoben lever. levee levant levant.
  revoca revoga opheff abroga отмен скасу снят
confirm: confirm bestatig confirma bevestig conferm подтверд підтверд
deny: deny denies denied dement desment ontken smenti опроверг спрост
condemn: condemn disappoint dismay protests. protested outrag slams. slammed decri rebuk enttausch protestier
  einbestellt protest. protesta. protestan indign convoca. verurteil condamn condena condem veroordel condann осуд
  осудж засуд deplor regret regrets bedauer lament denounc denonc denunci betreur rincresc сожал шкоду. potepi ubolew
  verwerflich prangert
support: support. supports supported supporting supportive unterstutz soutien soutient apoy apoio apoi steun sostegn
  sosten поддерж підтрим backs. backed. backing respald soutien solidar rallies rallied підтрима wspar popar
statement: erklar declar comunicado verklar dichiar заявлен заяв statement
joint: joint. gemeinsam conjoint conjunt gezamenlijk congiunt совместн спільн
countries: countr nation. nations land. lander staaten pays. paises landen paesi. стран країн держав
members: member mitglied membre miembro membro leden lid. membri член государств
parties: parties. partie. vertragsstaat etats estados verdragspartij
assembly: assembl versamml asambl assemblei vergader ассамбле асамбле
parliament: parliament parlament parlement kamer congress kongress congreso congresso конгресс парламент рада. ради.
  раді. раду. радою. lawmaker legislator bundestag abgeordnet diputad deputat
senate: senat senator senado sénat сенат
minister: minister ministre ministro ministr министр міністр
president: president prasident presid презид
administration: administration gobierno governo regier gouvernement regering администрац адміністрац
official: official clerk employee beamt fonctionnaire funcionari funcionario ambtenar funzionar чиновник посадов
  должностн
anonymous: anonym anonimat анонім анонимн
europe: europ евросою євросою европ європ bruss
blockingstatute: blocking. blockadestatut
concern: concern. concerns concerned preocup besorg inquiet bezorgd обеспоко занепоко
urge: urge. urges urged appel appell
independence: independ unabhangig onafhank indipend независим незалежн
impunity: impunit straflos impunid straffeloos безнаказ безкарн
aggression: kampala кампал kampali aggress agres agress агресс агрес
genocide: genocid volkermord геноцид
ecocide: ecocid okozid экоцид екоцид
warcrime: kriegsverbrech oorlogs военн воєнн
international: internat интернац междунар міжнар
crime: crime. crimes criminal. penal. penale. penaal. strafrecht уголовн кримінальн karn. verbrech crimen. crimenes
  misdaad misdad crimin преступл злочин
evidence: evidence bewei preuve. preuves pruebas provas bewijs prove. доказ
centre: center. centers centre. centres zentrum centro. centrum центр
agency: agency agentur agence agencia agentschap agenzia агентств агенц
fund: fund. funds funded funding finance. finances. financed. financing. finanzier financement financer. finance
  financia. financiar financiam financiac financio finanzia. finanziam ayuda. ayudas. финансир фінансув grant.
tribunal: tribunal. sondertribunal трибунал
agreement: agreement abkomm vereinbar accord. accords acuerdo acordo overeenkomst accordo соглашен угод
close: close. closes. closed. closing. closure shut. shuts. shutting schliess schliesst auflos fermer. ferme.
  fermeture cierra cierre. cerrar. chiude chiusura encerra sluit. sluiten zamyk закры закрит припин
launch: launch. launched launches. start. gestartet lanc lanz lancia запуск запуст оголос
family: family families. famili famill gezin семь родин
wife: wife husband spouse ehefrau ehemann epoux esposo marito муж. жен. чоловік дружин
rapporteur: rapporteur berichterstatter relator докладчик доповідач
expert: expert esperto
interview: interview entrevista intervist интервью
report: report. bericht. berichte. berichts. rapport. informe. relatorio
coalition: coalition koalition coalici coalizi коалиц коаліц
rights: rights menschenrecht droits derechos direitos mensenrecht diritti прав.
victims: victim opfer victim. slachtoffer vittim жертв
peace: peace frieden paix. paz. vrede pace. мир. миру миру.
war: war. krieg guerre guerra oorlog войн війн
invasion: invasion invad invasao invasie вторж вторгн
leaders: leader fuhrer dirigeant lider leider лидер лідер
exemption: exempt licen licenz lizenz лиценз ліценз
bill: bill. bills legislation gesetz. gesetze. gesetzes gesetzentw gesetzesentw gesetzgeb loi. proyecto wet.
  wetsvoorstel legge. закон
diplomat: diplomat
emergency: emergenc notstand urgence. noodtoestand чрезвычайн надзвичайн wyjatkow
registrar: registrar registrator greffi griffi регистратор реєстратор escrivao
suspend: suspend suspens aussetz ausgesetzt opgeschort opschort sospen sospes приостан призупин zawies
deputy: deputy stellvertret adjoint adjunt adjunct viceprocur замест заступ zastepc
appeal: appeals. appellate appello. berufung apelaci apelacao. beroep. апелляц апеляц apelacyj
slavery: slave. slaves slavery sklav esclav slaven. slavern schiav escrav рабств работорг niewolnic
starvation: starv aushunger famine. affam hambruna inanicion uithonger verhonger fame. fome. голод glodz
weapon: weapon waffe armes. armas. wapen armi. збро оруж bron. broni.
nuclear: nuclear nuklear nucle atomwaff kernwapen ядерн jadrow
environment: environm umwelt medioamb ambient milieu эколог довкілл
supplier: supplier contractor. contractors lieferant zuliefer fournisseur proveedor leverancier fornitor fornecedor
  поставщик постачальник dostawc
lawyer: lawyer attorneys. anwalt anwalte avocat abogad advogad advocat advocaat avvocat адвокат prawni
professor: professor profesor hoogleraar профессор професор
handover: handover handed. transfer ubergab ubergib ubergeb ubergeben transmet remet. remis. remise entreg traspas
  overgedrag overdracht consegn trasfer переда przekaz
extend: extend extension continuat renew. renews. renewed. renewal erneuer renouvel renueva rinnov verlanger prolong
  prorrog verleng estend продл продовж
million: million millon milhoes miljoen milion миллион мільйон
election: election elections. elected elector wahl elecc eleic verkiez elezion выбор вибор
hearing: hearing anhorung audienc audiencia hoorzitting udienza слуш
us: us. usa. america american washington amerik etats-unis eeuu unidos americ amer сша. америк вашингт eua. vs.
gaza: gaza gazas газа газе гази
afghan: afghan afgan афган
hague: hague haag haye haya haia гаа
un: un. onu. uno. vn. оон. nations
icc: icc. istgh. cpi. tpi. мус. мкс. ucm.
icpa: icpa.
microsoft: microsoft
"""


USUAL: Final = frozenset(
    """court judge prosecutor sanction icc international crime official countries members administration president
    minister us""".split()
)


def fold(word: str) -> str:
    """A lower-case word with its accents dropped; Cyrillic й and ї keep theirs, being letters of their own."""
    if word.isascii():
        return word
    spelled = unicodedata.normalize("NFD", word)
    bare = "".join(
        c for i, c in enumerate(spelled) if not unicodedata.combining(c) or "\u0400" <= spelled[i - 1] <= "\u04ff"
    )
    return unicodedata.normalize("NFC", bare).replace("ß", "ss").replace("ł", "l").replace("ı", "i")


def _read(table: str, whole: dict[str, str], beginnings: dict[str, str]) -> None:
    for line in table.strip().replace("\n  ", " ").splitlines():
        key, _, words = line.partition(":")
        for word in words.split():
            target = whole if word.endswith(".") else beginnings
            target.setdefault(fold(word.rstrip(".").lower()), key)


_WHOLE: Final[dict[str, str]] = {}
_BEGINNINGS: Final[dict[str, str]] = {}
_read(_TABLE, _WHOLE, _BEGINNINGS)
_read(TABLE, _WHOLE, _BEGINNINGS)
_read(FURTHER, _WHOLE, _BEGINNINGS)
_read(FURTHER_NAMES, _WHOLE, _BEGINNINGS)
_read(CAPITALS, _WHOLE, _BEGINNINGS)
_read(SPACED, _WHOLE, _BEGINNINGS)
_read(PRESS, _WHOLE, _BEGINNINGS)
_read(unicodedata.normalize("NFKC", UNSPACED), _WHOLE, _WHOLE)
_LONGEST: Final = max(map(len, _BEGINNINGS))
_SHORTEST: Final = 3  # letters of a beginning
_SYLLABLES: Final = 2  # those of Korean are whole syllables
_HANGUL: Final = ("\uac00", "\ud7a3")
_WRITTEN_ON: Final = {  # what Arabic and Hebrew write onto a word: and, the, to, by, from
    **dict.fromkeys(map(chr, range(0x600, 0x700)), ("وال", "بال", "فال", "ال", "لل", "و", "ل", "ب", "ف")),
    **dict.fromkeys(map(chr, range(0x590, 0x600)), ("וה", "בה", "לה", "מה", "שה", *"והבלמשכ")),
}


def unspaced_words() -> list[str]:
    """The words of the table that stand within runs of characters without spaces."""
    return [
        word
        for line in unicodedata.normalize("NFKC", UNSPACED).strip().splitlines()
        for word in line.partition(":")[2].split()
    ]


@lru_cache(WORDS_KEPT)
def concept(word: str) -> str:
    """The concept that a lower-case word stands for, "" if none."""
    plain = fold(word)
    found = _looked_up(plain)
    for written in _WRITTEN_ON.get(plain[:1], ()) if not found else ():
        if plain.startswith(written) and len(plain) > len(written) + 2:
            found = found or _looked_up(plain[len(written) :])
    return found


def _looked_up(plain: str) -> str:
    if plain in _WHOLE:
        return _WHOLE[plain]
    shortest = _SYLLABLES if _HANGUL[0] <= plain[:1] <= _HANGUL[1] else _SHORTEST
    for end in range(min(len(plain), _LONGEST), shortest - 1, -1):
        found = _BEGINNINGS.get(plain[:end])
        if found:
            return found
    return ""
