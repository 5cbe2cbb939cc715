"""Further names of the countries of ``countries.py``, in the same form: spellings of other languages, and capitals.

Checked against the names of territories in the Unicode locale data for Arabic, Dutch, English, French, German, Italian,
Polish, Portuguese, Russian, Spanish and Ukrainian. Names of two words ("South Africa") stand in
``countries_joined``.
"""

from __future__ import annotations

from typing import Final

FURTHER_NAMES: Final = """
albania: ألباني
algeria: argelia argelin algier جزائر
andorra: андорр andora. أندورا
angola: أنغول
antigua: антигуа антігуа أنتيغوا
argentina: argentyn أرجنتين
armenia: أرمين
australia: أسترال
austria: نمسا
azerbaijan: azerbeid azerbejd أذربيج
bahamas: багам بهاما bahamy. bahamow
bahrain: bahrain bahrein barein. bahrajn бахрейн بحرين
bangladesh: بنغلاد
barbados: барбад بربادوس
belarus: bielorr беларус بيلاروس
belize: белиз беліз بليز
benin: бенін بنين.
bhutan: бутан بوتان bhutan bhoutan butan. butao.
bolivia: болів boliwi بوليف
bosnia: بوسن
botswana: ботсван بوتسوان
brazil: brazyl برازيل
britain: великобритан britisch
brunei: brunei бруней بروناي
bulgaria: بلغار
burkina: burquina буркин буркін بوركينا
burundi: бурунд بوروند
cambodia: cambog camboj كمبود
cameroon: camerou kameroen كاميرون camaroes.
capeverde: verdean kaapverd caboverd kapverd capverd
centralafrica: centraalafri centralafri bangui.
chad: chade. تشاد
chile: chili. chileen cile. chilij чилийск чилійськ تشيل
china: cina. cinese. cinesi. китай китайс chiny. chinsk
colombia: كولومب
comoros: comoras. comore. comoren. комор
congo: konga. kongij كونغو
costarica: kostaryk костарик كوستاريكا
croatia: croazi chorwac كروات
cuba: كوبا
cyprus: قبرص
czech: tchequ chequi cechi. تشيك cechia. cesko cesku. ceska. ceske. чехия чехія чехию чехією
denmark: denemarken danimarc дания. дании. данию. данія. данії. dania. dunski دانمارك دنمارك دانمرك
djibouti: gibut djibut джибут dzibuti جيبوت
dominica: دومينيكا.
dominicanrepublic: dominicaan доминикан домінікан دومينيكان
ecuador: equador эквад еквад ekwador إكوادور
egypt: egito egipcj مصر. مصري. مصرية egipt
emirates: оаэ. емірат эмират إمارات emirad
equatorialguinea: aquatorialguin
eritrea: erythre еритре erytre إريتر
estonia: إستون
eswatini: eswatin esuatin essuatin suazi swazi swasi эсватин есватін إسواتيني
ethiopia: إثيوب
fiji: fidji fidsch figi. fiyi fidzi. fijian фиджи фіджі فيجي
finland: فنلند
france: francja francj francus franca.
gabon: gabun gabao غابون
gambia: гамби гамбі غامب
georgia: gruzj جورجي
germany: niemc niemie
ghana: ghane гани. غانا غاني
greece: grecja grecj يونان
grenada: гренада. غرينادا.
guatemala: гватемал gwatemal غواتيمال
guinea: гвіне gwine غيني
guyana: гайан гаян gujan غيانا guian
haiti: гаїт هايتي
honduras: гондурас هندوراس
hungary: ungher wegr wegier
iceland: islande. islandes islandi islanda. islandai islandais آيسلند أيسلند ايسلند
india: indie. indyjs هند. هندي. هندية
indonesia: indonez إندونيس
iraq: ірак عراق
ireland: irlandi أيرلند إيرلند
israel: izrael
italy: wloch wlos
ivorycoast: ивуар івуар д'ивуар д'івуар iworyj
jamaica: giamaic jamajk جامايك jamaik jamaiq
japan: giappon japao japones
jordan: أردن giordania
kazakhstan: kazachst kazak cazaq كازاخ
kenya: queni kenijsk kenian kenia كيني keniat
kiribati: quiribat кирибат кірібат كيريباتي кірібаті
korea: sudkorea coreia. كوري südkorea
kosovo: kosow كوسوفو
kuwait: koeweit kuwej كويت
kyrgyzstan: kirgui kirgiz quirgui قيرغ
laos: laos. laot laosz лаос لاوس
latvia: lotw lotews lettland لاتف
lebanon: لبنان
lesotho: lesoto лесот ليسوت
liberia: лібер ليبيري
libya: libisch libysch libij ليبي libie.
liechtenstein: ليختنش
lithuania: litw litews ليتوان
luxembourg: lussemb luksemb لوكسم
madagascar: مدغشق
malawi: malaui малав ملاو
malaysia: maleis malez ماليزي malais. malaisie malasia malaio
maldives: maldivi мальдів maledyw malediwy مالديف
malta: malte. maltes maltees мальт مالط
marshall: marshallinseln marshalleil маршаллов
mauritania: موريتان
mauritius: маврикі موريشي
mexico: mexique mexicain messic meksyk мексик مكسيك
micronesia: micrones mikrones микронез мікронез mikronez ميكرونيزيا
moldova: moldavi moldaw moldawi مولدوف
monaco: monako موناكو
mongolia: منغول
montenegro: czarnogor
morocco: marocc marokan maroko مغرب.
mozambique: mocambi мозамбі موزمب
myanmar: mjanm birmy. ميانمار м'янм
namibia: намиб наміб ناميب
nauru: науру ناور
nepal: نيبال
newzealand: neuseeland nowazelan новозел зеланд نيوزيل
nicaragua: нікараг nikarag نيكاراغ
niger: нигер. нігер. نيجر.
nigeria: нигерий нігерій نيجير
northkorea: nordkorea кндр. pyongyang. pjongjang. пхеньян
northmacedonia: nordmazed macedoi مقدون
norway: نرويج
oman: оман.
pakistan: paquist باكست
palau: palaos палау بالاو
palestin: palestij palestyn
panama: بنما панама. панамы. панаме. панамск панамськ
papua: بابوا папуа papoea papouas
paraguay: paragwaj парагва باراغو
peru: перуан بيرو. بيروفي
philippines: filippij filippin فلبين
poland: بولند
portugal: portogh portogal برتغال
qatar: catar. catari قطر. قطري
romania: roumani romen rumuns roemeni روماني rumun
russia: rusland rosj rosyj
rwanda: رواند
saintkitts: kitts. nevis. niev. невис невіс نيفيس
saintvincent: grenadin granadin гренадин غرينادين
salvador: salwador سلفادور
samoa: самоа ساموا
saudi: saoedi саудівс سعود saudyj
senegal: سنغال
serbia: serbo صرب
seychelles: seichel сейшел сейшельс seszel سيشل
sierraleone: сьєрра سيراليون
singapore: сінгапур سنغاف
slovakia: slowac سلوفاك
slovenia: sloveni سلوفين
solomon: salomonen salomonse соломонов
somalia: сомал صومال
southafrica: pretoria южноафрик південноафр zuidafri poludniowoafryk юар. rpa.
southsudan: sudsudan
spain: spanje spaans spagn hiszpa
srilanka: سريلان
sudan: soudan soedan sudao سودان
suriname: суринам سورينام
sweden: zweden zweeds szwec سويد.
switzerland: szwajc سويسر
syria: سوري
taiwan: taiwan taiwa tajwan тайван تايوان
tajikistan: tadzjik tagik tadjiq tadzyk طاجيك
tanzania: tansan танзан تنزان
thailand: tajland تايلاند
timor: тимор. тимору. تيمور.
togo: توغو тоголез
tonga: тонга. тонги. تونغا
trinidad: тринидад тринідад trynidad ترينيداد tobag
tunisia: тунис туніс تونس
turkey: turkiye turcj tureck turkse تركيا تركية. تركي.
turkmenistan: turkmen turcomen туркмен تركمان
tuvalu: тувалу توفال
uganda: ougand oegand أوغند
uruguay: urugwaj أوروغ أورغو
uzbekistan: ouzbek oezbek uzbeq أوزبك
vanuatu: فانوات
vatican: vatican vatikan vaticaan ватикан watykan فاتيكان
venezuela: венесуел wenezuel فنزويل
vietnam: wietnam vietna فيتنام в'єтнам
yemen: iemen ємен يمن.
zambia: замби. замбия замбии زامبي
zimbabwe: зімбаб زيمباب
"""

# Capitals, by which headlines name governments ("Bratislava pulls out"). Not those where international bodies sit or
# texts were signed (The Hague, Brussels, Geneva, Vienna, Rome, Kampala, Nairobi), nor those that are people's names.
CAPITALS: Final = """
germany: berlin. берлин берлін
france: paris. париж
britain: london. londres. londra. londen. лондон
spain: madrid. мадрид
portugal: lisbon. lisboa. lissabon. lisbonne. lisbona.
ireland: dublin. dublino.
denmark: copenhagen. kopenhagen. copenhague. copenaghen. kobenhavn.
norway: oslo. осло.
sweden: stockholm. estocolmo. stoccolma.
finland: helsinki.
iceland: reykjavik.
estonia: tallinn.
latvia: riga.
lithuania: vilnius.
poland: warsaw. warschau. varsovie. varsovia. varsavia. warszawa. warschau. варшав
czech: prague. prag. praag. прага. прагу. праги.
slovakia: bratislava. братислав
hungary: budapest. будапешт
romania: bucharest. bukarest. bucarest. boekarest.
greece: athens. athen. athenes. atenas. atene.
turkey: ankara. анкар
serbia: belgrade. belgrad. belgrado. белград
croatia: zagreb.
slovenia: ljubljana.
bosnia: sarajevo.
northmacedonia: skopje.
albania: tirana.
montenegro: podgorica.
moldova: chisinau. кишинев кишинів
georgia: tbilisi. tiflis. тбилиси тбілісі
armenia: yerevan. eriwan. erevan. jerewan. ереван єреван
azerbaijan: baku. bakou. баку.
belarus: minsk. минск мінськ
switzerland: bern. berne. berna.
canada: ottawa.
australia: canberra.
japan: tokyo. tokio. toquio. токио токіо
korea: seoul. seul. seoel.
china: beijing. peking. pekin. pechino. pequim. пекин пекін
india: delhi. nuova-delhi.
pakistan: islamabad.
bangladesh: dhaka.
afghan: kabul. kaboul. кабул
iran: tehran. teheran. teheran. тегеран
iraq: baghdad. bagdad.
syria: damascus. damaskus. damasco. damas.
lebanon: beirut. beyrouth.
jordan: amman.
saudi: riyadh. riad. riyad.
qatar: doha.
egypt: cairo. kairo. caire.
libya: tripoli.
algeria: algiers. alger. argel. algeri.
morocco: rabat.
sudan: khartoum. khartum. jartum.
rwanda: kigali.
senegal: dakar.
nigeria: abuja.
ghana: accra.
mali: bamako.
niger: niamey.
burkina: ouagadougou.
congo: kinshasa.
zimbabwe: harare.
zambia: lusaka.
namibia: windhoek.
botswana: gaborone.
mozambique: maputo.
angola: luanda.
brazil: brasilia.
colombia: bogota.
venezuela: caracas.
ecuador: quito.
peru: lima.
uruguay: montevideo.
paraguay: asuncion.
philippines: manila.
indonesia: jakarta. yakarta.
thailand: bangkok.
vietnam: hanoi.
mongolia: ulaanbaatar. ulanbator.
nepal: kathmandu. katmandu.
srilanka: colombo.
fiji: suva.
ivorycoast: abidjan.
gambia: banjul.
sierraleone: freetown.
liberia: monrovia.
gabon: libreville.
chad: ndjamena.
cameroon: yaounde. jaunde.
malawi: lilongwe.
lesotho: maseru.
madagascar: antananarivo.
burundi: bujumbura.
timor: dili.
solomon: honiara.
liechtenstein: vaduz.
malta: valletta. valette.
cyprus: nicosia. nikosia. nicosie.
honduras: tegucigalpa.
nicaragua: managua.
barbados: bridgetown.
suriname: paramaribo.
kazakhstan: astana. астана
kyrgyzstan: bishkek. bischkek. бишкек
tajikistan: dushanbe. duschanbe. душанбе
uzbekistan: tashkent. taschkent. ташкент
tunisia: tunis.
congobrazza: brazzaville.
southsudan: juba.
samoa: apia.
"""
