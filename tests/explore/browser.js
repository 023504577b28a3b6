// Starts a headless Chromium and opens a page of `explore`, which must load nothing and report no error.

const { chromium } = require("playwright-core");
const { pathToFileURL } = require("node:url");

/** Opens a file, passes its page to `check`, and closes the browser. */
async function withPage(file, options, check) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    // Containers have no sandbox and little shared memory.
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--disable-dev-shm-usage",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
  try {
    const context = await browser.newContext({
      viewport: { width: 1400, height: 900 },
      colorScheme: "light",
      ...options,
    });
    const page = await context.newPage();
    const problems = [];
    page.on("pageerror", (error) => problems.push(`error: ${error.message}`));
    page.on("console", (message) => {
      if (message.type() !== "log") problems.push(`${message.type()}: ${message.text()}`);
    });
    page.on("dialog", (dialog) => {
      problems.push(`dialog: ${dialog.message()}`);
      dialog.dismiss();
    });
    page.on("request", (request) => {
      if (request.url() !== page.url() && !request.url().startsWith("file:")) problems.push(`loads ${request.url()}`);
    });
    const url = pathToFileURL(file).href;
    await page.goto(url);
    const result = await check(page, url);
    if (problems.length > 0) throw new Error(problems.join("\n"));
    return result;
  } finally {
    await browser.close();
  }
}

module.exports = { withPage };
