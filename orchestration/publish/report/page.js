(() => {
  "use strict";
  const number = (cell) => {
    const text = cell.textContent.replace("−", "-").replace(/[^0-9.<>-]/g, "");
    const found = parseFloat(text.replace(/[<>]/g, ""));
    return Number.isNaN(found) ? null : found;
  };
  const sort = (table, at, button) => {
    const body = table.tBodies[0];
    const down = button.dataset.order !== "down";
    const rows = [...body.rows].map((row) => ({ row, cell: row.cells[at] }));
    const isNumber = button.parentElement.classList.contains("n");
    rows.sort((a, b) => {
      const [x, y] = isNumber ? [number(a.cell), number(b.cell)] : [a.cell.textContent.trim(), b.cell.textContent.trim()];
      if (x === null || y === null) return (x === null) - (y === null);
      const order = isNumber ? x - y : x.localeCompare(y);
      return down ? -order : order;
    });
    for (const other of table.querySelectorAll("thead button")) {
      delete other.dataset.order;
      other.parentElement.removeAttribute("aria-sort");
    }
    button.dataset.order = down ? "down" : "up";
    button.parentElement.setAttribute("aria-sort", down ? "descending" : "ascending");
    body.append(...rows.map(({ row }) => row));
  };
  for (const table of document.querySelectorAll("table.sortable")) {
    [...table.tHead.rows[0].cells].forEach((heading, at) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...heading.childNodes);
      button.addEventListener("click", () => sort(table, at, button));
      heading.append(button);
    });
  }
  for (const box of document.querySelectorAll("[data-search]")) {
    const items = [...document.querySelectorAll(box.dataset.search)];
    const said = document.getElementById(box.dataset.said);
    box.hidden = false;
    box.querySelector("input").addEventListener("input", (event) => {
      const words = event.target.value.toLowerCase().split(/\s+/).filter(Boolean);
      // A narrow screen shows the first rows only, and a match can be any.
      if (words.length) for (const more of document.querySelectorAll("details.more")) more.open = true;
      let shown = 0;
      for (const item of items) {
        const text = item.textContent.toLowerCase();
        item.hidden = !words.every((word) => text.includes(word));
        shown += !item.hidden;
      }
      said.textContent = words.length ? `${shown} of ${items.length} shown` : "";
    });
  }
  const open = () => {
    const id = decodeURIComponent(location.hash.slice(1));
    const target = id && document.getElementById(id);
    for (let at = target; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
    if (target) target.scrollIntoView();
  };
  addEventListener("hashchange", open);
  open();
})();
