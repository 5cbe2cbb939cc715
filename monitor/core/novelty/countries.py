"""Countries and their people, in the form of the table in ``concepts.py``: who acts, and one fact in all languages."""

from __future__ import annotations

from typing import Final

TABLE: Final = """
israel: israel израил израил ізраїл isra
palestin: palastin palestin палестин
russia: russ russi rusi ruso росси росі moscow moskau moscou mosca
ukraine: ukrain ucrain ucran oekrain укра kyiv kiew
netherlands: netherlands dutch niederland nederland neerland paises-bajos pays-bas olanda holand нидерл нідерл
france: france french frankreich franzos francia frances frankrijk frans франц
germany: german deutsch allemagn aleman alemanh duits tedesc герман німеч
britain: britain british uk. grossbritann royaume reino brits regno британ
spain: spain spanish spani espan espagn españ
belgium: belgi belge belgien belg бельг
slovenia: slovenia slowen esloven словен
italy: itali italy italian итал італ
poland: poland polish polen poln pologne polon польш польщ polsk
hungary: hungar ungarn hongri hungri hongar венгр угор
canada: canada canadian kanad канад
japan: japan japon япон
mexico: mexic mexiko
australia: australi
china: china chinese chine.
iran: iran
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
argentina: argentin аргентин
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
southafrica: south-afric sudafri afriquedusud южноафр
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
"""
COUNTRIES: Final = frozenset(line.partition(":")[0] for line in TABLE.splitlines() if ":" in line)
