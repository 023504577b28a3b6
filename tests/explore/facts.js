// Prints what the page says, as JSON, for the test in tests/it/explore.rs to compare with what the library says:
// node facts.js PAGE listing
// node facts.js PAGE lost                where the result is requests not found by their own paths, of every seventh
// node facts.js PAGE selected
// node facts.js PAGE selections INPUT    where INPUT is a list of lists of selectors
// node facts.js PAGE answers INPUT       where INPUT is a list of questions
// node facts.js PAGE known INPUT         where INPUT is a list of requests

const fs = require("node:fs");
const { withPage } = require("./browser");

const [, , file, command, input] = process.argv;
const read = () => JSON.parse(fs.readFileSync(input, "utf8"));

// These run in the page, whose scripts share one scope.
const commands = {
  listing: () => index().entries.map(({ request }) => [request.id, selectors([request])[0]]),
  lost: () =>
    index()
      .entries.map(({ request }) => request.id)
      .filter((_, at) => at % 7 === 0)
      .filter((id) => index().requests(id)[0]?.id !== id),
  selected: () => selection.list.map((request) => request.id),
  answers: (questions) => questions.map((question) => index().requests(question)[0]?.id),
  known: (requests) => requests.filter((id) => requestWithId(id)?.id !== id),
  selections: (lists) =>
    lists.map((selectors) => {
      const requests = selectors.flatMap(requestsOf);
      const calls = requests.map((request) => {
        const call = rustCall(request, requests);
        return call && [request.id, call.expression, call.variables, call.body, call.returns, call.isLongRunning];
      });
      const least = [0, 1, 2].map((scheme) => {
        const { sets, isProven, unknown, unsupported } = leastPermissions(requests, scheme);
        const names = sets.map((set) => set.permissions.map((permission) => permission.name));
        return [
          names,
          isProven,
          unknown.map((request) => request.id).sort(),
          unsupported.map(({ request }) => request.id).sort(),
        ];
      });
      return {
        requests: requests.map((request) => request.id),
        types: [...closure(requests).keys()].map((type) => type.name).sort(),
        calls,
        least,
        clouds: requests.map((request) => {
          const found = cloudsOf(request);
          return found && found.isKnown ? cloudNames(found.clouds) : null;
        }),
      };
    }),
};

withPage(file, {}, (page) => page.evaluate(commands[command], input ? read() : null)).then(
  (result) => process.stdout.write(JSON.stringify(result)),
  (error) => {
    console.error(error);
    process.exitCode = 1;
  },
);
