// Makes of the npm packages what pages load, each with its compressed forms beside it, so that no
// server compresses at its start. Run by `make install` in the project's folder: node bundle.mjs OUT
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
const need = createRequire(join(process.cwd(), "package.json"));
const esbuild = need("esbuild");
const packages = join(process.cwd(), "node_modules");
const out = process.argv[2];

function keep(name, text) {
  const body = Buffer.from(text);
  writeFileSync(join(out, name), body);
  writeFileSync(join(out, `${name}.gz`), gzipSync(body, { level: 9 }));
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11 };
  writeFileSync(join(out, `${name}.br`), brotliCompressSync(body, { params }));
}

// Its pictures are `data:` addresses, which our content policy refuses: the browser draws the
// arrow of a select and the tick of a box, in the colours of the scheme.
function styles(name, source) {
  const css = readFileSync(need.resolve(source), "utf8")
    .replace(/@charset[^;]*;|\/\*# sourceMappingURL.*?\*\//g, "")
    .replace(/url\("data:[^"]*"\)/g, "none");
  const made = esbuild.transformSync(`@layer bootstrap {${css}}`, { loader: "css", minify: true });
  keep(name, made.code);
}

function module(name) {
  const made = esbuild.buildSync({
    entryPoints: [join(here, name)],
    nodePaths: [packages],
    bundle: true,
    format: "esm",
    target: "es2022",
    minify: true,
    legalComments: "eof",
    write: false,
  });
  keep(name, made.outputFiles[0].text);
}

const shape = ([tag, attributes]) =>
  `<${tag} ${Object.entries(attributes).map(([key, value]) => `${key}="${value}"`).join(" ")}/>`;

function icons() {
  const nodes = JSON.parse(readFileSync(join(packages, "@tabler/icons/tabler-nodes-outline.json")));
  const drawn = Object.entries(nodes).map(([name, parts]) => [name, parts.map(shape).join("")]);
  writeFileSync(join(out, "icons.json"), JSON.stringify(Object.fromEntries(drawn)));
}

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
styles("bootstrap.ltr.css", "bootstrap/dist/css/bootstrap.css");
styles("bootstrap.rtl.css", "bootstrap/dist/css/bootstrap.rtl.css");
module("htmx.js");
module("chart.js");
icons();
