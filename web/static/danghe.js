// What the pages do beyond what they do without a script. No library, no eval, ES2017.
(function () {
  "use strict";
  document.documentElement.classList.add("script");

  const one = (selector, within) => (within || document).querySelector(selector);
  const every = (selector, within) => Array.from((within || document).querySelectorAll(selector));

  const trial = document.createElement("div");
  trial.style.cssText = "display:flex;flex-direction:column;row-gap:1px;position:absolute";
  trial.append(document.createElement("i"), document.createElement("i"));
  document.documentElement.append(trial);
  if (trial.scrollHeight !== 1) document.documentElement.classList.add("no-gap");
  trial.remove();

  // --- menus close when something else is meant ---
  document.addEventListener("click", (event) => {
    every("details.menu[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      every("details.menu[open]").forEach((menu) => {
        menu.open = false;
        one("summary", menu).focus();
      });
    }
    if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey)) {
      const field = one("#q") || one("#find");
      if (field) {
        event.preventDefault();
        field.focus();
        field.select();
      }
    }
  });

  // --- results are swapped in place; the next page is fetched beforehand ---
  const fetched = new Map();
  let latest = 0;

  function partOf(url) {
    const address = new URL(url, location.href);
    address.searchParams.set("part", "results");
    const key = address.href;
    if (!fetched.has(key)) {
      if (fetched.size > 20) fetched.clear();
      const answer = fetch(key, { credentials: "same-origin", headers: { Accept: "text/html" } })
        .then((response) => {
          if (response.redirected || !(response.ok || response.status === 422)) throw new Error(String(response.status));
          return response.text();
        });
      answer.catch(() => fetched.delete(key));
      fetched.set(key, answer);
    }
    return fetched.get(key);
  }

  function show(html) {
    const part = new DOMParser().parseFromString(html, "text/html").getElementById("results");
    const held = one("#results");
    held.replaceWith(document.adoptNode(part));
    prefetch();
  }

  function swap(url, push) {
    const mine = ++latest;
    one("#results").classList.add("busy");
    partOf(url).then((html) => {
      if (mine !== latest) return;
      if (push) history.pushState(null, "", url);
      show(html);
      const typed = new URL(url, location.href).searchParams.get("q");
      const field = one("#q");
      if (field && typed !== null) field.value = typed;
      chosen(url);
      if (push) {
        const status = one("#results [role=status]");
        window.scrollTo(0, 0);
        if (status) {
          status.tabIndex = -1;
          status.focus({ preventScroll: true });
        }
      }
    }).catch(() => location.assign(url));
  }

  // The form repeats what was chosen, so that another query keeps it.
  function chosen(url) {
    const form = one("#search");
    if (!form) return;
    every("input[type=hidden]", form).forEach((field) => field.remove());
    new URL(url, location.href).searchParams.forEach((value, name) => {
      if (name === "q" || name === "page" || name === "part") return;
      const field = document.createElement("input");
      field.type = "hidden";
      field.name = name;
      field.value = value;
      form.append(field);
    });
  }

  function prefetch() {
    const next = one("#results a[rel=next]");
    if (next) setTimeout(() => partOf(next.href).catch(() => {}), 150);
  }

  if (one("#results")) {
    document.addEventListener("click", (event) => {
      const link = event.target.closest("a[data-swap]");
      if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      swap(link.href, true);
    });
    document.addEventListener("mouseover", (event) => {
      const link = event.target.closest && event.target.closest("a[data-swap]");
      if (link) partOf(link.href).catch(() => {});
    });
    window.addEventListener("popstate", () => swap(location.href, false));
    prefetch();
    // Within the list of hits, j and k go from one to the next.
    document.addEventListener("keydown", (event) => {
      if (event.key !== "j" && event.key !== "k") return;
      const links = every(".hit h2 a");
      const place = links.indexOf(document.activeElement);
      if (place < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
      const other = links[place + (event.key === "j" ? 1 : -1)];
      if (other) {
        event.preventDefault();
        other.focus();
      }
    });
  }

  // --- suggestions ---
  const box = one("[data-suggest]");
  if (box) {
    const field = one("input", box);
    const list = one("ul", box);
    let timer = 0;
    let asked = 0;
    let place = -1;
    let found = [];
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", list.id);
    field.setAttribute("aria-expanded", "false");
    const kinds = JSON.parse(document.body.dataset.kinds || "{}");

    const close = () => {
      list.hidden = true;
      place = -1;
      field.setAttribute("aria-expanded", "false");
      field.removeAttribute("aria-activedescendant");
    };
    const choose = (number) => {
      place = number;
      every("li", list).forEach((entry, index) => entry.setAttribute("aria-selected", String(index === number)));
      if (number >= 0) field.setAttribute("aria-activedescendant", "suggestion-" + number);
      else field.removeAttribute("aria-activedescendant");
    };
    const take = (number) => {
      field.value = found[number].query;
      close();
      field.focus();
    };
    const text = (name, className, content) => {
      const element = document.createElement(name);
      element.className = className;
      element.textContent = content;
      return element;
    };
    const open = (suggestions) => {
      found = suggestions;
      list.textContent = "";
      found.forEach((suggestion, number) => {
        const entry = text("li", "", "");
        entry.id = "suggestion-" + number;
        entry.setAttribute("role", "option");
        entry.setAttribute("aria-selected", "false");
        entry.append(text("span", "tag", kinds[suggestion.kind] || suggestion.kind), text("span", "", suggestion.name), text("span", "soft", suggestion.hint));
        entry.addEventListener("mousedown", (event) => {
          event.preventDefault();
          take(number);
        });
        list.append(entry);
      });
      list.hidden = !found.length;
      field.setAttribute("aria-expanded", String(Boolean(found.length)));
      choose(-1);
    };
    field.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        const mine = ++asked;
        fetch(box.dataset.suggest + "?q=" + encodeURIComponent(field.value), { credentials: "same-origin" })
          .then((response) => (response.ok ? response.json() : []))
          .then((suggestions) => {
            if (mine === asked && document.activeElement === field) open(suggestions);
          })
          .catch(close);
      }, 90);
    });
    field.addEventListener("keydown", (event) => {
      if (event.isComposing || list.hidden) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        const step = event.key === "ArrowDown" ? 1 : -1;
        choose((place + step + found.length + 1) % (found.length + 1) === found.length ? -1 : (place + step + found.length + 1) % (found.length + 1));
      } else if (event.key === "Enter" && place >= 0) {
        event.preventDefault();
        take(place);
      } else if (event.key === "Escape") {
        event.preventDefault();
        close();
      }
    });
    field.addEventListener("blur", close);
    one("#search").addEventListener("submit", () => {
      asked++;
      clearTimeout(timer);
      close();
    });
  }

  // --- a page's image: zoom and turn ---
  const viewer = one("[data-viewer]");
  const sheet = viewer && one("[data-sheet]", viewer);
  if (sheet) {
    const pane = one("[data-pane]", viewer);
    const turning = one("[data-turn]", sheet);
    const width = Number(sheet.dataset.width);
    const height = Number(sheet.dataset.height);
    let zoom = 1;
    let turn = 0;
    const draw = () => {
      const aside = turn % 180 !== 0;
      const wide = aside ? height : width;
      const high = aside ? width : height;
      sheet.setAttribute("viewBox", "0 0 " + wide + " " + high);
      turning.setAttribute("transform", { 0: "", 90: "translate(" + height + " 0) rotate(90)", 180: "translate(" + width + " " + height + ") rotate(180)", 270: "translate(0 " + width + ") rotate(270)" }[turn]);
      sheet.style.width = zoom * 100 + "%";
    };
    const act = (what) => {
      const middle = { x: (pane.scrollLeft + pane.clientWidth / 2) / pane.scrollWidth, y: (pane.scrollTop + pane.clientHeight / 2) / pane.scrollHeight };
      if (what === "larger") zoom = Math.min(6, zoom * 1.25);
      if (what === "smaller") zoom = Math.max(0.25, zoom / 1.25);
      if (what === "fit") zoom = zoom === 1 ? Math.min(1, (pane.clientHeight - 32) / pane.clientWidth * (turn % 180 ? height / width : width / height)) : 1;
      if (what === "turn") turn = (turn + 90) % 360;
      draw();
      pane.scrollLeft = middle.x * pane.scrollWidth - pane.clientWidth / 2;
      pane.scrollTop = middle.y * pane.scrollHeight - pane.clientHeight / 2;
    };
    viewer.addEventListener("click", (event) => {
      const button = event.target.closest("[data-do]");
      if (button) act(button.dataset.do);
    });
    pane.addEventListener("keydown", (event) => {
      const what = { "+": "larger", "=": "larger", "-": "smaller", "0": "fit", r: "turn" }[event.key];
      if (what && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        act(what);
      }
    });
    pane.addEventListener("wheel", (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      act(event.deltaY < 0 ? "larger" : "smaller");
    }, { passive: false });
    const mark = one(".found", sheet);
    if (mark) {
      const place = mark.getBoundingClientRect();
      const around = pane.getBoundingClientRect();
      if (place.bottom > around.bottom) pane.scrollTop += place.top - around.top - around.height / 3;
    }
  }
  const first = viewer && one(".pane.text mark", viewer);
  if (first) {
    const pane = first.closest(".pane");
    const far = first.getBoundingClientRect().top - pane.getBoundingClientRect().top;
    if (far > pane.clientHeight * 0.8) pane.scrollTop += far - pane.clientHeight / 3;
  }
  // In the viewer, but not in its fields, the arrow keys of a page turn it.
  if (viewer) {
    viewer.addEventListener("keydown", (event) => {
      if (!event.altKey && !event.ctrlKey && (event.key === "PageDown" || event.key === "PageUp") && event.shiftKey) {
        const link = one(event.key === "PageDown" ? ".toolbar a[rel=next]" : ".toolbar a[rel=prev]", viewer);
        if (link) link.click();
      }
    });
  }

  // --- what is folded up opens when one is led to it ---
  const unfold = (id) => {
    const folded = id && document.getElementById(id);
    if (folded && folded.matches("details")) {
      folded.open = true;
      one("summary", folded).focus();
    }
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-opens]");
    if (!link) return;
    every("details.menu[open]").forEach((menu) => { menu.open = false; });
    unfold(link.dataset.opens);
  });
  unfold(location.hash.slice(1));

  // --- print ---
  every("[data-print]").forEach((button) => button.addEventListener("click", () => window.print()));
})();
