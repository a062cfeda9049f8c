// A page that somebody watches: what the worker has done is shown anew every few seconds; when it is over, the page is loaded again.
(() => {
  "use strict";
  const look = async () => {
    if (!document.hidden) {
      try {
        const answer = await fetch(location.href, { headers: { "X-Heartbeat": "1" } });
        if (answer.ok) {
          const page = new DOMParser().parseFromString(await answer.text(), "text/html");
          const found = page.getElementById("watched");
          if (!found) {
            location.reload();
            return;
          }
          document.getElementById("watched").replaceChildren(...found.childNodes);
        }
      } catch { /* the next look tries again */ }
    }
    setTimeout(look, 3000);
  };
  setTimeout(look, 1000);
})();
