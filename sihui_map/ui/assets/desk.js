/* A sheet that is filled in: each cell is sent as it is left and shows whether it was kept. What is
   sent is kept by the server before it answers, so nothing that says 已存 can be lost; what could not
   be sent is sent again until it is, and the page says so. */
"use strict";
(() => {
  const AGAIN_MS = 2000, NEWS_MS = 8000;
  const LEAVES = "还有没存下的格子，离开会丢掉。";
  /* By the name of a cell what was typed and not yet answered: the framework may draw the table anew. */
  const waiting = new Map();
  let isSending = false;
  const gridOf = (one) => one.closest("[data-grid]");
  const nameOf = (cell) => [gridOf(cell).dataset.scope, gridOf(cell).dataset.sheet, cell.parentElement.dataset.line, cell.dataset.field];
  const keyOf = (cell) => JSON.stringify(nameOf(cell));
  const fieldOf = (cell) => cell.querySelector(":scope > input, :scope > select");
  const cellAt = (key) => [...document.querySelectorAll("[data-grid] td[data-field]")].find((cell) => keyOf(cell) === key);
  const say = (cell, style, word, told = "") => {
    const state = cell.querySelector(".state");
    state.className = `state ${style}`;
    state.querySelector("b").textContent = word;
    state.querySelector("span").textContent = told;
  };
  const setField = (cell, text) => {
    const field = fieldOf(cell);
    if (!field) return;
    field.value = text;
    field.dataset.kept = text;
    delete field.dataset.sent;
  };
  const keptOf = (field) => field.dataset.kept ?? (field.tagName === "SELECT" ? [...field.options].find((one) => one.defaultSelected)?.value ?? "" : field.defaultValue);
  const ask = async (address, body, token) => {
    const answer = await fetch(address, {
      method: "POST", credentials: "same-origin", headers: { "content-type": "application/json", "x-sihui-form": token }, body: JSON.stringify(body),
    });
    const said = answer.headers.get("content-type")?.includes("json") ? await answer.json() : { said: await answer.text() };
    return { status: answer.status, ...said };
  };
  /* Both Enter and leaving say that a cell is done: it is sent once, and what was refused only if
     somebody asks for it again. */
  const leave = (cell, isAsked) => {
    const field = fieldOf(cell), isRefused = cell.querySelector(".state.wrong") !== null;
    if (!field || (field.value === keptOf(field) && !waiting.has(keyOf(cell)))) return;
    if (field.value === field.dataset.sent && !(isAsked && isRefused)) return;
    field.dataset.sent = field.value;
    waiting.set(keyOf(cell), { text: field.value, token: gridOf(cell).dataset.token, step: Number(cell.dataset.step) });
    say(cell, "waiting", "待保存");
    send();
  };
  const send = async () => {
    if (isSending) return;
    isSending = true;
    while (waiting.size) {
      const [key, one] = waiting.entries().next().value;
      let said = null;
      const [scope, sheet, line, field] = JSON.parse(key);
      try { said = await ask("./cells/save", { scope, sheet, line, field, text: one.text, step: one.step }, one.token); } catch { said = null; }
      if (!said || said.status === 503 || said.status === 502 || said.status === 504) {
        const cell = cellAt(key);
        if (cell) say(cell, "waiting", "待保存", "连不上服务器，正在重试；请不要关闭这一页");
        await new Promise((done) => setTimeout(done, AGAIN_MS));
        continue;
      }
      if (waiting.get(key) === one) waiting.delete(key);  // typed again meanwhile: that is sent next
      else if (said.step) waiting.get(key).step = said.step;
      answered(key, one, said);
    }
    isSending = false;
  };
  /* What other cells of the line were told of this one while it was empty. */
  const noLongerEmpty = (cell) => {
    for (const other of cell.parentElement.querySelectorAll("td[data-field]:has(.state.warned)")) {
      const told = other.querySelector(".state span").textContent.split("；");
      const left = told.filter((one) => !one.startsWith(`「${cell.dataset.label}」`));
      if (other !== cell && left.length < told.length) say(other, left.length ? "warned" : "saved", left.length ? "已存，有提醒" : "已存", left.join("；"));
    }
  };
  const answered = (key, one, said) => {
    const cell = cellAt(key);
    if (!cell) return;
    cell.querySelector(".clash")?.remove();
    if (said.status === 200) {
      cell.dataset.step = said.step;
      if (!waiting.has(key)) {
        const field = fieldOf(cell);
        if (document.activeElement === field && field.value !== one.text) field.dataset.kept = said.text;
        else setField(cell, said.text);
        say(cell, said.notes.length ? "warned" : "saved", said.notes.length ? "已存，有提醒" : "已存", said.notes.join("；"));
      }
      if (said.text) noLongerEmpty(cell);
    } else if (said.status === 409) {
      cell.dataset.step = said.step;
      say(cell, "wrong", "未存", said.said);
      const box = document.createElement("span");
      box.className = "clash";
      for (const [words, text] of [[`用我的 ${one.text || "空"}`, one.text], [`用${said.who}的 ${said.text || "空"}`, null]]) {
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = words;
        button.addEventListener("click", () => {
          box.remove();
          if (text === null) { setField(cell, said.text); say(cell, "saved", "已存", `${said.who} 写的`); return; }
          fieldOf(cell).value = text;
          fieldOf(cell).dataset.kept = said.text;
          leave(cell, true);
        });
        box.append(button);
      }
      cell.append(box);
    } else {
      say(cell, "wrong", "未存", said.said);
    }
  };
  document.addEventListener("change", (event) => {
    const cell = event.target.closest && event.target.closest("[data-grid] td[data-field]");
    if (cell && event.target === fieldOf(cell)) leave(cell);
  });
  const below = (cell, step) => {
    const rows = [...cell.closest("tbody").children], row = rows[rows.indexOf(cell.parentElement) + step];
    return row && [...row.children].find((one) => one.dataset.field === cell.dataset.field);
  };
  document.addEventListener("keydown", (event) => {
    const cell = event.target.closest && event.target.closest("[data-grid] td[data-field]");
    if (!cell || event.target !== fieldOf(cell)) return;
    const step = { Enter: event.shiftKey ? -1 : 1, ArrowDown: event.target.matches("input") ? 1 : 0, ArrowUp: event.target.matches("input") ? -1 : 0 }[event.key];
    if (!step) return;
    event.preventDefault();
    leave(cell, event.key === "Enter");
    const next = below(cell, step), field = next && fieldOf(next);
    if (field) { field.focus(); if (field.select) field.select(); }
  });
  /* A column or a block of Excel goes down and to the right from where it is put. */
  document.addEventListener("paste", (event) => {
    const cell = event.target.closest && event.target.closest("[data-grid] td[data-field]");
    const text = event.clipboardData && event.clipboardData.getData("text/plain").replace(/\r/g, "").replace(/\n$/, "");
    if (!cell || !text || !/[\t\n]/.test(text)) return;
    event.preventDefault();
    let row = cell;
    for (const line of text.split("\n")) {
      let one = row;
      for (const part of line.split("\t")) {
        const field = one && fieldOf(one);
        if (field) { field.value = part.trim(); if (field.tagName !== "SELECT" || field.value) leave(one); }
        one = one && one.nextElementSibling;
      }
      row = row && below(row, 1);
      if (!row) break;
    }
  });
  /* What someone else wrote into the same sheet meanwhile. */
  const news = async () => {
    const grid = document.querySelector("[data-grid]");
    if (!grid || document.hidden) return;
    try {
      const { scope, sheet, token, after } = grid.dataset;
      const said = await ask("./cells/news", { scope, sheet, after: Number(after) }, token);
      if (said.status !== 200 || !grid.isConnected) return;
      const told = [];
      for (const one of said.cells) {
        grid.dataset.after = Math.max(Number(grid.dataset.after), one.number);
        const key = JSON.stringify([scope, sheet, one.line, one.field]), cell = cellAt(key);
        if (!cell || Number(cell.dataset.step) >= one.step || waiting.has(key)) continue;
        const field = fieldOf(cell);
        if (field && document.activeElement === field && field.value !== keptOf(field)) continue;  // he is told when he leaves it
        cell.dataset.step = one.step;
        setField(cell, one.text);
        say(cell, "saved", "已存", `${one.who} ${one.at} 写的`);
        told.push(one.who);
      }
      if (told.length) grid.querySelector(".grid-news").textContent = `${[...new Set(told)].join("、")} 刚刚改了 ${told.length} 格。`;
    } catch { /* the cells themselves say when the server is away */ }
  };
  setInterval(news, NEWS_MS);
  /* The years and the record of a number; what is said of it. */
  document.addEventListener("click", async (event) => {
    const button = event.target.closest && event.target.closest("[data-grid] button.about");
    if (!button) return;
    const cell = button.closest("td"), open = cell.querySelector(".about-cell");
    if (open) { open.remove(); button.setAttribute("aria-expanded", "false"); return; }
    const [scope, sheet, line, field] = nameOf(cell), { token } = gridOf(cell).dataset;
    const said = await ask("./cells/about", { scope, sheet, line, field }, token);
    const box = document.createElement("div");
    box.className = "about-cell";
    if (said.status === 200) box.innerHTML = said.markup; else box.textContent = said.said;
    cell.append(box);
    button.setAttribute("aria-expanded", "true");
  });
  const told = (cell, said) => {
    cell.querySelector(".about-cell").innerHTML = said.markup;
    cell.querySelector(".noted").textContent = said.noted;
  };
  document.addEventListener("click", async (event) => {
    const button = event.target.closest && event.target.closest("[data-grid] [data-say]");
    if (!button) return;
    const cell = button.closest("td"), field = cell.querySelector(".about-cell input[type=text]");
    const [scope, sheet, line, name] = nameOf(cell);
    const said = await ask("./cells/say", { scope, sheet, line, field: name, kind: button.dataset.say, text: field.value }, gridOf(cell).dataset.token);
    if (said.status === 200) told(cell, said);
    else cell.querySelector(".about-cell [role=status]").textContent = said.said;
  });
  document.addEventListener("change", async (event) => {
    if (!event.target.matches || !event.target.matches("[data-grid] input[data-attach]")) return;
    const cell = event.target.closest("td"), [file] = event.target.files, [scope, sheet, line, field] = nameOf(cell);
    const status = cell.querySelector(".about-cell [role=status]");
    if (!file) return;
    status.textContent = "正在上传……";
    const asked = new URLSearchParams({ scope, sheet, line, field, name: file.name });
    try {
      const answer = await fetch(`./cells/attach?${asked}`, {
        method: "POST", credentials: "same-origin", headers: { "content-type": "application/octet-stream", "x-sihui-form": gridOf(cell).dataset.token }, body: file,
      });
      const said = await answer.json();
      if (answer.ok) told(cell, said); else status.textContent = said.said;
    } catch { status.textContent = "没有传上去，请再试。"; }
  });
  /* On paper a cell is what stands in it. */
  window.addEventListener("beforeprint", () => {
    for (const cell of document.querySelectorAll("[data-grid] td[data-field]")) {
      const field = fieldOf(cell);
      if (field) cell.dataset.shown = field.value || "＿＿"; else delete cell.dataset.shown;
    }
  });
  window.addEventListener("beforeunload", (event) => { if (waiting.size) { event.preventDefault(); event.returnValue = LEAVES; } });
  /* Where the framework drew the table anew, what was typed and not answered yet stands in it again. */
  new MutationObserver(() => {
    for (const [key, one] of waiting) {
      const cell = cellAt(key), field = cell && fieldOf(cell);
      if (field && field.value !== one.text && document.activeElement !== field) { field.value = one.text; say(cell, "waiting", "待保存"); }
    }
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
