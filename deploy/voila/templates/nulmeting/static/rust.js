// Back to the page as it was addressed, when this tab still knows; the link works without.
(() => {
  "use strict";
  try {
    const back = JSON.parse(sessionStorage.getItem("nulmeting-back"));
    if (typeof back === "string" && new URL(back, location.href).origin === location.origin && back.startsWith("/")) {
      document.getElementById("on").href = back;
    }
  } catch { /* No store: the link goes to the beginning. */ }
})();
