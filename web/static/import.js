// Files and folders may be dropped; how far an import is shows by itself. Both go without this script too.
(function () {
  "use strict";
  const form = document.querySelector("[data-send]");
  if (form) sending(form);
  const card = document.querySelector("[data-progress]");
  if (card) watching(card);

  function sending(form) {
    const drop = form.querySelector("[data-drop]");
    const said = form.querySelector("[data-said]");
    const button = form.querySelector("button.main");
    const inputs = Array.from(form.querySelectorAll("input[type=file]"));
    let dropped = [];

    // --- what is chosen: [file, path] ---
    const chosen = () => inputs.reduce((all, input) => all.concat(Array.from(input.files).map((file) => [file, file.webkitRelativePath || file.name])), dropped);
    const bytes = (files) => files.reduce((sum, one) => sum + one[0].size, 0);
    const size = (count) => count < 1048576 ? Math.ceil(count / 1024) + " KB" : (count / 1048576).toFixed(1) + " MB";
    function say(text, bad) {
      said.textContent = text;
      said.classList.toggle("problem", Boolean(bad));
      button.disabled = false;
    }
    function tell() {
      const files = chosen();
      say(files.length ? form.dataset.chosen.replace("{files}", files.length).replace("{size}", size(bytes(files))) : "");
    }
    inputs.forEach((input) => input.addEventListener("change", () => { dropped = []; tell(); }));

    // --- dropping ---
    const entries = (reader) => new Promise((done, failed) => reader.readEntries(done, failed));
    async function within(entry, found) {
      if (found.length > Number(form.dataset.mostFiles)) return;
      if (entry.isFile) {
        const file = await new Promise((done, failed) => entry.file(done, failed));
        found.push([file, entry.fullPath.replace(/^\//, "")]);
      } else if (entry.isDirectory) {
        const reader = entry.createReader();
        for (let some = await entries(reader); some.length; some = await entries(reader)) {
          for (const one of some) await within(one, found);
        }
      }
    }
    drop.addEventListener("dragover", (event) => { event.preventDefault(); drop.classList.add("over"); });
    drop.addEventListener("dragleave", () => drop.classList.remove("over"));
    drop.addEventListener("drop", (event) => {
      event.preventDefault();
      drop.classList.remove("over");
      inputs.forEach((input) => { input.value = ""; });
      const items = Array.from(event.dataTransfer.items || []);
      const tops = items.map((item) => item.webkitGetAsEntry && item.webkitGetAsEntry()).filter(Boolean);
      if (!tops.length) {
        dropped = Array.from(event.dataTransfer.files).map((file) => [file, file.name]);
        tell();
        return;
      }
      const found = [];
      tops.reduce((before, top) => before.then(() => within(top, found)), Promise.resolve())
        .catch(() => {}).then(() => { dropped = found; tell(); });
    });

    // --- sending ---
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const files = chosen();
      if (!files.length) return say(form.dataset.none, true);
      if (files.length > Number(form.dataset.mostFiles)) return say(form.dataset.many, true);
      if (bytes(files) > Number(form.dataset.mostBytes)) return say(form.dataset.large, true);
      const data = new FormData();
      Array.from(form.elements).filter((one) => one.name && one.type !== "file").forEach((one) => data.append(one.name, one.value));
      files.forEach(([file, path]) => data.append("files", file, path));
      send(data);
    });
    function send(data) {
      const request = new XMLHttpRequest();
      request.open("POST", form.action);
      request.upload.addEventListener("progress", (event) => {
        if (event.lengthComputable) said.textContent = form.dataset.sending.replace("{percent}", Math.floor(100 * event.loaded / event.total));
      });
      request.addEventListener("error", () => say(form.dataset.lost, true));
      request.addEventListener("load", () => {
        if (request.status < 400) {
          location.assign(request.responseURL || "/import");
          return;
        }
        const page = new DOMParser().parseFromString(request.responseText, "text/html");
        const why = page.querySelector("[role=alert]");
        const remedy = why && why.nextElementSibling && why.nextElementSibling.matches(".soft") ? " " + why.nextElementSibling.textContent : "";
        say(why ? why.textContent + remedy : form.dataset.lost, true);
      });
      said.classList.remove("problem");
      button.disabled = true;
      request.send(data);
    }
  }

  function watching(card) {
    const bar = card.querySelector("progress");
    const title = card.querySelector("[data-title]");
    const count = card.querySelector("[data-count]");
    const parts = Array.from(card.querySelectorAll("[data-part]"));
    const put = (one, text) => { if (one.textContent !== text) one.textContent = text; };
    const ask = () => fetch(card.dataset.progress, { credentials: "same-origin" })
      .then((answer) => {
        if (answer.redirected || answer.status === 403) {
          location.reload();
          throw new Error("signed out");
        }
        if (!answer.ok) throw new Error(String(answer.status));
        return answer.json();
      })
      .then((told) => {
        if (!told.running) {
          location.assign("/import");
          return;
        }
        bar.max = Math.max(1, told.found);
        bar.value = told.done;
        put(title, told.title);
        put(count, told.count);
        told.parts.forEach(([, number], place) => {
          put(parts[place], number.toLocaleString("en"));
          parts[place].parentElement.classList.toggle("none", !number);
        });
        setTimeout(ask, 1000);
      })
      .catch(() => setTimeout(ask, 5000));
    setTimeout(ask, 300);
  }
})();
