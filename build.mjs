// Builds static/dist: minified files under names that carry a hash of their content, manifest.json, which maps the
// plain names to them, and icons.json, the drawings that templates put into their pages. Fails when a page would
// become too heavy for a phone with one bar of signal.
import { build } from "esbuild";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { basename, extname } from "node:path";
import { gzipSync } from "node:zlib";

const out = "static/dist";
const scripts = ["form", "home", "mine", "tables"].map((name) => `static/js/page/${name}.js`);
const entries = ["static/css/app.css", "static/icons/mark.svg", ...scripts.filter(existsSync)];
const heaviest = { ".css": 12_000, ".js": 20_000 }; // bytes, compressed
const icons = [
  "arrow-left",
  "bar-chart-fill",
  "check-circle-fill",
  "chevron-left",
  "chevron-right",
  "dash-lg",
  "easel-fill",
  "file-earmark-arrow-down-fill",
  "house-door-fill",
  "house-fill",
  "list-check",
  "person-circle",
  "phone-fill",
  "plus-lg",
  "shop",
];

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
const { metafile } = await build({
  entryPoints: entries,
  outdir: out,
  outbase: "static",
  entryNames: "[name]-[hash]",
  bundle: true,
  minify: true,
  format: "iife",
  legalComments: "linked",
  metafile: true,
  loader: { ".svg": "copy" },
  target: ["chrome87", "safari15"],
});

const manifest = {};
const tooHeavy = [];
for (const [path, { entryPoint, inputs }] of Object.entries(metafile.outputs)) {
  const source = entryPoint ?? Object.keys(inputs)[0];
  if (!source) continue;
  manifest[basename(source)] = basename(path);
  const size = gzipSync(await readFile(path)).length;
  if (size > (heaviest[extname(path)] ?? Infinity)) tooHeavy.push(`${basename(source)}: ${size} bytes compressed`);
}
await writeFile(`${out}/manifest.json`, JSON.stringify(manifest, null, 2));

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
