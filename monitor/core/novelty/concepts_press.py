"""More words for the concepts of ``concepts.py``, in the same form: what the press of some twenty-five countries says.

Found by listing, language by language, how reports word what is done to, by and about a court, and looking up which of
those words were unknown. A word that is another one in a second language stands whole, or not at all.
"""

from __future__ import annotations

from typing import Final

PRESS: Final = """
account: kont. konta kontach. ucet ucet. ucty. uctu. racun. racune. racuna. conti. conto. cont. conturi conturile рахун
  счет. счета. счетов. rekening. rekeningen חשבונות λογαριασμ hesap hesabi hesaplar szamla. szamlak. tilin. tilit. tili.
  saskait kontu. racunov
administration: rzad. rzadu. rzadowi. administracj vlada. vlady. vladni. vlade. vladi. administrativ guvern kormany
  regjering hallitus. hallitukse hallinto κυβερνησ hukumet yonetimi уряд. уряду. урядов правительств administrac
  amministraz bundesregierung kabinett kabinet.
adopt: przyjal przyjet uchwal zatwierdz sprejel. sprejela. sprejeli. sprejet odobril godkann godkjen godkend прийнял
  прийняв. прийнято. принял принят beschlossen beschliess billigt. gebilligt aprueb aprob adopto. adottat adotta.
  approva aprova adotou. goedgekeurd. aangenomen. approuv votada.
aggression: angriffskrieg επιθεση. επιθεσησ. saldirganl
amend: poprawk zmian. zmiana. zmiany. zmiane. noweliz novela. novelu. dodatek. dodatky. dodatok. sprememb modificare.
  modificarea. modificari τροπολογ reforma. reform. modifica. modifiche modification. modifications modificacion
  alteraco alterac endre. andra.
assembly: zgromadzen
asset: premozen premozenj majatek aktywa aktywow verdier formue aktiver omaisuu varojen malvarlig имущест майно. майна.
  רכוש רכושם turtas. turta. turto. ipasum varad.
bank: banki. bankow. bankom. bancni bancnih bancna bankaban bankkont bankkonto pankit pankkitil bankacilik bankalar بنوك
  مصارف banku. bankai. pangakon pank. pangad.
begin: zaczyna. zaczal zacal. zacala. zacalo. zacina. zacne. zacel. zacela. zacelo. zacetek. poceo. pocinje. zapoceo
  incepe. inceput. inceperea megkezd kezdod elindul. elindult inleder. inledde startar. startade. borjar. borjade.
  begynder. begynner. begynte innleder. innledet starter. alkoi. alkaa. aloitt kaynnist ξεκινησ ξεκινα. αρχισ basliyor.
  basladi. запрацюв розпоч приступ debute. debutent debuta. entame. demarre. arranca. avvia. avviat cominci gestart.
  iniciou. inaugur eroffn geopend. opent. otwart otwier otevre uruchom spustil spusten zahajil відкри открыл открыва
  открыт ouvre. ouvert. ouverte. ouverture. abre. abrio. abriu. apre. aperto. aperta. opened. opens.
bill: ustaw. ustawa. ustawe. ustawy. zakon. zakona. zakonu. lege. legea. ley. lei. leyes.
blacklist: lijst. lijsten. liste. lista. listan. listat. listalla. listalle. listy. listu. listede listeye listesi
  listesine listak listara. listajara. listanak. listin listina. listine. listinu. seznam seznama seznamu seznamov списк
  список списки قايمه قايمة רשימת λιστα λιστεσ luettelo luetteloon sarasa. sarase. sarasas. sarasa saraksta. sarakst
  nimekir فهرست
centre: centra. centru. centrul. centrului. centar. centara. sredisc centret. senter. senteret. keskuks центр
condemn: odsuzuj obsodil obsodila obsodili obsoja osudila. osudili. осъжда. осужда condeno. condenou. repudi kritisier
  kritik. veroordeel pordurdu kinama kinayan fordomt fordomte smerk pasmerk nosod nosoda moistis moista veroorde kondemn
  kritisert kritiserer kritiseret kritiserade kritiseras критику розкритику раскритик criticis criticiz critique.
  critiqu criticat انتقد تنتقد انتقدت elestir criticar criticad criticand criticato criticou
countries: panstw kraje. krajow. kraju. zeme. zemi. zemim. zemlje. zemljama. stater. staterne. lande. landene. maat.
  valtiot. κρατη. κρατων. devletler. statele. statelor. allam. allamok. stati. staten.
court: sad. sadu. sadem. trybunal curte. curtii. straffedomstol brottmalsdomstol rikostuomioist weltstrafgericht divani
  teismas. teismo. tiesa. tiesas. kriminaltiesa. kohus. kohut. المحكمه tiesai
crime: zbrodn przestepstw kazniv kazensk crima. crime. bunteto buncselek brott. brottet. brottsl krigsforbryt
  krigsforbrydel sotarik rikosten. suc. suclari. suclarin. ceza. nusikaltim baudziam nozieg kurite delito. delitos.
  reato. reati. straftat misdrijf misdrijv
demand: zada. zazadal domaga. domagaj
deputy: vizechef viceprokur zastupce. zastupcu заступни
ecocide: ekobojstw ekocid ecocidi
europe: unijn ue. єс. ес. evropsk evropa. evropske europsk unio. unios. unioni unie. unia. unii. unionin union. eurooppa
  eurooppal euroopa eiropas eiropa evropej ευρωπαι avrupa الاوروبي האירופי bruxelles bruselj bruksel bruxella брюссел
  bryssel βρυξελλ بروكسل בריסל brusel briuseli brisele
evidence: dowod. dowody. dowodow dukazu. dukazum. dokazi. dokazov. dukazn probe. dovada. dovezi. prova. bewijzen. улик
  доказов beweismittel
extend: przedluz przedluzon подовж prorog proroga. verlangerung prorroga
freeze: zamroz замороз gelees. geles. frossen fryst. frosset παγωμ מוקפא isaldy iesald kulmut gelad geblokkeerd
fund: finansow finansuj finansier sfinans finanteaz finantar finantez фінансу профінансу fondos. fundos. fondi.
genocide: ludobojstw
hague: hadze. hagi. haske. haaske. hagai. hagaban. lahey laheyde хаг. хагу. хага. hag. hagu. hagoje. hagas. haaga.
  haagis.
impose: impose. imposes. imposed. imposing. imposent. imposo. impuso. impusieron impone. imponen. verhang verhangt
  oplegt. opgelegd. legt. naloz naklada nalozyl uvali uvalil uvalila uvedl uvedla. uvedle. uvede. uvedejo. nametn impus.
  impune. kivet inforde inforer innforer asettaa. asetti επεβαλ επιβαλ uygulad ввел. ввела. ввели. вводит. ввод.
  введены. запровад наклал наклада наложи налага ugelagt infor. introduziu impos. impoem.
independence: fuggetlen neodvisn nezavisl nezavisn niezawis niezalez unabhang oberoend uafhang uavhengig riippumat
  ανεξαρτ bagimsiz незалеж независ استقلال עצמאות nepriklausom neatkarib soltumat
international: miedzynarod mednar medunar volkerrecht tarptautin starptaut rahvusvahel
investigate: dochodzen sledcz preiskav preiskuj utredn utreder. utreda. undersog gransk. gransker. tutkii. tutkint
  ερευνα. ερευνας. вслідств слідств слідч следств inchiest indagin untersuch vizsgal tyrim
israel: الاسراييل ισραηλ iisrael
join: dolacz przystap приєднує долуча долучи приєднал присоединя вступил adhesion adhies adhier aderisc adesion adere.
  adesao. beigetreten. pristoup pristupil prikljuc
judge: sodnica sodnice sodnico sutkinj magistrat magistrati magistrata magistrado magistrada magistradas magistrats
  birak biraj domaren. sudcovi sudkyn teisejai tiesnes sudaca. suci. судей. судьям. судьями. съдиит judecatoa bira.
  birai birot birora sodnic sodnici sudij sudkin soudc soudky sudc القضاه القضاة
launch: zainauguro
lawsuit: pozew. pozwu. pozwal pozywa. skarg. skarga. skarge. zazalov tozb. tozba. tozbo. kereset beperel stamning dava.
  davasi. davayi. querella querell ricorso. ricors citan. подали. иски. исков. perelt perel. pert. zalob. tuzb pozwa
  saksokt saksoker stamde haaste. kanteen kanne. davacilar dilekce μηνυσ תבעו ieskin ieskini prasib hagejad kaebus иску.
lawyer: adwokat pravnik pravnic
lift: zniosl. zniesie uchyl зняли. сняли. снял. levee. leve. levees odpravil opgeheven. opheffing.
minister: aussenminist justizminist utrikesminist utenriksminist udenrigsminist canciller kulugyminiszter miniszter
  ulkoministeri ministar disisler השר. שרת. viceministr vicemin
official: urzednik urzednic uredni. uradnik uradnic predstavitel співробітник сотрудник mitarbeit medewerker dependent.
  estadounid. zvanicnik funkcionar funkcionarj tjanstem virkamie virkail gorevli funkcionariusz פקיד funktionar
  amtstrager personeel personel staff. employe. employes. empleados. dipendenti. zamestnan pracownik pracowni zaposlen
  munkatars calisan darbuotoj darbiniek tootaj
order: rozporzadz vynos. vynosem ordonanta ordonantei приказ. приказа. nakaz. ordonnanc bevel. odredb ukaz. ukazom
  uredb. uredba uredbo nalog. nariaden asetuks maarayk isak isakym rikojum korraldus exekutivverordnung verordnung
palestin: palesty
parliament: sejm. sejmu. sejmie. senatu.
president: prezydent predsjed predsednic председ الرييس רييسة הנשיא praesident voorzitter
propose: proponuj zapropono propozyc predlagal predloz пропону запропон предлага
prosecute: scigan scigac stihan pregon. pregona. enjuici persecuc verfolgen. atala. atal. lagfor
prosecutor: generalstaatsanw staatsanw bundesanw hoofdaanklag sjefanklag hovedanklag chefsaklag paasyyttaj bassavci
  fougyesz генпрокур prokuror tozilc parquet. aklager paasyytt התובע התובעת
ratify: ratyfik ратифік ратифиц ratyfikuj
reject: odrzuc zamitl. zamitli. zamietol zavrnil zavrnila forkasta forkastar avslar boccia. bocciat verworpen. відмов
  отказал
replace: zastap
report: beszamol porocil porocal izvjest zprav rapporter raportoi αναφερ bildirdi sporoci
ruling: wyrok orzecz orzekl verdikt. rozsudk. odlocitev odlocitv sodba. sodbo. decizie. decizia. decision. dontes doms.
  beslut. beslutn вирок приговор постанов decisao. acordao. decisione. vonnis. besluit. oordeel. dictamen.
russia: rusko. ruska. rusky. ruske. rusijo. ryssland rysk. ryska. ryske. venaj ρωσι ρωσικ руси. русия. руски. русиј
  krievij oroszorsz orosz. venemaa рф.
sanction: strafmaatregel gestraft strafmassnahm wirtschaftssanktion castigad castigo castigos castigar puni. punis.
  punit. punie. punies. punid punit punish punished. punishes. punishment. punizion punire معاقبه معاقبة cezalandir
  покаран карательн карат. kazen kaznij kaznen. kaznova postih. postihy. postihu. potrest ukaran ukara. karze. bestraf
  straffa. straffas. rangaist rangais. pedepsi pedeaps penaliz penalty penalties. karist nubaud nubau sodit τιμωρ
sign: podpisal podpisan podpisu podpisuj firmo. firmano. firmaron. undertegn unterschrieb подпис podpis υπογρα توقيع
  توقيعه חתימ pasiras parakst allkirjast
statement: oswiadcz komunikat. uvedl. uvedla. priopcen sporocil. kozlemeny
support: popier sprijin podpira podprl podprla stoder. stodja. stotter. apoia sostiene. sostengono appoggio. appuie.
  podpirk stotte. stodjer stodet tuki. tukea. tukensa desteg תומך palaik atbalst toetab toetus toetust ryggdekk ruckend
  rugdekk
suspend: zawies
threat: zagroz grozb hrozb groznj fenyeget megfenyeget trussel. trusler. uhkas uhkaa. загроз пригроз drohte. droht.
  gedroht.
tribunal: tribunalu.
ukraine: ukrajin ουκραν ukrajn ukrayna ukran. украйн украјин
un: onz. osn. yk. bm.
urge: surget felszolit poziv pozval pozvali pozivaj vyzv vyzval wezwa wzywa oppfordr opfordr uppman kehott kehotta καλει
  καλουν cagird cagri حث يحث حثت تحث קורא קראה ragina ragin paragin aicin kutsu. kutsus uleskuts
us: waszyngton estadounid statunit norteamer etatsunien americk amerisk jav. asv. сад. sad amerikk αμερικ ουασιγ amerika
  amerykan abdye stany. sjedinjen الامريكيه الاميركيه الاميركية امیرکا ארהב האמריקאי האמריקני savienot ameerika
  uhendriig vasington
victims: ofiar. ofiara. ofiary. obet. obeti. obete. victime. victimele
visa: wiz. wizy. wizow vizumtil vizeleri vizumov tasir تاشير تاشيرات ויזה ויזות אשרות vizos. vizas. vizy.
vote: glosowa zaglosow проголос vota. voto. votou. votaron votat votacion votacao afstemn avstemn omrostn megszavaz
  glasoval stemt. stemden. abgestimm
war: wojn. wojna. wojny. wojne. wojenn valk. valka. valky. valecn vojn. vojna. vojny. vojne. vojni. vojnov rat. rata.
  razboi razboiul haboru krigen. kriget. sota. sodan. πολεμο savas. savasi. karas. karo. война войни
warrant: nakazy. nakazu.
weapon: zbran zbrane.
withdraw: wycof wystapien wychodz odstupuj odstupit vystoupi vystupit povuk umaknil lamnar. forlader. forlater. erosi.
  vetayty вийшл виходят вышл выходят cekildi. ayrildi. verlasst. ausgetret ruckzug salida. saida. uscita. lascia.
  abandono. verlaat. uittred sortie.
"""
