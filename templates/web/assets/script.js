"use strict";
// Keeps what is typed in forms marked data-keep, for this person, form and path, until it
// is saved or they sign out; and sends such forms without leaving the page. No password
// and no hidden field is kept.
(() => {
  const store = sessionStorage;
  const person = document.body.dataset.person || "";
  const own = `kept:${person}:`;
  const wait = 60000;

  const address = (form, button) =>
    new URL(button?.getAttribute("formaction") || form.getAttribute("action") || location.href, location.href);
  const path = (form) => address(form).pathname;
  const key = (form) => `${own}${path(form)}#${form.getAttribute("id") || ""}`;
  const fields = (form) =>
    [...form.elements].filter((f) => f.name && !["hidden", "password", "file", "submit", "button"].includes(f.type));
  const ticks = (field) => field.type === "checkbox" || field.type === "radio";
  // Whoever typed it: on the page after signing in again nobody is named yet.
  const forget = (form) =>
    Object.keys(store).filter((k) => k.includes(`:${path(form)}#`)).forEach((k) => store.removeItem(k));

  const keep = (form) => {
    if (!person) return;
    const typed = fields(form).map((f) => [f.name, f.value, ticks(f) ? f.checked : null]);
    try {
      store.setItem(key(form), JSON.stringify(typed));
    } catch {
      // A full store keeps nothing; the form itself still does.
    }
  };

  const restore = (form) => {
    const typed = JSON.parse(store.getItem(key(form)) || "[]");
    let differs = false;
    for (const field of fields(form)) {
      const at = typed.findIndex(
        ([name, value, ticked]) => name === field.name && (ticked === null ? !ticks(field) : value === field.value),
      );
      if (at < 0) continue;
      const [[, value, ticked]] = typed.splice(at, 1);
      if (ticked === null ? field.value !== value : field.checked !== ticked) {
        differs = true;
        field.closest("details")?.setAttribute("open", "");
        if (ticked === null) field.value = value;
        else field.checked = ticked;
      }
    }
    if (!differs) return;
    const again = document.createElement("button");
    again.type = "button";
    again.className = "link";
    again.textContent = "Start afresh";
    again.addEventListener("click", () => {
      store.removeItem(key(form));
      location.reload();
    });
    say(form, "What you had typed here is back. It has not been saved yet. ", true).append(again);
  };

  const say = (form, sentence, well) => {
    const beside = form.querySelector("[data-said]") || form.appendChild(document.createElement("p"));
    beside.dataset.said = "";
    beside.className = well ? "said well" : "said";
    beside.setAttribute("role", "status");
    const button = form.querySelector("button:not([name])") || form.querySelector("button");
    if (button) button.insertAdjacentElement("afterend", beside);
    beside.textContent = sentence;
    return beside;
  };

  const show = (html, hash) => {
    const answer = new DOMParser().parseFromString(html, "text/html");
    document.title = answer.title;
    document.querySelector("main").replaceWith(answer.querySelector("main"));
    // What the server shows now is newer than what was kept.
    document.querySelectorAll("form[data-keep]").forEach(keep);
    const wrong = document.querySelector("[aria-invalid=true], .notice.refused, [role=alert]");
    const asked = hash && document.querySelector(hash);
    const first = wrong || asked || document.querySelector("main");
    first.scrollIntoView({ block: wrong ? "center" : "start" });
    first.focus({ preventScroll: true });
  };

  const send = async (form, button) => {
    const data = new URLSearchParams(new FormData(form));
    if (button && button.name) data.append(button.name, button.value);
    form.setAttribute("aria-busy", "true");
    const stop = new AbortController();
    const late = setTimeout(() => stop.abort(), wait);
    try {
      const answer = await fetch(address(form, button), { method: "POST", body: data, signal: stop.signal });
      if (answer.redirected) {
        forget(form);
        location.assign(answer.url);
        return;
      }
      show(await answer.text(), address(form, button).hash);
    } catch {
      say(form, "There is no connection, so this is not saved yet. What you typed stays here: try again in a moment.");
    } finally {
      clearTimeout(late);
      form.removeAttribute("aria-busy");
    }
  };

  // A preview beside a form follows what is typed; it never saves. Where it cannot be had,
  // the next change asks again.
  let soon, asking;
  const follow = (form, delay) => {
    clearTimeout(soon);
    soon = setTimeout(async () => {
      const data = new URLSearchParams(new FormData(form));
      data.set("do", "show");
      asking?.abort();
      asking = new AbortController();
      try {
        const answer = await fetch(path(form), { method: "POST", body: data, signal: asking.signal });
        const html = new DOMParser().parseFromString(await answer.text(), "text/html");
        const fresh = html.querySelector("[data-preview]");
        if (fresh && !answer.redirected) document.querySelector("[data-preview]")?.replaceWith(fresh);
      } catch {}
    }, delay);
  };

  const typed = ({ target }) => {
    const form = target.form;
    if (form && form.matches("[data-keep]")) keep(form);
    if (form && form.matches("[data-follows]")) follow(form, 700);
  };
  document.addEventListener("input", typed);
  document.addEventListener("change", typed);
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("[data-forget]")) store.clear();
    if (!form.matches("[data-keep]") || form.method !== "post" || form.enctype === "multipart/form-data") return;
    event.preventDefault();
    if (form.hasAttribute("aria-busy")) return;
    keep(form);
    send(form, event.submitter);
  });

  // Words that are selected in a source lead to the form that quotes them. Every letter
  // counts from the last element that says where it stands in the stored text.
  const quoting = document.createElement("a");
  quoting.className = "button quoting";
  quoting.textContent = "Quote these words";
  const position = (node, offset) => {
    const from = (node.nodeType === 1 ? node : node.parentElement).closest("[data-at]");
    if (!from) return null;
    const range = document.createRange();
    range.setStart(from, 0);
    range.setEnd(node, offset);
    const before = range.cloneContents();
    before.querySelectorAll(".ref, .leaf").forEach((mark) => mark.remove());
    return Number(from.dataset.at) + [...before.textContent].length;
  };
  const selected = () => {
    const chosen = getSelection();
    const range = chosen.rangeCount && !chosen.isCollapsed && chosen.getRangeAt(0);
    const text = document.querySelector("[data-quote]");
    quoting.remove();
    if (!range || !person || !text?.contains(range.startContainer)) return;
    const start = position(range.startContainer, range.startOffset);
    const last = text.contains(range.endContainer) ? position(range.endContainer, range.endOffset) : null;
    const parts = [...text.querySelectorAll("p")].filter((p) => range.intersectsNode(p));
    // A selection that ends outside of the words ends with the last of them.
    const end = last ?? position(parts.at(-1), parts.at(-1).childNodes.length);
    if (start === null || end <= start) return;
    quoting.href = `${text.dataset.quote}?start=${start}&end=${end}`;
    parts.at(-1).after(quoting);
  };
  if (document.querySelector("[data-quote]")) document.addEventListener("selectionchange", selected);

  // Somebody else's words are not for whoever signs in next.
  if (person) Object.keys(store).filter((k) => !k.startsWith(own)).forEach((k) => store.removeItem(k));
  document.querySelectorAll("form[data-keep]").forEach(restore);
  // A form that nobody filled in yet has nothing to show.
  document.querySelectorAll('form[data-follows=""]').forEach((form) => follow(form, 0));
})();
