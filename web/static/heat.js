// The heat map: every cell leads to what was found of its box. Links are made when one comes near,
// so that thousands of cells stay light; without a script, the name of a unit leads to all of it.
(function () {
  "use strict";
  Array.from(document.querySelectorAll("[data-heat]")).forEach((table) => {
    const head = Array.from(table.tHead.rows[1].cells);
    const sections = [];
    Array.from(table.tHead.rows[0].cells).slice(3).forEach((cell) => {
      for (let n = 0; n < cell.colSpan; n++) sections.push(cell.firstElementChild.title);
    });
    const rows = Array.from(table.tBodies[0].rows);
    const before = 3;
    const said = table.closest(".card").querySelector("[data-said]");
    const link = (cell) => {
      if (cell.firstElementChild.tagName === "A") return cell.firstElementChild;
      const place = cell.cellIndex - before;
      const row = cell.parentNode;
      const made = document.createElement("a");
      made.href = row.cells[0].firstElementChild.href + "&box=" + encodeURIComponent(head[place].dataset.box) + "#problems";
      made.tabIndex = -1;
      const status = cell.lastElementChild.textContent;
      const box = head[place].firstElementChild.title;
      made.setAttribute("aria-label", box + " " + status);
      made.title = row.cells[0].textContent + " " + row.cells[1].textContent + " · " + sections[place] + " · " + box + " · " + status;
      made.append.apply(made, Array.from(cell.childNodes));
      cell.append(made);
      return made;
    };
    const cellOf = (target) => {
      const cell = target.closest && target.closest("td");
      return cell && cell.cellIndex >= before ? cell : null;
    };
    table.addEventListener("mouseover", (event) => {
      const cell = cellOf(event.target);
      if (cell) said.textContent = link(cell).title;
    });
    let stop = null;
    const go = (row, column) => {
      const cell = rows[row] && rows[row].cells[column];
      if (!cell || column < before) return;
      if (stop) stop.tabIndex = -1;
      stop = link(cell);
      stop.tabIndex = 0;
      stop.focus();
    };
    table.addEventListener("focusin", (event) => {
      const cell = cellOf(event.target);
      if (cell) said.textContent = link(cell).title;
    });
    table.addEventListener("keydown", (event) => {
      const cell = cellOf(event.target);
      if (!cell || event.ctrlKey && event.key !== "Home" && event.key !== "End" || event.altKey || event.metaKey || event.shiftKey) return;
      const row = rows.indexOf(cell.parentNode);
      const column = cell.cellIndex;
      const last = cell.parentNode.cells.length - 1;
      const to = {
        ArrowLeft: [row, column - 1], ArrowRight: [row, column + 1],
        ArrowUp: [row - 1, column], ArrowDown: [row + 1, column],
        Home: [event.ctrlKey ? 0 : row, before], End: [event.ctrlKey ? rows.length - 1 : row, last],
        PageUp: [Math.max(0, row - 10), column], PageDown: [Math.min(rows.length - 1, row + 10), column]
      }[event.key];
      if (!to) return;
      event.preventDefault();
      go(to[0], to[1]);
    });
    table.setAttribute("role", "grid");
    if (rows.length && rows[0].cells.length > before) {
      stop = link(rows[0].cells[before]);
      stop.tabIndex = 0;
    }
  });
})();
