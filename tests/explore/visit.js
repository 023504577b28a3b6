// Opens the page of everything in a small service, and checks that text of its documents is text:
// node visit.js PAGE [TEXT…]
//
// Each TEXT has to be on some page.

const assert = require("node:assert/strict");
const { withPage } = require("./browser");

const [, , file, ...wanted] = process.argv;

/** Shows everything, one after the other; returns the number of pages, and which of the texts were on none. */
function visitAll(wanted) {
  const requests = index().entries.map(({ request }) => request);
  const targets = [{}, ...requests.map(({ id }) => ({ request: id })), ...types.map(({ name }) => ({ type: name }))];
  for (const { resource } of requests) for (const { path } of resource?.steps ?? []) targets.push({ resource: path });
  selection.replace(requests);
  const missing = new Set(wanted);
  const foreign = new Set();
  const known = new Set(
    (
      "article nav h2 h3 h4 p span a code pre button input section table thead tbody tr th td ul li dl dt dd kbd " +
      "details summary div wbr"
    ).split(" "),
  );
  for (const target of targets) {
    show(target);
    const detail = byId("detail");
    if (detail.querySelector("h2").textContent === "Not found") foreign.add(JSON.stringify(target));
    for (const text of missing) if (detail.textContent.includes(text)) missing.delete(text);
  }
  for (const details of document.querySelectorAll("details")) details.open = true;
  for (const element of document.querySelectorAll("#detail *, #selection *, #tree *, #results *")) {
    if (!known.has(element.localName)) foreign.add(element.localName);
    for (const { name, value } of element.attributes) {
      if (name.startsWith("on") || (name === "href" && !/^(#|https:\/\/learn\.microsoft\.com\/graph\/api\/)/.test(value))) foreign.add(`${name}=${value}`);
    }
  }
  return { pages: targets.length, missing: [...missing], foreign: [...foreign], scripts: document.scripts.length };
}

withPage(file, {}, async (page) => {
  const { pages, missing, foreign, scripts } = await page.evaluate(visitAll, wanted);
  assert.deepEqual(missing, []);
  assert.deepEqual(foreign, []);
  assert.equal(scripts, 2);
  await page.waitForTimeout(100);
  assert.match(await page.locator("#selection").innerText(), /Least permissions/i);
  console.log(`ok ${pages} pages`);
}).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
