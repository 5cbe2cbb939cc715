// Comfort only: every page works without it. Where nobody set a zone, times are shown in the browser's own.
(function () {
  "use strict";
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
