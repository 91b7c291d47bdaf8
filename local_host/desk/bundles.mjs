// Which bundles an app has, and how they are called once built.
import fs from "node:fs";
import path from "node:path";

const BUNDLE = /^(.*\.bundle)\.(js|ts|jsx|css|scss|sass)$/;
const SKIPPED_FOLDERS = new Set(["node_modules", "dist"]);

function* files(folder) {
	for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
		const full = path.join(folder, entry.name);
		if (!entry.isDirectory()) yield full;
		else if (!SKIPPED_FOLDERS.has(entry.name)) yield* files(full);
	}
}

// Entry points of esbuild for scripts, styles and right-to-left styles: output name (without ending) to source.
export function findBundles(app, publicFolder) {
	const found = { js: {}, css: {}, rtl: {} };
	for (const file of files(publicFolder)) {
		const match = path.basename(file).match(BUNDLE);
		if (!match) continue;
		const [, name, ending] = match;
		if (["js", "ts", "jsx"].includes(ending)) {
			found.js[`${app}/dist/js/${name}`] = file;
		} else {
			found.css[`${app}/dist/css/${name}`] = file;
			found.rtl[`${app}/dist/css-rtl/${name}`] = file;
		}
	}
	return found;
}

// Name under which Frappe asks for a bundle, to its address. Styles are asked for as .css whatever they were written in.
export function manifest(metafile, sites, prefix = "") {
	const entries = Object.entries(metafile.outputs).filter(([, output]) => output.entryPoint);
	return Object.fromEntries(
		entries.map(([file, output]) => [
			prefix + path.basename(output.entryPoint).replace(/\.s[ac]ss$/, ".css"),
			"/" + path.relative(sites, path.resolve(file)),
		])
	);
}
