// Comfort only: every page works without it. Where nobody set a zone, times are shown in the browser's own.
(function () {
  "use strict";
  // A form that is on its way is not sent a second time by a second click; another button of it may be pressed.
  var sent = new WeakMap();
  document.addEventListener("submit", function (event) {
    var form = event.target, before = sent.get(form), button = event.submitter;
    if (form.method !== "post") return;
    if (before && before.button === button && Date.now() - before.at < 10000) return event.preventDefault();
    sent.set(form, { button: button, at: Date.now() });
  });
  window.addEventListener("pageshow", function () { sent = new WeakMap(); });
  if (!document.body.hasAttribute("data-local")) return;
  function local(root) {
    root.querySelectorAll("time.at:not([data-shown])").forEach(function (element) {
      var moment = new Date(element.dateTime);
      if (isNaN(moment)) return;
      var options = { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" };
      if (moment.getFullYear() !== new Date().getFullYear()) options.year = "numeric";
      element.textContent = moment.toLocaleString("en-GB", Object.assign({ hour12: false }, options));
      element.setAttribute("data-shown", "");
    });
  }
  local(document);
  document.body.addEventListener("htmx:afterSwap", function () { local(document); });
})();
