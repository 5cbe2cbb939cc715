"""Countries and their people, in the form of the table in ``concepts.py``: who acts, and one fact in all languages."""

from __future__ import annotations

from typing import Final

from monitor.core.novelty.countries_further import FURTHER_NAMES
from monitor.core.novelty.countries_joined import JOINED

TABLE: Final = """
israel: israel израил израил ізраїл isra
palestin: palastin palestin палестин
russia: russ russi rusi ruso росси росі moscow moskau moscou mosca
ukraine: ukrain ucrain ucran oekrain укра kyiv kiew
netherlands: netherlands dutch niederland nederland neerland olanda holand нидерл нідерл
france: france french frankreich franzos francia frances frankrijk frans франц
germany: german deutsch allemagn aleman alemanh duits tedesc герман німеч
britain: britain british uk. grossbritann brits британ
spain: spain spanish spani espan espagn españ іспан испан ισπαν
belgium: belgi belge belgien belg бельг
slovenia: slovenia slowen esloven словен
italy: itali italy italian итал італ
poland: poland polish polen poln. polnisch pologne polon польш польщ polsk
hungary: hungar ungarn hongri hungri hongar венгр угор
canada: canada canadian kanad канад
japan: japan japon япон
mexico: mexic mexiko мексик
australia: australi австрали австралі
china: china chinese chine.
iran: iran иран іран
venezuela: venezuel венесуэл
latvia: latvia latvian lettland lettisch letton letonia letland латв
lithuania: lithuan litau litouw lituan литов литв
estonia: estonia estonian estland estnisch eston эстон естон
finland: finland finnish finnland finlande finlandia fins. финл фінл
sweden: sweden swedish schwed suede suedois suecia suec zweed svezia швеци швец
norway: norway norwegian norweg norveg noruega noors noorwe норве
denmark: denmark danish danemark danisch danois dinamarca deens deense данск дани.
iceland: iceland island. islandi ijsland ислан ісланд
ireland: ireland irish irland irlandes ierland ирланд ірланд
austria: austria osterreich autrich oostenrijk австри австрі
switzerland: switzerland swiss schweiz suisse suiza svizzera suica zwits швейцар
portugal: portug португал
greece: greece greek griech grece grec. griego grecia griek греци грец
czech: czech tschech tcheque checa. checo. ceco. ceca. tsjech czechy чехи чехі чешс
slovakia: slovak slowak slovaq eslova slovacc словацк словачч словаччин словаки
romania: romania roumain rumani rumania roemen румын румун
bulgaria: bulgar болгар
croatia: croat kroat croac kroaz хорват
serbia: serbia serbien serbie. servie серби сербі
cyprus: cypr zypern chypr chipre cipro кипр кіпр
malta: malta.
luxembourg: luxemb люксемб
turkey: turkey turkish turkei turqui turquia turchia turkije турци туреч
georgia: georgia georgien georgie грузи грузі
armenia: armeni армени вірмен
moldova: moldov moldau молдов
brazil: brazil brasil bresil brasile бразил
argentina: argentin аргентин аргентин
chile: chile chilen chilien чили. чилі.
colombia: colomb kolumb колумб
peru: peru. peruan peruvian perou перу.
ecuador: ecuador equateur экуад
bolivia: bolivi болив
uruguay: urugua уругва
paraguay: paragua парагва
honduras: hondur
guatemala: guatemal
senegal: senegal сенегал
nigeria: nigeria nigerian нигери нігері
ghana: ghana ghanes гана.
kenya: kenya kenia кени. кенія кения
uganda: ugand уганд
tanzania: tanzan
zambia: zambi sambia замбі
southafrica: sudafri южноафр
namibia: namib
botswana: botsuan botswan
gambia: gambi
mali: mali. malien
burkina: burkina
niger: niger.
congo: congo. kongo. конго
tunisia: tunisi tunes tunez
egypt: egypt agypt egypte egipto egitto египет єгип
jordan: jordan jordanie иордан йордан
samoa: samoa. samoan
fiji: fiji.
vanuatu: vanuat вануату
newzealand: zealand zeland
philippines: philippin filipin филиппин філіппін
korea: korea. coree. corea. koreas корея кореи кореї
mongolia: mongol монгол
india: india. indien. inde. индия індія
pakistan: pakistan пакистан
syria: syria syrien syrie siria сири. сирія сирия
libya: libya libyen libye libia ливи ліві
sudan: sudan судан
albania: albani албан
algeria: algeri алжир
andorra: andorr
angola: angol ангол
antigua: antigua
azerbaijan: azerbai aserbaid азербайдж
bahamas: bahama
bangladesh: banglades бангладеш
barbados: barbad
belarus: belarus weissrus bielorus bialorus белорус білорус
belize: belize belice
benin: benin. benines бенин
bosnia: bosni босни босні
burundi: burundi бурунди
cambodia: cambod kambod camboya камбодж
cameroon: cameroo camerun kamerun камерун
centralafrica: centrafri centroafri zentralafri
chad: chad. tchad tschad tsjaad ciad. czad. чад. чаді.
comoros: comoros. comores. komoren. comorian
costarica: costarri
cuba: cuba. cuban kuba. kuban куба. кубинс
djibouti: djibout yibuti dschibuti
dominica: dominica.
dominicanrepublic: dominican dominicain dominikan
salvador: salvador. salvadoran salvadoren salvadorian сальвадор
eritrea: eritre эритре
ethiopia: ethiop athiop etiop эфиоп ефіоп
gabon: gabon габон
grenada: grenada.
guinea: guinea. guinee. guine. guinean гвине
guyana: guyan
haiti: haiti гаити
indonesia: indones индонез індонез
iraq: iraq irak. irakis ирак
ivorycoast: ivoire. ivorian ivoirien marfil. elfenbein ivoorkust avorio. marfim.
jamaica: jamaic ямай
kazakhstan: kazakh kasach kazaj казахст
kiribati: kiribati
kosovo: kosov косов
kuwait: kuwait koweit кувейт
kyrgyzstan: kyrgyz kirgis kirghi киргиз
lebanon: lebanon lebanese liban. libanais libanon libano. ливан ліван
lesotho: lesoth
liberia: liberia либери
liechtenstein: liechtenst лихтеншт ліхтеншт
madagascar: madagas malgach мадагас
malawi: malawi малави
malaysia: malays малайз
maldives: maldiv malediv мальдив
mauritania: mauritani mauretani мавритан
mauritius: mauritiu maurice. mauricio. маврики
monaco: monaco. monegas монако
montenegro: montenegr черногор чорногор
morocco: morocc maroc. marocain marruec marokk marrocos марок
mozambique: mozambi mosambik мозамбик
myanmar: myanmar birman burma. burmese мьянм
nauru: nauru
nepal: nepal непал
nicaragua: nicaragu никараг
northmacedonia: macedon mazedon македон
oman: oman.
palau: palau
panama: panama. panamen панам
papua: papua
qatar: qatar katar катар
rwanda: rwand ruand руанд
sanmarino: sammarin
saudi: saudi saoudi саудов
seychelles: seychel
sierraleone: leonean sierraleon сьерра
singapore: singap сингап
somalia: somali сомали
srilanka: lanka. lankan ланк
suriname: surinam
tajikistan: tajik tadschik tadjik tayik таджик
thailand: thai. thailand tailand таиланд таїланд
timor: timor
togo: togo. togol
tonga: tonga. tongan
trinidad: trinidad
tuvalu: tuvalu
emirates: emirat
uzbekistan: uzbek usbek узбек
vietnam: vietnam вьетнам
yemen: yemen jemen йемен
zimbabwe: zimbab simbab зимбаб
"""
COUNTRIES: Final = frozenset(
    line.partition(":")[0] for table in (TABLE, FURTHER_NAMES, JOINED) for line in table.splitlines() if ":" in line
) - {"us"}  # whose measures most are: it tells no report from another
