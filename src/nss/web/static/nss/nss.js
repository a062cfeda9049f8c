// Comfort on top of pages that work without it: focus on errors, counters, autosave, idle warning, one submit only.
(() => {
  "use strict";
  const ja = document.documentElement.lang === "ja";
  const say = (a, b) => (ja ? a : b);
  const summary = document.getElementById("error-summary");
  // A page that answers a sent form is met again by its address, or by that of the page which the form stands on: going back to
  // it sends nothing and asks nothing.
  const { answers } = document.body.dataset;
  if (answers !== undefined) history.replaceState(history.state, "", answers || location.href);
  if (summary) summary.focus();
  const unfold = (e) => {
    for (let fold = e.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  };
  // What a phone has no room for is shown by a button.
  const shows = (button, place, name) => {
    if (button) button.addEventListener("click", () => button.setAttribute("aria-expanded", String(place.classList.toggle(name))));
  };
  shows(document.querySelector(".menu-button"), document.body, "menu-open");
  shows(document.querySelector(".tabs-button"), document.querySelector(".folds"), "open");
  // A link to something folded away opens it, and paper shows all of it.
  for (const link of document.querySelectorAll("a[href^='#']")) {
    link.addEventListener("click", () => {
      const aim = document.getElementById(link.hash.slice(1));
      if (aim) unfold(aim);
    });
  }
  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")];
    for (const fold of opened) fold.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const fold of opened) fold.open = false;
  });

  for (const area of document.querySelectorAll("[data-max]")) {
    const max = Number(area.dataset.max);
    const out = document.createElement("p");
    out.className = "meta";
    out.setAttribute("aria-live", "polite");
    const show = () => {
      const left = max - [...area.value].length;
      out.textContent = left >= 0 ? say(`あと${left}文字`, `${left} characters left`) : say(`${-left}文字超えています`, `${-left} characters too many`);
    };
    area.after(out);
    area.addEventListener("input", show);
    show();
  }

  // After the listeners of allauth's own scripts, which were registered first: no press is lost on a slow line.
  document.addEventListener("DOMContentLoaded", () => {
    for (const button of document.querySelectorAll("[data-wants-script]")) button.disabled = false;
  });

  for (const button of document.querySelectorAll("[data-show]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const input = document.getElementById(button.dataset.show);
      input.type = input.type === "password" ? "text" : "password";
      button.textContent = input.type === "password" ? say("表示する", "Show") : say("隠す", "Hide");
    });
  }

  for (const form of document.querySelectorAll("[data-selection]")) {
    const out = form.querySelector("[data-count]");
    const show = () => {
      const n = form.querySelectorAll("input[type=checkbox]:checked").length;
      out.textContent = say(`${n}件を選択中`, `${n} chosen`);
    };
    form.addEventListener("change", show);
    show();
  }

  for (const form of document.querySelectorAll("form")) {
    form.addEventListener("submit", (event) => {
      if (form.getAttribute("aria-busy") === "true") {
        event.preventDefault();
        return;
      }
      form.setAttribute("aria-busy", "true");
      const button = event.submitter;
      if (button && form.hasAttribute("data-once")) button.textContent = say("登録しています…", "Sending…");
    });
  }
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[aria-busy]")) form.removeAttribute("aria-busy");
  });

  const hide = document.querySelector("[data-hide-after]");
  if (hide) {
    setTimeout(() => {
      document.getElementById("secret-text").textContent = "********";
    }, Number(hide.dataset.hideAfter) * 1000);
  }

  const state = document.getElementById("save-state");
  for (const form of document.querySelectorAll("form[data-autosave]")) {
    let timer = 0;
    let running = false;
    let again = false;
    const report = (text, bad) => {
      if (!state) return;
      state.textContent = text;
      state.setAttribute("role", bad ? "alert" : "status");
      state.className = bad ? "error" : "meta";
    };
    const save = async () => {
      if (running) {
        again = true;
        return;
      }
      running = true;
      try {
        const answer = await fetch(form.dataset.autosave, {
          method: "POST", body: new FormData(form), headers: { "X-Autosave": "1" }, redirect: "error", signal: AbortSignal.timeout(4000),
        });
        if (answer.ok) {
          const found = await answer.json();
          report(say("保存済み ", "Saved ") + found.saved_at, false);
          form.elements.base.value = found.base;
          const live = document.getElementById("live-changes");
          if (live) live.innerHTML = found.panel_html;
        } else if (answer.status === 422) {
          report(say("入力の途中です（まだ保存されていない項目があります）", "Not complete yet, not all is saved"), false);
        } else if (answer.status === 409) {
          report(say("ほかの画面で同じ項目が変更されています。ボタンで保存すると選べます。", "The same field was changed elsewhere. Save by the button to choose."), true);
        } else throw new Error(String(answer.status));
      } catch {
        report(say("自動保存できませんでした。入力はこの画面に残っています。自動的に再試行します。", "Could not save. Your input is still here; trying again."), true);
        timer = setTimeout(save, 10000);
      }
      running = false;
      if (again) {
        again = false;
        save();
      }
    };
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(save, 1500);
    });
    form.addEventListener("submit", () => clearTimeout(timer));
  }

  for (const box of document.querySelectorAll("input[name$=postal_code]")) {
    const address = document.querySelector(`input[name="${box.name.replace(/postal_code$/, "address")}"]`);
    if (!address) continue;
    const out = document.createElement("div");
    out.className = "meta";
    out.setAttribute("role", "status");
    box.after(out);
    let filled = "";
    const fill = (text) => {
      address.value = filled = text;
      address.dispatchEvent(new Event("input", { bubbles: true }));
      out.textContent = say("住所を入力しました。番地以下を続けて入力してください。", "Address filled in; add the rest.");
      address.focus();
    };
    const offer = (texts) => {
      out.textContent = say("住所を選んでください。入力済みの住所は、選ぶまで変わりません。", "Choose the address. What you typed stays until you do.");
      for (const text of texts) {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "small secondary";
        button.lang = "ja";
        button.textContent = text;
        button.addEventListener("click", () => fill(text));
        out.append(" ", button);
      }
    };
    box.addEventListener("change", async () => {
      const digits = box.value.normalize("NFKC").replace(/\D/g, "");
      if (digits.length !== 7) return;
      try {
        const found = await (await fetch(`/postal/${digits}/`)).json();
        const typed = address.value.trim();
        if (!found.addresses.length) out.textContent = say("この郵便番号の住所が見つかりません。", "No address is known for this code.");
        else if (found.addresses.some((text) => typed.startsWith(text))) out.textContent = "";
        else if (found.address && (!typed || typed === filled)) fill(found.address);
        else offer(found.addresses);
      } catch { out.textContent = ""; }
    });
  }

  // What is typed goes over to the page that comes next, in this tab's own memory, once: all of it where the language is switched; where a
  // page has several acts (`data-acts` names it), what stands in the others. Secrets and files do not, nor what nobody changed.
  const left = new Set(["hidden", "password", "file", "submit", "button", "fieldset"]);
  const ticked = (e) => e.type === "checkbox" || e.type === "radio";
  const changed = (e) => {
    if (ticked(e)) return e.checked !== e.defaultChecked;
    if (e.options) {
      // A list of one line in which the page chose nothing shows its first choice.
      const options = [...e.options];
      const first = !e.multiple && !options.some((o) => o.defaultSelected);
      return options.some((o, i) => o.selected !== (first ? i === 0 : o.defaultSelected));
    }
    return e.value !== e.defaultValue;
  };
  const typed = (e) => (left.has(e.type) || !e.name || !changed(e) ? null : ticked(e) ? e.checked : e.value);
  const acts = document.querySelector("[data-acts]");
  const here = acts ? acts.dataset.acts : location.pathname + location.search;
  const forms = () => {
    const found = new Map();
    for (const form of document.querySelectorAll("main form")) {
      let key = form.getAttribute("action") || "";
      while (found.has(key)) key += "+";
      found.set(key, form);
    }
    return found;
  };
  const keep = (event) => {
    const values = [...forms()].filter(([, form]) => form !== event.target).map(([key, form]) => [key, [...form.elements].map(typed)]);
    sessionStorage.setItem("nss-typed", JSON.stringify({ here, at: Date.now(), values }));
  };
  for (const form of document.querySelectorAll(acts ? "form[data-keep-typed], main form" : "form[data-keep-typed]")) form.addEventListener("submit", keep);
  const brought = JSON.parse(sessionStorage.getItem("nss-typed") || "null");
  sessionStorage.removeItem("nss-typed");
  if (brought && brought.here === here && Date.now() - brought.at < 60000) {
    const present = forms();
    for (const [key, values] of brought.values) {
      const elements = present.has(key) ? [...present.get(key).elements] : [];
      if (elements.length !== values.length) continue;
      values.forEach((value, i) => {
        const e = elements[i];
        if (value === null || left.has(e.type)) return;
        if (ticked(e)) e.checked = value;
        else e.value = value;
        unfold(e);
        e.dispatchEvent(new Event("input", { bubbles: true }));
      });
    }
  }

  const minutes = Number(document.body.dataset.sessionMinutes);
  const words = document.getElementById("idle")?.dataset;
  if (minutes && words) {
    const made = (tag, text) => Object.assign(document.createElement(tag), { textContent: text });
    const dialog = document.createElement("dialog");
    const title = Object.assign(made("h2", words.title), { id: "idle-title" });
    const button = Object.assign(made("button", words.button), { type: "button", className: "primary" });
    dialog.setAttribute("aria-labelledby", title.id);
    dialog.append(title, made("p", words.text), button);
    document.body.append(dialog);
    const key = "nss-seen";
    const touch = () => localStorage.setItem(key, String(Date.now()));
    touch();
    const extend = async () => {
      try {
        const answer = await fetch(document.body.dataset.extend, { redirect: "error" });
        if (answer.ok) {
          touch();
          dialog.close();
        } else location.reload();
      } catch {
        location.reload();
      }
    };
    button.addEventListener("click", extend);
    setInterval(() => {
      const idle = (Date.now() - Number(localStorage.getItem(key) || 0)) / 60000;
      if (idle >= minutes - 5 && !dialog.open) dialog.showModal();
      if (idle < minutes - 5 && dialog.open) dialog.close();
    }, 2000);
  }
})();
