"""Names of several words, of countries and of a few of their seats: "South Africa" is no part of "South Sudan".

A word alone says nothing there ("south", "united", "rica"), or something else ("Guinea" in Papua New Guinea). In a line
each name is a run of words, ``/`` between spellings of one word and ``;`` between names; hyphens are spaces. Checked as
``countries_further`` is.
"""

from __future__ import annotations

from typing import Final

JOINED: Final = """
argentina: buenos aires
britain: united kingdom; royaume uni; reino unido; regno unito; vereinigte/vereinigtes/vereinigten
  königreich/königreichs; verenigd koninkrijk; wielka/wielkiej brytania/brytanii;
  соединенное/соединенного/соединенном/соединенным королевство/королевства/королевстве/королевством; المملكة/للمملكة
  المتحدة
cambodia: phnom penh
capeverde: cabo verde; cape verde; cap vert; capo verde; kap verde; zielonego przylądka; кабо верде; الرأس الأخضر
centralafrica: central african republic; центрально африканская/африканской/африканскую
  республика/республики/республике/республику; centraal afrikaanse republiek; republica centro africana;
  republika/republiki środkowoafrykańska/środkowoafrykańskiej;
  центральноафриканская/центральноафриканской/центральноафриканскую республика/республики/республике/республику;
  центральноафриканська/центральноафриканської/центральноафриканську республіка/республіки/республіку; جمهورية أفريقيا
  الوسطى
comoros: جزر القمر
congobrazza: republic of congo; republic of the congo; republique du congo; congo brazzaville; republica del congo;
  republik kongo; kongo brazzaville; республика/республики/республике/республику конго
congo: democratic republic of congo; democratic republic of the congo; dr congo; d r congo; republique democratique du
  congo; republica democratica del congo; demokratische/demokratischen republik kongo; dr kongo; democratische
  republiek congo; repubblica democratica del congo; republica democratica do congo; demokratyczna/demokratycznej
  republika/republiki konga; демократическая/демократической/демократическую
  республика/республики/республике/республику конго; демократична/демократичної/демократичну
  республіка/республіки/республіку конго
cookislands: cook islands; iles cook; islas cook; ilhas cook; isole cook; wyspy cooka; острова/островов/о кука;
  острови/островів кука; جزر كوك
costarica: costa rica; коста рика/рики/рику/рике/ріка/ріки/ріку; كوستا ريكا
emirates: abu dhabi
equatorialguinea: equatorial guinea; guinée équatoriale; guinea ecuatorial; guinea equatoriale; guine equatorial;
  equatoriaal guinea; gwinea/gwinei równikowa/równikowej; экваториальная/экваториальной/экваториальную
  гвинея/гвинеи/гвинее/гвинею; екваторіальна/екваторіальної/екваторіальну гвінея/гвінеї/гвінею; غينيا الاستوائية
guineabissau: guinea bissau/bisau/bisáu; guinee bissau; guine bissau; gwinea/gwinei bissau;
  гвинея/гвинеи/гвинее/гвинею бисау; гвінея/гвінеї/гвінею бісау; غينيا بيساو
ivorycoast: ivory coast; costa de marfil; costa do marfim; costa avorio; wybrzeze/wybrzeza kości słoniowej;
  ساحل/الساحل العاج
malaysia: kuala lumpur
marshall: marshall islands; iles marshall; islas marshall; ilhas marshall; isole marshall; wyspy/wysp marshalla;
  маршалловы/маршалловых острова/островов; маршаллові/маршаллових острови/островів; جزر مارشال
montenegro: الجبل الأسود
netherlands: pays bas; paises bajos; paises baixos; paesi bassi
newzealand: nieuw zeeland/zeelands/zeelandse
northkorea: north korea/korean/koreans; coree du nord; corea del norte; corea del nord; coreia do norte; noord
  korea/koreaanse; korea/korei północna/północnej; северная/северной/северную корея/кореи/корее/корею;
  північна/північної/північну корея/кореї/корею; people republic of korea; كوريا الشمالية
oman: سلطنة عمان
papua: papua new guinea/guinean; papouasie nouvelle guinée; papua nueva guinea; papua nuova guinea; papua nova guiné;
  papoea nieuw guinea; papua nowa/nowej gwinea/gwinei; папуа новая/новой/новую гвинея/гвинеи/гвинее/гвинею; папуа
  нова/нової/нову гвінея/гвінеї/гвінею; بابوا غينيا الجديدة
saintlucia: saint/st lucia; sainte lucie; santa lucia/lucía/lúcia; сент люсия/люсии/люсию/люсія/люсії/люсію; سانت
  لوسيا
sanmarino: san marino; saint marin; сан марино; سان مارينو
sierraleone: sierra leone/leona/leonean; serra leoa; سيرا ليون
solomon: solomon islands; iles salomon; islas salomon/salomón; ilhas salomão; isole salomone; wyspy/wysp salomona;
  соломоновы/соломоновых острова/островов; соломонові/соломонових острови/островів; جزر سليمان
southafrica: south africa/african/africans; afrique du sud; sud africain/africaine/africains/africaines; sud africa;
  africa do sul; sul africano/africana/africanos/africanas; zuid afrika/afrikaans/afrikaanse/afrikaan; południowej
  afryki; afryka południowa; южная/южной/южную африка/африки/африке/африку; южно
  африканская/африканской/африканскую/африканский/африканского/африканские/африканских; південно
  африканська/африканської/африканську; південна/південної/південній/південну африка/африки/африці/африку;
  جنوب/وجنوب/لجنوب أفريقيا/إفريقيا
southsudan: south sudan/sudanese; soudan du sud; sudan del sur; sud sudan; sudao do sul; zuid soedan/soedanese;
  sudan/sudanu południowy/południowego; южный/южного/южном судан/судана/судане; південний/південного/південному
  судан/судану/судані; جنوب السودان
un: united nations; nations unies; naciones unidas; nacoes unidas; nazioni unite; vereinte/vereinten nationen;
  verenigde naties; naciunile/natiunilor unite; forenta nationerna; birleşmiş milletler; الأمم المتحدة; narodów
  zjednoczonych; объединенных наций; об'єднаних націй
us: united states; états unis; estados unidos; stati uniti; vereinigte/vereinigten staaten; verenigde staten;
  stany/stanów/stanach zjednoczone/zjednoczonych; spojené/spojených/spojeným státy/států/státům/štáty/štátov;
  statele/statelor unite; sjedinjene/sjedinjenih države/država; združene/združenih države/držav; förenta
  staterna/staternas; forente/forenede stater/staters; egyesült államok/államokban; ηνωμένες/ηνωμένων
  πολιτείες/πολιτειών; соединенные/соединенных/соединенным штаты/штатов/штатам; сполучені/сполучених/сполученим
  штати/штатів/штатам; amerika birleşik devletleri; amerika serikat; الولايات المتحدة
vanuatu: port vila
vatican: holy see; saint siege; santa sede; heilige/heiliger/heiligen stuhl/stuhls; heilige stoel; stolica/stolicy
  apostolska/apostolskiej; святой/святого престол/престола; святий/святого престол/престолу
vietnam: viet nam
"""
