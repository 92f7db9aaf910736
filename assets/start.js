
// Goldthread: start the components. Every page works without this file.
document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();

// On a phone the filters start closed, so that the list comes first.
if (window.matchMedia("(max-width: 40.0525em)").matches) {
  document
    .querySelectorAll("details.goldthread-filter[open]:not(.goldthread-filter--used)")
    .forEach((filter) => filter.removeAttribute("open"));
}

// A passkey that was not read is told where it was asked for, not in the console.
document.addEventListener("allauth.error", (event) => {
  const problem = document.getElementById("passkey-problem");
  if (problem) {
    event.preventDefault();
    problem.hidden = false;
  }
});

// --- Drafts: what is typed is kept on the server, a moment behind ---------------------
{
  const PAUSE = 2000; // after the last key
  const LATEST = 8000; // after the first that is not kept yet
  const AGAIN = 5000; // after it could not be kept

  const form = document.querySelector("form[data-draft]");
  if (form) {
    const told = form.querySelector("[data-draft-told]");
    const said = form.querySelector("[data-draft-said]");
    let dirty = 0; // when the first key came that is not kept
    let timer = 0;
    let trouble = false;
    let sent = false;
    let saidOnce = false;
    let underWay = null;

    const tell = (words, aloud) => {
      told.textContent = words;
      told.classList.toggle("goldthread-draft--trouble", trouble);
      if (aloud) {
        said.textContent = words; // politely, and not each time
      }
    };

    const failed = (words) => {
      const news = !trouble;
      trouble = true;
      dirty = dirty || Date.now();
      tell(words, news);
      timer = window.setTimeout(keep, AGAIN);
    };

    const typed = () => {
      const data = new FormData(form);
      for (const [name, value] of [...data]) {
        if (value instanceof File) {
          data.delete(name);
        }
      }
      data.append("_draft", "keep");
      return new URLSearchParams(data);
    };

    async function keep(leaving) {
      window.clearTimeout(timer);
      timer = 0;
      if (sent || !dirty || (underWay && leaving !== true)) {
        return;
      }
      dirty = 0;
      underWay = new AbortController();
      try {
        const answer = await fetch(window.location.pathname, {
          method: "POST",
          body: typed(),
          redirect: "manual",
          keepalive: leaving === true,
          signal: underWay.signal,
        });
        underWay = null;
        if (answer.ok) {
          const { at } = await answer.json();
          const aloud = trouble || !saidOnce;
          trouble = false;
          saidOnce = true;
          tell(`Draft saved at ${at}`, aloud);
          document.dispatchEvent(new Event("goldthread:signed-in"));
          if (dirty) {
            soon();
          }
        } else if (answer.type === "opaqueredirect") {
          failed(
            "Not saved: you have been signed out. Sign in again in another window, then come back to this one.",
          );
        } else if (answer.status === 413) {
          failed("Not saved: this is too long to be kept as a draft. Save it in parts.");
        } else {
          failed("Not saved as a draft. Copy what you have typed before you leave this page.");
        }
      } catch (error) {
        underWay = null;
        if (!sent) {
          failed("Not saved: no connection. Keep this page open; it is tried again.");
        }
      }
    }

    function soon() {
      window.clearTimeout(timer);
      const wait = Math.min(PAUSE, Math.max(0, dirty + LATEST - Date.now()));
      timer = window.setTimeout(keep, wait);
    }

    const changed = () => {
      dirty = dirty || Date.now();
      if (!trouble) {
        soon();
      }
    };
    form.addEventListener("input", changed);
    form.addEventListener("change", changed);
    form.addEventListener("focusout", () => !trouble && keep());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") {
        keep(true);
      }
    });
    window.addEventListener("online", () => keep());
    form.addEventListener("submit", () => {
      sent = true;
      window.clearTimeout(timer);
      if (underWay) {
        underWay.abort();
      }
    });
    window.addEventListener("pageshow", () => {
      sent = false;
    });
  }

  // What is there already is not announced by itself: a live region must change.
  const begun = document.querySelector("[data-begun-said]");
  if (begun) {
    window.setTimeout(() => {
      const heading = ".govuk-notification-banner__heading";
      begun.textContent = document.querySelector(`[data-begun] ${heading}`).textContent;
    }, 500);
  }
}

// --- The sign-in: a warning before it runs out -----------------------------------------
{
  const dialog = document.querySelector("[data-signing-out]");
  if (dialog) {
    const WARN = 5 * 60; // seconds before
    const button = dialog.querySelector("[data-stay]");
    const left = dialog.querySelector("[data-left]");
    const others = new BroadcastChannel("goldthread-signed-in"); // her other windows
    let ends = Date.now() + 1000 * Number(dialog.dataset.signingOut);
    let timer = 0;
    let told = ""; // what she has closed, and is not told again

    const later = (seconds) => {
      ends = Date.now() + 1000 * seconds;
      told = seconds > WARN ? "" : "soon"; // the twelve hours: nothing makes them longer
      if (dialog.open) {
        dialog.close();
      }
      watch();
    };

    function watch() {
      window.clearTimeout(timer);
      const seconds = Math.round((ends - Date.now()) / 1000);
      if (seconds > WARN) {
        timer = window.setTimeout(watch, Math.min(seconds - WARN, 3600) * 1000);
        return;
      }
      const minutes = Math.ceil(seconds / 60);
      const words =
        seconds > 0
          ? `You will be signed out in ${minutes} minute${minutes === 1 ? "" : "s"}.`
          : "You have been signed out. Sign in again to carry on.";
      if (left.textContent !== words) {
        left.textContent = words;
      }
      button.hidden = seconds <= 0;
      if (!dialog.open && told !== (seconds > 0 ? "soon" : "out")) {
        dialog.showModal();
      }
      if (seconds > 0) {
        timer = window.setTimeout(watch, 10000);
      }
    }

    const stay = async () => {
      try {
        const answer = await fetch(dialog.dataset.address, { redirect: "manual" });
        if (answer.ok) {
          const { left: seconds } = await answer.json();
          later(seconds);
          others.postMessage(seconds);
          return;
        }
        ends = Date.now();
      } catch (error) {
        left.textContent = "No connection. Try again.";
        return;
      }
      watch();
    };

    button.addEventListener("click", stay);
    dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => {
      if (ends - Date.now() <= 1000 * WARN) {
        told = ends > Date.now() ? "soon" : "out";
      }
    });
    others.onmessage = (event) => later(Number(event.data));
    others.postMessage(Number(dialog.dataset.signingOut));
    document.addEventListener("goldthread:signed-in", () => {
      const seconds = Number(dialog.dataset.idle);
      const most = Number(dialog.dataset.signingOut); // the twelve hours, if they are nearer
      later(Math.min(seconds, most < seconds ? (ends - Date.now()) / 1000 : seconds));
      others.postMessage((ends - Date.now()) / 1000);
    });
    document.addEventListener("visibilitychange", watch); // a computer that has slept
    watch();
  }
}
