// Builds static/dist: minified files under names that carry a hash of their content, manifest.json, which maps the
// plain names to them, imports.json with what each script needs besides, later.json with what it loads only when it needs
// it, icons.json, the drawings that templates put into their pages, fonts/, the faces of the PDF's font, which no page
// loads, and the licence of what reads codes. Fails when a page would become too heavy for a phone with one bar of signal.

import { copyFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, extname, resolve } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { build } from "esbuild";

const out = "static/dist";
// What stands in a room itself is loaded by a template; what it is made of lies in a folder of the room. Pages of the
// phone share what they have in common; the others stand alone.
const modules = await scriptsIn("page");
const standalone = (await Promise.all(["desk", "everywhere", "sw"].map(scriptsIn))).flat();
const pictureFolders = ["static/icons", "static/screenshots", "docs/guides/pictures"];
const pictures = (await Promise.all(pictureFolders.map(picturesIn))).flat();
const sheetNames = [
  "app",
  "calendar",
  "campaigns",
  "card",
  "counting",
  "duty",
  "entry_list",
  "figures",
  "guide",
  "households",
  "imports",
  "install",
  "invitation",
  "phone",
  "report",
  "review",
  "roster",
  "settings",
  "sign_in",
  "start",
  "template",
  "waiting",
  "walking",
];
const sheets = sheetNames.map((name) => `static/css/${name}.css`);
const singles = [...sheets, "static/icons/mark.svg", ...standalone, ...pictures];
// The heaviest form is that of a visit, which loads its own parts as soon as it is there. It finds a household by its
// address in every way of writing, without a line: that is a quarter of its scripts.
const VISIT_PARTS = "static/js/page/form/visit_parts.js";
const heaviest = { ".css": 12_000, ".js": 26_000, ".png": 6_000, ".webp": 60_000 }; // bytes, compressed

/** Returns the scripts of a room that pages load by their names. */
async function scriptsIn(room) {
  const names = await readdir(`static/js/${room}`);
  return names.filter((name) => name.endsWith(".js")).map((name) => `static/js/${room}/${name}`);
}

/** Returns the icons of the kinds of entry, each of which names its own. */
async function iconsOfKinds() {
  const folder = "app/logbook/kinds";
  const files = (await readdir(folder)).filter(
    (name) => name.endsWith(".py") && !["__init__.py", "common.py"].includes(name),
  );
  return Promise.all(
    files.map(async (file) => {
      const [, icon] = (await readFile(`${folder}/${file}`, "utf8")).match(/^ {4}icon = "([\w-]+)"$/m) ?? [];
      if (!icon) throw new Error(`${folder}/${file} names no icon: write icon = "…" on a line of its own`);
      return icon;
    }),
  );
}

/** Returns the pictures of a folder: the icons of the home screen, those that the manifest shows, and the guides'. */
async function picturesIn(folder) {
  const names = await readdir(folder);
  return names.filter((name) => /\.(png|webp)$/.test(name)).map((name) => `${folder}/${name}`);
}

const iconsOfPages = [
  "arrow-counterclockwise",
  "arrow-left",
  "bar-chart-fill",
  "calendar-event-fill",
  "camera-fill",
  "check-circle-fill",
  "check-lg",
  "check2-all",
  "chevron-down",
  "chevron-left",
  "chevron-right",
  "chevron-up",
  "clipboard2-check-fill",
  "dash-lg",
  "file-earmark-arrow-down-fill",
  "house-door-fill",
  "house-fill",
  "houses-fill",
  "images",
  "lightbulb",
  "list-check",
  "person-circle",
  "phone-fill",
  "plus-lg",
  "qr-code-scan",
  "share-fill",
  "telephone-fill",
];
const icons = [...new Set([...iconsOfPages, ...(await iconsOfKinds())])].sort();

const faces = { Regular: "400Regular", Bold: "700Bold", Italic: "400Regular_Italic", BoldItalic: "700Bold_Italic" };

/** Copies the faces of the PDF's font under the names that the server knows, and their licence. */
async function copyFonts() {
  const font = "node_modules/@expo-google-fonts/tinos";
  await mkdir(`${out}/fonts`);
  await copyFile(`${font}/LICENSE_FONT`, `${out}/fonts/LICENSE`);
  for (const [face, name] of Object.entries(faces)) {
    await copyFile(`${font}/${name}/Tinos_${name}.ttf`, `${out}/fonts/Tinos-${face}.ttf`);
  }
}

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
await copyFonts();
await copyFile("node_modules/zxing-wasm/LICENSE", `${out}/zxing_reader-LICENSE`);
const common = {
  outdir: out,
  outbase: "static",
  entryNames: "[name]-[hash]",
  bundle: true,
  minify: true,
  // Letters of Vietnamese take half the bytes of their escapes.
  charset: "utf8",
  legalComments: "linked",
  metafile: true,
  // A list of the catalogue becomes a text in the script that works with it.
  loader: { ".csv": "text", ".png": "copy", ".wasm": "file", ".svg": "copy", ".webp": "copy" },
  target: ["chrome88", "safari15"],
  // Chrome 88 knows `?.` but for spread arguments, as in `work?.(...values)`, which we do not write.
  supported: { "optional-chain": true },
};
// Fetched by who scans a code, and by nobody else. It stands alone, so that it stays the same from release to release.
const ON_DEMAND = "/zxing_reader.js";
// What one page alone needs, and can be opened without: the phone keeps it, but after all that is needed first.
const LATE = ["/merchant_parts.js", "/scanned_code.js", "/switching.js", "/dialogs.js", ON_DEMAND];
// What most pages of the phone need is in one file with the start of each.
const NEEDED_BY_MOST = ["household_reading.js", "state_text.js", "../../outbox/ids.js"];

/**
 * Returns the page of each script that is loaded later, by the script's path. All are found before the build: it may come
 * to one by another way first, and would then divide what the pages share in another way each time.
 */
async function pagesOfLaterScripts() {
  const found = new Map();
  for (const name of await readdir("static/js", { recursive: true })) {
    if (!name.endsWith(".js")) continue;
    const path = resolve("static/js", name);
    const page = /\/page\/form[./]/.test(path) ? "form.js" : "common/page_start.js";
    for (const [, imported] of (await readFile(path, "utf8")).matchAll(/(?<!typeof )\bimport\("(\.[^"]+)"\)/g))
      if (!imported.endsWith(ON_DEMAND)) found.set(resolve(dirname(path), imported), resolve("static/js/page", page));
  }
  return found;
}

const pages = await pagesOfLaterScripts();
/**
 * Lets a script that is loaded later name the page that loads it. The page has all that it imports by then, which says
 * to the build that it need not be divided: each piece would cost a request, and compress worse alone.
 */
const loadedLater = {
  name: "loaded-later",
  setup({ onLoad }) {
    onLoad({ filter: /\.js$/ }, async ({ path }) => {
      const isStart = path.endsWith("/common/page_start.js");
      const named = isStart ? NEEDED_BY_MOST.map((name) => `./${name}`) : pages.has(path) ? [pages.get(path)] : [];
      const lines = named.map((one) => `import "${one}";`);
      return named.length ? { contents: [await readFile(path, "utf8"), ...lines].join("\n") } : undefined;
    });
  },
};
const shared = { format: "esm", splitting: true, chunkNames: "shared-[hash]", plugins: [loadedLater] };
const built = await Promise.all([
  build({ ...common, entryPoints: singles, format: "iife" }),
  build({ ...common, entryPoints: modules, ...shared }),
]);
const outputs = Object.assign({}, ...built.map(({ metafile }) => metafile.outputs));

/** Returns a built file with everything that it imports, at any depth. */
function withImports(path) {
  const found = new Set([path]);
  for (const one of found) {
    for (const { path: imported, kind } of outputs[one].imports) if (kind === "import-statement") found.add(imported);
  }
  return [...found];
}

/** Returns what a page loads only when it needs it, with its imports and what these load; the phone keeps that, too. */
function importedLater(path, others) {
  const all = new Set([path, ...others]);
  for (const one of all) {
    const named = outputs[one].imports.filter(
      ({ kind, path: imported }) =>
        kind === "dynamic-import" && !LATE.some((name) => outputs[imported].entryPoint.endsWith(name)),
    );
    for (const found of named.flatMap(({ path: later }) => withImports(later))) all.add(found);
  }
  return [...all].filter((one) => one !== path && !others.includes(one));
}

/**
 * Returns the size of a file as it is sent. Text and programs are compressed as small as can be, beside them, so that no
 * request has to.
 */
async function sizeAsSent(path) {
  const content = await readFile(path);
  if (!/\.(js|css|svg|wasm)$/.test(path)) return content.length;
  const compressed = brotliCompressSync(content);
  await writeFile(`${path}.br`, compressed);
  return compressed.length;
}

/** Returns all that a page loads until it can be used, with what it loads by itself beside that. */
function loadedAtOpening(path) {
  const besides = outputs[path].entryPoint === "static/js/page/form.js" ? [outputOf(VISIT_PARTS)] : [];
  return new Set([path, ...besides].flatMap(withImports));
}

const outputOf = (source) => Object.keys(outputs).find((path) => outputs[path].entryPoint === source);

const sizes = {};
for (const path of Object.keys(outputs)) sizes[path] = await sizeAsSent(path);
const manifest = {};
const imports = {};
const later = {};
const tooHeavy = [];
for (const [path, { entryPoint, inputs }] of Object.entries(outputs)) {
  const source = entryPoint ?? (extname(path) === ".js" ? null : Object.keys(inputs)[0]);
  if (!source) continue;
  const name = basename(source);
  const [, ...others] = withImports(path);
  manifest[name] = basename(path);
  if (others.length) imports[name] = others.map((other) => basename(other));
  const loadedLater = importedLater(path, others);
  if (loadedLater.length) later[name] = loadedLater.map((other) => basename(other));
  // What is loaded only when somebody asks for it may weigh more.
  if (![...modules, ...singles].includes(source)) continue;
  const size = [...loadedAtOpening(path)].reduce((sum, one) => sum + sizes[one], 0);
  if (size > (heaviest[extname(path)] ?? Infinity)) tooHeavy.push(`${name}: ${size} bytes compressed`);
}
await writeFile(`${out}/manifest.json`, JSON.stringify(manifest, null, 2));
await writeFile(`${out}/imports.json`, JSON.stringify(imports, null, 2));
await writeFile(`${out}/later.json`, JSON.stringify(later, null, 2));

const drawings = {};
for (const name of icons) {
  const file = await readFile(`node_modules/bootstrap-icons/icons/${name}.svg`, "utf8");
  drawings[name] = file.replace(/^[\s\S]*?<svg[^>]*>|<\/svg>\s*$/g, "").replace(/\s*\n\s*/g, "");
}
await writeFile(`${out}/icons.json`, JSON.stringify(drawings, null, 2));

if (tooHeavy.length) {
  await rm(`${out}/manifest.json`);
  throw new Error(`too heavy for a phone: ${tooHeavy.join(", ")}`);
}
