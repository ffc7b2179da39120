// While the index is built anew, its state is asked for until that is done.
(function () {
  "use strict";
  const held = document.getElementById("rebuild");
  if (!held) return;

  function running() {
    return held.querySelector("[data-rebuild=running]") !== null;
  }

  let shown = "";

  // What has not changed is left alone: it would be read out anew.
  function ask() {
    fetch("/admin/rebuild", { credentials: "same-origin" })
      .then((response) => {
        if (!response.ok || response.redirected) throw new Error(String(response.status));
        return response.text();
      })
      .then((html) => {
        if (html === shown) {
          setTimeout(ask, 1000);
          return;
        }
        shown = html;
        const part = new DOMParser().parseFromString(html, "text/html").body;
        held.textContent = "";
        Array.from(part.childNodes).forEach((node) => held.appendChild(document.adoptNode(node)));
        if (running()) setTimeout(ask, 1000);
      })
      .catch(() => {});
  }

  if (running()) setTimeout(ask, 1000);
})();
