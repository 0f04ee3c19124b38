// Builds static/dist: minified files under names that carry a hash of their content, and manifest.json,
// which maps the plain names to them.
import { build } from "esbuild";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { basename } from "node:path";

const out = "static/dist";
const entries = ["static/css/app.css", "static/icons/mark.svg"];

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
const { metafile } = await build({
  entryPoints: entries,
  outdir: out,
  outbase: "static",
  entryNames: "[name]-[hash]",
  bundle: true,
  minify: true,
  metafile: true,
  loader: { ".svg": "copy" },
  target: ["chrome87", "safari15"],
});
const manifest = {};
for (const [path, { entryPoint, inputs }] of Object.entries(metafile.outputs)) {
  const source = entryPoint ?? Object.keys(inputs)[0];
  if (source) manifest[basename(source)] = basename(path);
}
await writeFile(`${out}/manifest.json`, JSON.stringify(manifest, null, 2));
