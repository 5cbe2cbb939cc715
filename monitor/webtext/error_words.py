"""How pages begin that say, with status 200, that there is nothing here. One alternative a line."""

from __future__ import annotations

import re

from monitor.webtext.phrases import alternatives

_REGRET = alternatives(
    r"""
    ups|hoppla|leider|entschuldigung
    oups|désolés?|malheureusement
    lo sentimos|vaya
    oeps|helaas
    ci dispiace|siamo spiacenti|spiacenti|ops
    desculpe|lamentamos
    извините|к сожалению
    вибачте|на жаль
    عذرا\S*
    """
)
_ERRORS = alternatives(
    r"""
    (?:http )?(?:error|fehler|erreur|ошибка|помилка)\W{0,3}(?:40\d|410|429|50\d|52\d)\b
    (?:40[0-9]|410|429|50[0-9]|52[0-9])\W*$
    (?:40\d|410|429|5[02]\d)\W{1,4}(?:error|not|page|forbidden|unauthori|gone|bad|internal|service|gateway|too many)
    page (?:not|cannot be|could not be|can.t be) (?:found|displayed)
    (?:the |this )?page (?:you (?:are|were)|you.re) looking for
    (?:file )?not found
    (?:we.re |we are )?(?:sorry|oops)\W+(?:but )?(?:the|this|that|your|our|we|it|page)\b.{0,60}(?:not|n.t|exist|gone)
    (?:we.re |we are )?(?:sorry|oops)\W+(?:but )?(?:something|an|there|it)\b.{0,60}(?:error|wrong|unavailable)
    we (?:could|can)(?:n.t|not| not) find (?:that|this|the|your) (?:page|article|content)
    this (?:content|story|article|page|item|document) (?:is|isn.t|was|cannot|can.t)\b.{0,30}(?:available|restricted)
    this (?:content|story|article|page|item|document) (?:is|has|was)\b.{0,20}(?:removed|deleted|expired|moved)
    (?:451\W{1,4})?unavailable (?:due to|for) legal reasons
    (?:the )?requested (?:page|url|resource)
    this page (?:does not|doesn.t|no longer) exist
    internal server error
    bad gateway
    gateway time-?out
    service (?:temporarily )?unavailable
    (?:(?:the|this|our) )?(?:site|website|service|we.re|we are|currently).{0,25}(?:maintenance|unavailable)
    temporarily unavailable
    (?:under|scheduled|down for) maintenance
    maintenance(?: mode)?\W*$
    something went wrong
    an error (?:has )?occurred
    (?:runtime|server|application) error
    (?:database (?:connection )?error|error establishing a database)
    account suspended
    (?:this )?domain (?:is )?for sale
    default web (?:site )?page
    welcome to nginx
    (?:(?:die|diese) )?(?:\w+e )?seite\b.{0,40}nicht (?:mehr )?(?:gefunden|verfügbar|vorhanden|angezeigt|erreichbar)
    (?:(?:die|diese) )?(?:\w+e )?seite (?:gibt es|existiert) (?:leider )?nicht
    wartungsarbeiten
    (?:(?:la|cette) )?page\b.{0,40}(?:n.existe (?:pas|plus)|introuvable|non trouvée|n.a pas (?:été|pu être) trouvée)
    (?:(?:la|cette) )?page\b.{0,40}n.est (?:pas|plus) (?:disponible|accessible)
    (?:site )?en maintenance
    (?:(?:la|esta) )?página\b.{0,40}no (?:existe|encontrada|está disponible)
    (?:(?:la|esta) )?página\b.{0,40}no se (?:ha )?(?:encuentra|encontrado|encontró)
    no (?:se (?:ha )?)?(?:hemos )?(?:encontrado|encontramos|encontró) (?:la|esta) página
    en mantenimiento
    (?:(?:de|deze) )?pagina\b.{0,40}(?:bestaat niet|niet (?:meer )?(?:gevonden|beschikbaar|worden gevonden))
    (?:(?:la|questa) )?pagina\b.{0,40}non (?:trovata|esiste|è stata trovata|è (?:più )?disponibile)
    (?:(?:a|esta) )?página\b.{0,40}não (?:existe|encontrada|foi encontrada|está disponível)
    nie znaleziono strony
    (?:ta )?strona\b.{0,40}nie (?:istnieje|została (?:znaleziona|odnaleziona))
    (?:aradığınız )?sayfa\b.{0,20}bulunamadı
    (?:запрошенная |такая |эта )?страниц\w+\b.{0,40}не (?:найдена|существует|доступна)
    такой страницы (?:нет|не существует)
    технические работы
    (?:запитувана |така |ця |цю )?сторінк\w+\b.{0,40}не (?:знайдено|знайдена|існує|доступна)
    такої сторінки (?:немає|не існує)
    технічні роботи
    (?:هذه )?الصفحة\b.{0,30}(?:غير موجودة|غير متوفرة|غير متاحة)
    لم يتم العثور على (?:هذه )?الصفحة
    .{0,12}(?:页面|頁面|网页|網頁).{0,8}(?:不存在|未找到|找不到|已(?:被)?(?:删除|刪除))
    .{0,8}找不到.{0,6}(?:页面|頁面|网页|網頁)
    .{0,12}ページ(?:は|が).{0,6}(?:見つかりません|存在しません|ありません)
    .{0,12}페이지(?:를|가|는)?\s?(?:찾을 수 없|존재하지 않|없습니다)
    sidan (?:kunde inte hittas|finns inte)
    siden (?:blev ikke fundet|findes ikke|ble ikke funnet|finnes ikke)
    stránka (?:nebyla nalezena|neexistuje|nenalezena)
    (?:az )?(?:oldal|a keresett oldal) nem található
    pagina\b.{0,30}nu (?:a fost găsită|există)
    (?:η )?σελίδα\b.{0,30}δεν (?:βρέθηκε|υπάρχει)
    (?:ה)?(?:דף|עמוד)\b.{0,20}לא (?:נמצא|קיים)
    """
)
ERROR_START = re.compile(rf"^\W*(?:(?:{_REGRET})\b\W*)?(?:{_ERRORS})", re.IGNORECASE)
