"""Words that carry no news: function words of the languages served, and the filler of news writing.

Left in, they make German or Dutch texts months apart look alike. All lower case, as typed (no folding of accents).
"""

from __future__ import annotations

from typing import Final

_FUNCTION_WORDS: Final = {
    "en": """a about above after again against all also am an and any are aren't as at be because been before
    being below between both but by can cannot could did do does doing down during each either else ever every few
    for from further had has have having he her here hers herself him himself his how i if in into is it its
    itself just least less like may me might more most much must my myself neither no nor not now of off on once
    one only onto or other others ought our ours out over own per rather same shall she should since so some such
    than that the their theirs them themselves then there these they this those through thus to too toward towards
    under until up upon us very via was we were what when where whether which while who whom whose why will with
    within without would yet you your yours""",
    "de": """aber alle allem allen aller alles als also am an ander andere anderen auch auf aus bei beim bereits
    bin bis bist da dabei dadurch dafür dagegen damit danach dann das dass dazu dein dem den denn der deren des
    dessen die dies diese diesem diesen dieser dieses doch dort durch ein eine einem einen einer eines einige er
    es etwa etwas für gegen gegenüber gegeben gibt haben habe hat hatte hatten hier hin hinter ich ihm ihn ihnen
    ihr ihre ihrem ihren ihrer im immer in indem ins ist ja jede jedem jeden jeder jedes jedoch jetzt kann kein
    keine keinen könnte können künftig man mehr mein mit muss müssen nach nachdem neben nicht nichts noch nun nur
    ob oder ohne schon sehr sei sein seine seinem seinen seiner seit sich sie sind so sogar solche soll sollen
    sollte sondern sowie statt über um und uns unser unter viel vom von vor wäre während war waren was weg weil
    weiter weitere welche wenn wer werde werden wie wieder will wird wo wobei worden wurde wurden würde würden zu
    zudem zum zur zwar zwischen""",
    "fr": """à afin ai ainsi alors après au aucun aujourd'hui aussi autre autres aux avait avant avec avoir bien
    car ce cela celle celles celui ces cet cette ceux chaque chez comme comment contre dans de depuis des deux
    dire dont du elle elles en encore entre est et étaient était été être eu fait faire fois font hors il ils je
    jusqu jusque la le les leur leurs lors lorsque lui mais même mêmes moins ne ni non nos notre nous on ont ou où
    par parce pas pendant peu peut plus plusieurs pour pourquoi puis qu quand que quel quelle quelles quelque
    quels qui quoi sa sans se selon sera seront ses si son sont sous suite sur tandis tous tout toute toutes très
    un une vers voir vos votre vous y""",
    "es": """a al algo algunas algunos ante antes aún aunque bajo bien cada casi como con contra cual cuando cuyo
    de del desde después donde dos durante e el él ella ellas ellos en entre era es esa ese eso esos esta está
    están estar estas este esto estos fue fueron ha había haber han hasta hay incluso la las le les lo los más me
    mediante mi mientras muy nada ni no nos nosotros o otra otras otro otros para pero poco podría por porque pues
    que qué quien quienes se según ser será si sí sido sin sino sobre solo sólo son su sus también tan tanto te
    tiene tienen todo toda todas todos tras tu un una uno unos unas y ya yo""",
    "pt": """a à ainda além algo alguns ante antes ao aos apenas após as às até bem cada com como contra da das de
    dela dele deles depois desde do dos e é ela elas ele eles em enquanto então entre era essa esse esta está
    estão este foi foram há isso já lá lhe mais mas me mesmo muito na não nas nem no nos nós num numa o onde os ou
    outra outras outro outros para pela pelas pelo pelos por porque pouco qual quando que quem se sem sendo ser
    será seu seus só sob sobre sua suas também tão tem têm ter toda todas todo todos um uma umas uns você""",
    "nl": """aan af al alle alles als altijd andere ben bij daar dan dat de der deze die dit doch doen door dus
    een eens en er ge geen geweest haar had heb hebben heeft hem het hier hij hoe hun iets ik in is ja je kan kon
    kunnen maar me meer men met mij mijn moet moeten na naar niet niets nog nu of om omdat onder ons onze ook op
    over reeds sinds te tegen tot tussen uit uw van vanwege veel volgens voor waar waardoor waren was wat weer wel
    werd werden wie wil willen wordt worden zal ze zei zich zij zijn zo zoals zonder zou zouden""",
    "it": """a ad agli ai al alla alle allo anche ancora aveva avere c che chi ci circa co coi col come con contro
    cui da dagli dai dal dalla dalle degli dei del dell della delle dello di dopo dove due e è ed era essere fa
    fino fra gli ha hanno i il in invece io l la le lei li lo loro lui ma mentre mi molto ne negli nei nel nell
    nella nelle nello no noi non nostro o ogni oltre per perché però più poi prima proprio può qual quale quali
    quando quanto quella quelle quello questa queste questi questo qui se sé secondo sei senza si sia sono sopra
    sotto stata stati stato su sua sue sugli sui sul sulla sulle suo suoi tra tutti tutto un una uno verso vi""",
    "ru": """а без более был была были было быть в вам вас весь во вот все всё всего всех вы где да даже для до
    его ее её если есть еще ещё же за здесь и из или им их к как какой когда которая которого которое которой
    которую которые который которых кто ли либо между меня мне может можно мы на над надо нас наш не него нее неё
    нет ни ним них но ну о об однако он она они оно от очень по под после при про раз с сам свое свои свой своих
    себя со своей так также такие такой там то того тоже той только том тот ту ты у уже хотя чего чем что чтобы
    чья эта эти этих это этого этой этом этот эту я""",
    "uk": """а або але без більш більше був буде бути була були було в вам вас вже ви від він вона вони воно все
    всі всіх де для до його же за з зі із і й інші інших її їх їхній їхніх ін коли крім кого котрі кто лише ми між
    може мої на над нам нас не нею ні них ніж ним но ну о об однак от перед під після по при про раз с сам свій
    свої своїх свою себе серед та так також такий такі там те тим ти тільки то того той тому тоді у хоча це цей ці
    цих цього цьому ця цю чи що щоб щодо як яка яке який яких якого якої якою яку якщо які є""",
    "pl": """a aby albo ale ani bardzo bez bo być był była było były będzie by co czy dla do gdy gdzie go i ich
    ile im innych iż ja jak jako je jednak jego jej jest jeszcze jeśli już każdy kiedy kto która które którego
    której który których którzy lub ma mają mi między może na nad nas nasz nie nich nim niż o od oni oraz po pod
    podczas ponieważ poza przed przez przy się są ta tak także tam te tego tej ten to tu tych tylko tym tę u w
    wszystkich we więc z za zaś ze że został została zostały""",
    "sv": """att av de dem den det dig dock du då efter ej eller en ett från för ha hade han har hon hur i icke in
    inte jag kan man med mellan men mot när nu och om oss på samt sedan sig sin som så till under upp ut var vara
    vi vid är""",
    "tr": """acaba ama ancak bazı belki bile bir biz bu bunu da daha de değil diye en gibi göre hem hep her için
    ile ise kadar karşı ki kim mi mu nasıl ne neden o olan olarak olduğu oldu olduğunu olması on ona onlar sonra
    şey şu tüm üzere ve veya ya yani""",
    "ar": """إلى أن إن أو أي التي الذي الذين أنه إنه أنها بعد بين بها به تم ثم حتى حيث خلال ذلك على عن عند عندما
    غير في قبل قد كل كما كان كانت لا لم لن ليس ما مع من منذ هذا هذه هو هي و وقد ولم يوم""",
    "fa": """از اما است این آن با باید بر برای بود به تا خود در دو را شد شده که می های هم و هر یا یک""",
    "id": """ada adalah akan atas atau bagi bahwa bisa dalam dan dapat dari dengan di hal hanya ia ini itu juga
    karena ke kepada lebih mereka oleh pada para saat sebagai secara sudah telah tersebut tidak untuk yang""",
}

_NEWS_FILLER: Final = {
    "en": """according added adding amid announced announcement announcing article ap breaking called came click
    come comment copyright day days editor email facebook file first following getty hours image images including
    key last latest made make making minute minutes month monday tuesday wednesday thursday friday saturday sunday
    january february march april june july august september october november december jan feb mar apr jun jul aug
    sep sept oct nov dec new news newsletter next noted photo photos post press published read reader readers
    report reported reportedly reporter reporters reporting reports said say saying says share source sources
    stated statement staff story subscribe subscribed take taken time times today told told tomorrow twitter two
    updated use used using week weeks well whatsapp x year years yesterday""",
    "de": """angaben bericht berichte berichtet berichten bild erklärte hieß heißt jahr jahre jahren laut
    mitteilung mitgeteilt monat montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag januar
    februar märz april juni juli august september oktober november dezember sagte sagt tag uhr woche zufolge zeit
    zeitung""",
    "fr": """a-t-il affirmé ajouté an année années annoncé article dit déclaré déclarer expliqué indiqué jour
    journal jours lundi mardi mercredi jeudi vendredi samedi dimanche janvier février mars avril mai juin juillet
    août septembre octobre novembre décembre mois photo publié semaine""",
    "es": """afirmó agregó año años añadió aseguró días dijo día foto hoy indicó informó lunes martes miércoles
    jueves viernes sábado domingo enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre
    diciembre mes noticias noticia señaló semana""",
    "pt": """afirmou ano anos dia dias disse foto hoje informou segunda-feira terça-feira janeiro fevereiro março
    abril maio junho julho agosto setembro outubro novembro dezembro mês notícias semana""",
    "nl": """aldus bericht dag foto gezegd jaar laat liet maand maandag dinsdag woensdag donderdag vrijdag
    zaterdag zondag januari februari maart april mei juni juli augustus september oktober november december meldt
    nieuws week weten zegt""",
    "it": """anni anno detto dichiarato foto giorni giorno lunedì martedì mercoledì giovedì venerdì sabato
    domenica gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre mese
    oggi ore settimana""",
    "ru": """время год года году дней день заявил заявила заявили газета издание информация месяц новости отметил
    отметила пишет понедельник вторник среду среда четверг пятницу пятница субботу воскресенье января февраля
    марта апреля мая июня июля августа сентября октября ноября декабря передает сегодня сообщает сообщил сообщили
    сообщила сказал слова словам фото""",
    "uk": """видання днів день заявив заявила зазначив зазначила йдеться місяць новини пише понеділок вівторок
    середу середа четвер п'ятницю п'ятниця суботу неділю січня лютого березня квітня травня червня липня серпня
    вересня жовтня листопада грудня повідомив повідомила повідомляє повідомили повідомлення повідомленні року році
    рік сьогодні слова словами фото час""",
    "pl": """dnia dodał dziś poniedziałek wtorek środa czwartek piątek sobota niedziela powiedział poinformował
    rok roku zdjęcie""",
}

STOP: Final = frozenset(
    word for table in (_FUNCTION_WORDS, _NEWS_FILLER) for line in table.values() for word in line.split()
)
