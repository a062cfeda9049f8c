// Comfort at the Center's desk: single-key shortcuts that can be turned off (WCAG 2.1.4), a rare act that is opened ready to be
// filled in, and who else is here.
(() => {
  "use strict";
  const ja = document.documentElement.lang === "ja";
  const say = (a, b) => (ja ? a : b);
  const store = "nss-shortcuts";
  const on = () => localStorage.getItem(store) !== "off";
  const words = {
    a: say("審査終了のボタンへ", "to the approve button"), q: say("確認事項へ", "to the query"), m: say("内部メモへ", "to the memo"),
    n: say("次の申込を開く", "open the next application"), "/": say("検索へ", "to the search"), j: say("次の行へ", "next row"), k: say("前の行へ", "previous row"),
  };

  const box = document.createElement("details");
  box.className = "shortcuts";
  const summary = document.createElement("summary");
  summary.textContent = say("キーボードショートカット", "Keyboard shortcuts");
  const list = document.createElement("ul");
  const rows = [...document.querySelectorAll("[data-row]")];
  const keys = new Map([...document.querySelectorAll("[data-key]")].map((e) => [e.dataset.key, e]));
  for (const [key, word] of Object.entries(words)) {
    if (!keys.has(key) && !(rows.length && "jk".includes(key))) continue;
    const item = document.createElement("li");
    const kbd = document.createElement("kbd");
    kbd.textContent = key;
    item.append(kbd, ` ${word}`);
    list.append(item);
  }
  const label = document.createElement("label");
  label.className = "choice";
  const tick = document.createElement("input");
  tick.type = "checkbox";
  tick.checked = on();
  tick.addEventListener("change", () => localStorage.setItem(store, tick.checked ? "on" : "off"));
  const text = document.createElement("span");
  text.textContent = say("ショートカットを使う", "Use shortcuts");
  label.append(tick, " ", text);
  box.append(summary, list, label);
  document.getElementById("main").append(box);

  document.addEventListener("keydown", (event) => {
    if (!on() || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest("input,textarea,select,[contenteditable]")) return;
    if (rows.length && (event.key === "j" || event.key === "k")) {
      const at = rows.indexOf(document.activeElement);
      const to = event.key === "j" ? Math.min(at + 1, rows.length - 1) : Math.max(at - 1, 0);
      rows[to].focus();
      event.preventDefault();
      return;
    }
    const target = keys.get(event.key);
    if (!target) return;
    event.preventDefault();
    target.scrollIntoView({ block: "center" });
    if (target.tagName === "A") target.click();
    else target.focus();
  });

  // Whoever opens an act goes on in its first field; where a note stands before the field, it is read first.
  for (const fold of document.querySelectorAll("details.fold")) {
    const field = fold.querySelector("form :is(input:not([type=hidden]), select, textarea)");
    if (!field || fold.querySelector(":scope > .meta")) continue;
    fold.querySelector("summary").addEventListener("click", () => {
      if (!fold.open) fold.addEventListener("toggle", () => field.focus(), { once: true });
    });
  }

  const presence = document.querySelector("#presence[data-here]");
  if (presence) {
    const token = document.querySelector("input[name=csrfmiddlewaretoken]");
    const beat = async () => {
      if (document.hidden) return;
      try {
        const answer = await fetch(presence.dataset.here, { method: "POST", headers: { "X-CSRFToken": token.value, "X-Heartbeat": "1" }, redirect: "error" });
        if (!answer.ok) return;
        const { others } = await answer.json();
        presence.hidden = others.length === 0;
        const names = others.join("、");
        const out = presence.querySelector("span");
        if (out.textContent !== names) out.textContent = names;
      } catch { /* the next beat tries again */ }
    };
    beat();
    setInterval(beat, 15000);
  }
})();
