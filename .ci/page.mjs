// Opens an HTML report as a reader does and says what is wrong with it: a word
// on the console, a request, a page wider than its window. Prints one fault a
// line and takes a picture for each kind of window.
//
//	node .ci/page.mjs MODULES BROWSER PAGE PICTURES
import { createRequire } from "node:module";
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [modules, browserPath, page, pictures] = process.argv.slice(2);
const require = createRequire(resolve(modules) + "/");
const puppeteer = require("puppeteer-core");
const url = pathToFileURL(resolve(page)).href;
mkdirSync(pictures, { recursive: true });

const browser = await puppeteer.launch({ executablePath: browserPath, args: ["--no-sandbox"] });
try {
  for (const scheme of ["light", "dark"]) {
    for (const [name, width] of [["wide", 1280], ["narrow", 360]]) {
      const tab = await browser.newPage();
      const say = (what) => console.log(`${scheme} ${name}: ${what}`);
      tab.on("console", (message) => say(`console: ${message.text()}`));
      tab.on("pageerror", (error) => say(`error: ${error.message}`));
      tab.on("request", (request) => {
        if (request.url() !== url) say(`asks for ${request.url()}`);
      });
      await tab.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
      await tab.setViewport({ width, height: 900 });
      await tab.goto(url);
      const seen = await tab.evaluate(() => ({
        title: document.title,
        background: getComputedStyle(document.body).backgroundColor,
        over: document.documentElement.scrollWidth - window.innerWidth,
        quirks: document.compatMode !== "CSS1Compat",
        sections: document.querySelectorAll("main > section").length,
        broken: [...document.querySelectorAll('a[href^="#"]')].filter((a) => !document.getElementById(a.hash.slice(1))).length,
      }));
      const light = seen.background.match(/\d+/g).reduce((sum, part) => sum + Number(part), 0) > 384;
      if (!seen.title) say("no title");
      if (light !== (scheme === "light")) say(`the background is ${seen.background}`);
      if (seen.over > 0) say(`${seen.over} pixels wider than the window`);
      if (seen.quirks) say("quirks mode");
      if (seen.sections === 0) say("no sections");
      if (seen.broken > 0) say(`${seen.broken} links lead nowhere`);
      await tab.screenshot({ path: join(pictures, `${scheme}-${name}.png`) });
      if (scheme === "light" && name === "wide") {
        await tab.pdf({ path: join(pictures, "print.pdf"), format: "A4" });
      }
      await tab.close();
    }
  }
} finally {
  await browser.close();
}
