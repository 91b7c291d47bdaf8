// node build.mjs BENCH APP MANIFEST: builds every *.bundle.* of one app into sites/assets and writes what was built.
// Stands beside node_modules, as Node looks for packages there.
import fs from "node:fs";
import path from "node:path";
import esbuild from "esbuild";
import { findBundles, manifest } from "./bundles.mjs";
import { datepickerSeconds, servedFiles, styles, templates, vueComponents } from "./plugins.mjs";

const [bench, app, manifestFile] = process.argv.slice(2);
const nodeModules = path.join(import.meta.dirname, "node_modules");
const sites = path.join(bench, "sites");
const apps = path.join(bench, "apps");
const roots = fs.readdirSync(apps).map((name) => path.join(apps, name));
const bundles = findBundles(app, path.join(apps, app, app, "public"));

const INLINED = [".png", ".svg", ".gif", ".woff", ".woff2", ".ttf", ".eot"];
const common = {
	bundle: true,
	minify: true,
	metafile: true,
	target: ["es2017"],
	outdir: path.join(sites, "assets"),
	entryNames: "[dir]/[name].[hash]",
	nodePaths: [nodeModules, ...roots],
	logLevel: "warning",
	logLimit: 20,
	loader: Object.fromEntries(INLINED.map((ending) => [ending, "dataurl"])),
	define: {
		"process.env.NODE_ENV": '"production"',
		__VUE_OPTIONS_API__: "true",
		__VUE_PROD_DEVTOOLS__: "false",
		__VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false",
	},
};

const scriptPlugins = [servedFiles, templates, datepickerSeconds, vueComponents(bench, nodeModules)];
const build = (entryPoints, plugins) => esbuild.build({ ...common, entryPoints, plugins });

const js = await build(bundles.js, scriptPlugins);
const css = await build(bundles.css, [servedFiles, styles(roots, nodeModules, false)]);
const rtl = await build(bundles.rtl, [servedFiles, styles(roots, nodeModules, true)]);

const built = {
	ltr: { ...manifest(js.metafile, sites), ...manifest(css.metafile, sites) },
	rtl: manifest(rtl.metafile, sites, "rtl_"),
};
fs.writeFileSync(manifestFile, JSON.stringify(built, null, 1) + "\n");
