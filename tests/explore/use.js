// Uses the page as people do, and prints a line for each thing that works: node use.js PAGE [DIRECTORY]
//
// With a directory, it writes screenshots there.

const assert = require("node:assert/strict");
const path = require("node:path");
const { withPage } = require("./browser");

const [, , file, directory] = process.argv;

async function picture(page, name) {
  if (directory) await page.screenshot({ path: path.join(directory, `${name}.png`) });
}

const text = (page, selector) => page.locator(selector).innerText();
const texts = (page, selector) => page.locator(selector).allInnerTexts();

const checks = {
  async "it is drawn at once, and typing is quick"(page) {
    await page.waitForFunction(() => document.getElementById("status").textContent.endsWith("listed"));
    const paints = () => performance.getEntriesByName("first-contentful-paint").map((entry) => entry.startTime);
    await page.waitForFunction(`(${paints})().length > 0`);
    const [paint] = await page.evaluate(paints);
    const keys = await page.evaluate(() =>
      [..."assign license to user"].map((_, at, all) => {
        const field = document.getElementById("search");
        field.value = all.slice(0, at + 1).join("");
        const start = performance.now();
        field.dispatchEvent(new Event("input"));
        document.body.getBoundingClientRect();
        return performance.now() - start;
      }),
    );
    console.log(
      `first paint ${paint.toFixed(0)} ms, longest key ${Math.max(...keys).toFixed(1)} ms, ` +
        `mean ${(keys.reduce((sum, time) => sum + time) / keys.length).toFixed(1)} ms`,
    );
    await page.fill("#search", "");
  },

  async "it is searched and used with the keyboard alone"(page) {
    await page.evaluate(() => document.activeElement.blur());
    await page.keyboard.press("/");
    await page.keyboard.type("assign license");
    assert.match(await text(page, "#status"), /^\d+ requests/);
    await picture(page, "search");
    await page.keyboard.press("ArrowDown");
    assert.equal(await page.evaluate(() => document.activeElement.request.id), "POST /users/{id}/assignLicense");
    await page.keyboard.press(" ");
    await page.keyboard.press("Enter");
    assert.match(await text(page, "#detail h2"), /\/users\/\{id\}\/assignLicense/);
    assert.match(await text(page, "#detail"), /\.assign_license\(parameters\)\.send\(\)\.await\?/);
    assert.match(await text(page, "#detail"), /https:\/\/learn\.microsoft\.com\/graph\/api\/user-assignlicense\n/);
    assert.match(await text(page, "#detail"), /LicenseAssignment\.ReadWrite\.All/);
    assert.match(await text(page, "#selection"), /\.select\("\/users\/\{id\}\/assignLicense"\)/);
    await page.waitForSelector("#permissions .permission");
    assert.ok((await texts(page, "#permissions .permission")).includes("LicenseAssignment.ReadWrite.All"));
    await picture(page, "request");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    assert.equal(await page.inputValue("#search"), "");
    assert.ok(await page.locator("#tree").isVisible());
  },

  async "the tree is walked with arrow keys"(page) {
    await page.locator("#search").press("ArrowDown");
    const focused = () => page.evaluate(() => document.activeElement.querySelector(".name").textContent);
    const first = await focused();
    await page.keyboard.press("ArrowRight");
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-expanded")), "true");
    await page.keyboard.press("ArrowRight");
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-level")), "2");
    await page.keyboard.press("ArrowLeft");
    assert.equal(await focused(), first);
    await page.keyboard.press("ArrowLeft");
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-expanded")), "false");
    await page.keyboard.press("ArrowUp");
    assert.equal(await page.evaluate(() => document.activeElement.id), "search");
  },

  async "recursion is walked as far as one likes"(page) {
    await page.evaluate(() => history.replaceState(null, "", "#"));
    const children = "/children/{id}".repeat(12);
    await page.evaluate((path) => show({ resource: path }), `/drives/{id}/items/{id}${children}`);
    assert.ok((await text(page, "#detail h2")).endsWith("/children/{id}"));
    await page.fill("#search", `/drives/x/root${children}/ch`);
    assert.ok((await texts(page, "#results .name")).some((name) => name.endsWith("/children")));
    await page.fill("#search", "");
  },

  async "requests are found by paths as documentation writes them"(page) {
    const spellings = [
      ["POST /groups/{group-id}/members/$ref", "POST /groups/{id}/members/$ref"],
      ["/users/$count", "GET /users/$count"],
      ["/teams/{team-id}/members/$count", "GET /teams/{id}/members/$count"],
      ["PUT /me/drive/root:/{path}:/content", "PUT /me/drive/root:/{path}:/content"],
      ["put /me/drive/root:/a/b.txt:/content", "PUT /me/drive/root:/{path}:/content"],
      ["/drives/{drive-id}/items/{parent-id}:/{filename}:/content", "GET /drives/{id}/items/{id}:/{path}:/content"],
      ["POST /me/drive/root:/{item-path}:/createUploadSession", "POST /me/drive/root:/{path}:/createUploadSession"],
      ["/sites/{hostname}:/{server-relative-path}", "GET /sites/{id}:/{path}"],
      ["GET https://graph.microsoft.com/v1.0/users/x@y.z/messages?$top=5", "GET /users/{id}/messages"],
      ["https://graph.microsoft.com/beta/me/photo/$value", "GET /me/photo/$value"],
      ["/Applications(appId='{appId}')", "GET /applications(appId='{appId}')"],
      ["/users('x')/messages/delta", "GET /users/{id}/messages/delta()"],
      ["/users/microsoft.graph.delta()", "GET /users/delta()"],
      ["me/messages", "GET /me/messages"],
    ];
    for (const [written, id] of spellings) {
      assert.equal(await page.evaluate((query) => index().requests(query)[0]?.id, written), id, written);
    }
    assert.deepEqual(await page.evaluate(() => index().requests("/me/messages/$nothing")), []);
    assert.ok(await page.evaluate(() => index().requests(`/users(${"'(".repeat(5000)}`).length > 0));
  },

  async "everything below a path is ticked at once"(page) {
    await page.evaluate(() => selection.replace([]));
    await page.fill("#search", "/me/sponsors/**");
    const ids = await page.evaluate(() => index().requests("/me/sponsors/**").map((request) => request.id));
    assert.ok(ids.includes("GET /me/sponsors") && ids.includes("DELETE /me/sponsors/{id}/$ref"), ids.join("\n"));
    await page.fill("#search", "/users/{id}/licenseDetails/**");
    await page.getByRole("button", { name: /^Select all \d+$/ }).click();
    const selected = await page.evaluate(() => selectors(selection.list));
    assert.ok(selected.some((selector) => selector.startsWith("/users/{id}/licenseDetails#")), selected.join("\n"));
    await page.fill("#search", "/**");
    assert.match(await text(page, "#results"), /too many to tick at once/);
    await page.fill("#search", "");
    await page.evaluate(() => selection.replace([]));
  },

  async "texts are Rust literals"(page) {
    const literals = await page.evaluate(() => ["a\b\f\n", '"\\', "\u202e\ud800x"].map(rustString));
    assert.deepEqual(literals, ['"a\\u{8}\\u{c}\\u{a}"', '"\\"\\\\"', '"\\u{202e}\ufffdx"']);
  },

  async "the selection is in the address"(page, url) {
    const selectors = ["/users/{id}#GET,PATCH", "/me/sendMail", "/users/delta()"];
    await page.evaluate((list) => selection.replace(list.flatMap(requestsOf)), selectors);
    const address = await page.evaluate(() => location.hash);
    await page.goto("about:blank");
    await page.goto(url + address);
    assert.deepEqual(await page.evaluate(() => selectors(selection.list)), [
      "/me/sendMail",
      "/users/delta()",
      "/users/{id}#GET,PATCH",
    ]);
    assert.match(await text(page, "#selection h2"), /^4 requests/);
    await page.evaluate(() => show({ type: "microsoft.graph.user" }));
    assert.match(await text(page, "#detail"), /displayName/);
    await page.goBack();
    assert.match(await text(page, "#selection h2"), /^4 requests/);
    await page.evaluate(() => (location.hash = "#s=/me/sendMail&s=%E0%A4%A&s=/no/such%23GET&type=no.such"));
    await page.waitForFunction(() => document.querySelector("#detail h2").textContent === "Not found");
    assert.match(await text(page, "#selection h2"), /^1 request$/);
  },

  async "the selection says what it pulls in, and why"(page) {
    await page.evaluate(() => selection.replace(requestsOf("/users/{id}/assignLicense")));
    await page.locator("#selection summary", { hasText: "Types" }).click();
    await page.locator("#types summary", { hasText: "dayOfWeek" }).click();
    await page.waitForSelector("#types .why li");
    assert.match(await text(page, "#types"), /dayOfWeek is the type of workingHours\/daysOfWeek/);
    assert.match(await text(page, "#types"), /user is returned by assignLicense/);
    await page.locator("#selection summary", { hasText: "Rust calls" }).click();
    await page.waitForSelector("#calls code");
    assert.match(await text(page, "#calls"), /service\.users\(\)\.by_id\(user_id\)\.assign_license\(parameters\)/);
    await picture(page, "selection");
  },

  async "it is dark if the system is, or if asked to be"(page) {
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await background();
    await page.emulateMedia({ colorScheme: "dark" });
    await page.waitForFunction(() => document.documentElement.dataset.theme === "dark");
    const dark = await background();
    assert.notEqual(light, dark);
    await page.evaluate(() => show({ request: "GET /users/{id}" }));
    await picture(page, "dark");
    await page.click("#theme");
    assert.equal(await background(), light);
    await page.click("#theme");
    assert.equal(await background(), dark);
    await page.click("#theme");
    await page.emulateMedia({ colorScheme: "light" });
  },

  async "narrow windows show one column"(page) {
    await page.setViewportSize({ width: 400, height: 800 });
    await page.click("[data-view=browse]");
    assert.deepEqual(await visibleColumns(page), ["browse"]);
    await page.fill("#search", "messages");
    await picture(page, "narrow-search");
    await page.locator("#results .row").first().click();
    assert.deepEqual(await visibleColumns(page), ["detail"]);
    await picture(page, "narrow-request");
    await page.click("[data-view=selection]");
    assert.deepEqual(await visibleColumns(page), ["selection"]);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(overflow <= 0, `${overflow} pixels too wide`);
    await page.fill("#search", "");
    await page.setViewportSize({ width: 1400, height: 900 });
  },

  async "everything that can be clicked has a name"(page) {
    const nameless = await page.evaluate(
      () =>
        [...document.querySelectorAll("button, a, input, [role=treeitem], [role=option]")].filter(
          (element) => !element.textContent.trim() && !element.ariaLabel && !element.placeholder,
        ).length,
    );
    assert.equal(nameless, 0);
  },
};

function visibleColumns(page) {
  return page.evaluate(() =>
    [...document.querySelectorAll(".column")].filter((column) => column.offsetParent).map((column) => column.id),
  );
}

async function main() {
  await withPage(file, {}, async (page, url) => {
    for (const [name, check] of Object.entries(checks)) {
      await page.goto("about:blank");
      await page.goto(url);
      await check(page, url);
      console.log(`ok ${name}`);
    }
  });
  const refusal = await withPage(file, {}, addScript).then(
    () => "",
    (error) => error.message,
  );
  assert.match(refusal, /^error: .*Content Security Policy/);
  assert.doesNotMatch(refusal, /ran/);
  console.log("ok nothing but its own script runs");
}

/** A script like one that text of a document would become. */
async function addScript(page) {
  const ran = await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "window.ran = true";
    document.body.append(script);
    return window.ran;
  });
  if (ran) throw new Error("it ran");
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
