"""The concepts of ``concepts.py`` in further languages with an alphabet, in the same form.

Czech, Slovak, Romanian, Hungarian, Greek, Danish, Norwegian, Swedish, Finnish, Croatian and its neighbours, Slovene,
Bulgarian, Albanian, Turkish, Indonesian, Swahili. Short words stand whole: their beginnings would be those of other
languages' words.
"""

from __future__ import annotations

from typing import Final

FURTHER: Final = """
sanction: sankc sanctiun sanksj szankci κυρωσεις. κυρωσεων. pakot sanksi. vikwazo sanksion sanktsioon
freeze: zmraz zamraz zamrz ingheta fryser. fryse. fryses. indefr befagy jaadyt παγων παγωσ beku. dibekukan membekukan
  dondur замраз замрз
asset: majetek. majetk. majetku. tillgang tilgodehav vagyon varat. varoja. περιουσ aset. imovin malvarlik
visa: viza. vize. vizum. viisum βιζα
bank: banka. banky. bance. bankou. banca. banci. banke. bankin. bankas. pankki. pankin. τραπεζ
court: soud. soudu. soudem. soudni. sud. suda. sudu. súd. curtea. curtii. domstol δικαστηρι birosag tuomioistu sodisc
  mahkamah pengadilan gjykat teism kohtu съд. съда. съдът. суда.
judge: soudce. soudci. soudcu. soudcum. soudkyn sudac. sudca. sudcov. sudcom. sudcu. sudija. sudije. sudiju. sudija.
  sudijama. judecator dommer domare. domarna. domarn biro. biroja. biroi. birajat. biroja δικαστ tuomar sodnik yargic
  yargıc съдия. съдии. съдията. судиј teisej kohtunik majaji. jaji. gjyqtar
prosecutor: zalobc zalobkyn tuzitel tuzilac tuzilas tuzioc procuror aktor. aktorn aklagar ugyesz syyttaj εισαγγελ
  tozilec tozilk jaksa. тужил
prosecute: stihani. stihan. urmarir retsforfolg strafforfolg retsforfølg strafforfølg syyte. διωξη. διωξης. penuntut
  kovustur
investigate: vysetr istrag ancheta. anchet efterforsk etterforsk nyomoz tutkin. ερευν. penyelidik sorustur разслед
warrant: zatyk. zatykac arrestordre haftningsord pidatys elfogato ενταλμα tutuklama
amend: zmeny. zmenu. zmena. zmen. noveliz amendament endring ændring andring. andringar modosit muutos muutok τροποποι
  izmjen izmene. izmena. amandman degisik amandemen amendemen измене. измена.
statute: statutul statutu. statutului stadga romstadg vedtekt rimsk. rimskeho. καταστατικ alapokm perussaan statusu
  statusunde
ratify: επικυρ κυρωσε. κυρωση. κυρωσαν. onayla mensahkan meratif ratifioi ratifi
withdraw: odstoup odstup. vystup retrage. retragere retragerea tilbagetr tilbaketr kilep eroaa. eroami αποχωρ povlac
  cekil. cekiliyor mundur оттегл повла
order: narizeni naredb ordinul. dekret rendelet maarays διαταγμ kararname perintah
sign: podeps semnat semneaz underteckn underskr undertegn alair allekirj υπογραψ υπεγραψ υπογραφ potpis imzal
  menandatang
threat: hroz. hrozi. pohroz vyhroz ameninta truer. truede. trusl hotar. hotade. fenyeg uhkaa. uhkaus απειλ prijeti.
  prijetn grozi. tehdit ancam mengancam заплаш запрет
propose: navrh propun propus foreslar foreslog foreslå forslag javas ehdott ehdotu προτειν προτασ prijedlog predlog
  predlaz oner. onerdi oneri. teklif mengusulkan usulan. предлог предлаж
vote: hlasov voteaza votat. rostade. rostar. stemte. stemmer. szavaz aanest ψηφισ ψηφο ψηφισε glasov glasal glasao
  oylam oylad oyladi гласув гласал
adopt: schval prijal. prijala. prijali. adoptat antog. antar. antagit vedtog vedtatt vedtaget elfogad hyvaksy υιοθετ
  ενεκρι usvoj kabul. mengesahkan disahkan приема. приеха. приет. усвој
reject: odmit odmiet respins. respinge avvisa. avviser. avvisade. afvis elutasit hylkas hylkasi απορριψ απερριψ
  απορριπτ odbac odbio. odbija. reddet menolak. отхвърл одби
lift: zrus ridica ridicat haver. upphav opphev ophæv felold feloldja poisti. poistaa. αιρει. ηρε. αρση. ukinu ukida.
  ukinjan kaldir mencabut cabut. вдигна. вдига. укину
close: uzavr uzavira zavre. inchide. inchis. inchiderea lukker. lukket. stanger. stangde. stenger. bezar sulki.
  sulkee. κλεινει. εκλεισ zatvor zapre. zaprl kapat menutup
lawsuit: zaloba. zaluje. zalobu. zalovat sagsøg saksøk αγωγη. αγωγης. προσφυγ tuzba. tuzbu. tozba. tozbo. davaci.
  gugat menggugat тужба. тужбу.
ruling: rozhodl rozhodnut rozsud hotararea. hotarare. itelet paatos. αποφασ odluk presud karari. karar. putusan
condemn: odsoud odsud. odsudil condamn fordomer. fordommer. fordomde. fordømm fordøm elitel tuomits καταδικ osudi.
  osudil. osuduje kiniyor. kinadi. mengecam kecam mengutuk осъд
support: podpor sustin. sustine. stottar. støtt tamogat tukee. υποστηρ στηριζ podrz. podrzav destek dukung mendukung
  подкреп подрж
statement: prohlas vyhlas declarati uttalande uttalelse erklær nyilatk lausun δηλωσ izjav aciklama. bildiri pernyataan
  изјав изявлен
joint: spolecn spolocn comuna. comun. gemensam felles. fælles kozos. yhteis κοινη. κοινο. zajednick skupn ortak.
  bersama съвмест заједнич
countries: krajin. krajiny. staty. statu. statov. tari. tarile. orszag maata. maiden. χωρες. χωρων. drzav. drzave.
  zemalja ulke. ulkeler negara държав држав
assembly: shromazd zhromazd adunare forsamling kozgyul kokous. συνελευσ skupstin skupscin majelis kurul. kurulu.
  скупштин събрани
parliament: snemovn snemovna poslanc riksdag storting folketing orszaggyul eduskun βουλη. βουλης. κοινοβουλ sabor.
  meclis. meclisi. tbmm dpr.
minister: ministru υπουργ bakan. bakani. bakanlig menteri министър
president: prezident presedint predsed elnok προεδρ baskan. baskani. cumhurbaskan presiden. председ претсед
official: urednik. functionar tjansteman tjenestem tisztvis virkamies αξιωματουχ duznosn yetkili pejabat staf.
  служител
immunity: imunit dokunulmazl kekebalan ασυλια
aggression: hyokkays επιθεσης. επιθετικοτητ saldiri agresi.
international: mezinarod medzinar nemzetko kansainval διεθν međunar mednar uluslararas internasional међунар
crime: trestn zlocin crimei. straffe forbryt forbrydels buntet rikos. rikok εγκλημα ποινικ kazneni kaznenog krivicn
  kejahat pidana. sucunun. sucu. престъп наказател кривичн
evidence: dukaz. dukazy dovezi. bevis bizonyit todist αποδεικτ kanit. kanitlar bukti.
centre: stredisk centrul keskus kozpont κεντρο. κεντρου. merkez. merkezi pusat. център центар
tribunal: tribunalul. tribunalului.
agreement: dohod acordul. avtal aftale avtale megallapod sopimus συμφων sporazum anlasma kesepakatan споразум
join: pripoj pridruz aderat. adera. alatur anslut tilslut csatlak liitty προσχωρ katiliyor. katilacak. katildi.
  bergabung присъедин придруж
extend: prodlouz predlz prelung forlang forleng forlæng hosszab jatkaa. παρατειν παρατασ produlj produzen podalj
  uzatti. uzatildi. perpanjang удълж продуж
million: miljon. miljoner εκατομμυρ milyon juta. милиона.
election: volby. zvolen. alegeri. ales. alesi. valg. valgt. valitsi. εκλογ εξελεγ izbor. izabran secildi. secim.
  terpilih
us: sua. zda. abd. abdnin. yhdysval ηπα. marekani. shba. сащ.
hague: haga. lahey. χαγη. χαγης.
icc: mtk. mts.
begin: begin. begins began. begun. starts. started. beginnt begann. begannen. begonnen. begint begon. commence.
  commenc empiez comienz inicia. inicio. iniciar inizia. inizio. comeca comecou начал начин почал почин rozpocz zahaj
  baslat basladi dimulai
end: end. ends. ended. ending. endet beendet beend ende. termina. termino. terminar finaliz acaba. acabo. fin. finisce
  finito einde eindigt beeindig заверш закончи закінч zakoncz skonczy ukonc sona. berakhir
widen: widen expand. expands expanded broaden raises. raised. ausweit ausgeweit erweiter erhoht elargi augment amplia.
  amplio amplian allarga ampli. verruim verbreed расшир увелич розшир збільш rozszerz zwieksz
delay: postpone defer. defers deferred delay. delays. delayed. verschieb verschob verschoben vertagt reporte. aplaza
  pospon rinvia. rinvio adia. adiou uitgestel stelt. отлож перенес відклад odroc odklad odlož ertele menunda ditunda
call: calls.
cancel: cancel scrap. scraps. scrapped absag abgesagt annul. annule annull cancela suspende. geannul odwol iptal
  dibatalkan batal.
resume: resum. resume. resumes resumed reopen wiederauf aufgenommen reprend reprise reanud riprend retoma hervat
  возобнов віднов wznow
resign: resign rucktritt zurucktret demission dimiti dimission dimett dimess renuncia. renuncio demite. demitiu aftred
  aftreed отставк відставк rezygn podal. istifa
buy: buys. bought. acquire takeover kauft. ubernimmt ubernahm rachet rachat compra. compro. compran. comprar compraro
  adquiere acquista. acquisi koopt overname покупа купил купує kupuje przejm
"""
