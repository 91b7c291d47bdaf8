// What esbuild must be told to build a Desk: templates, Vue components, styles, and addresses left as they are.
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import * as compiler from "@vue/compiler-sfc";
import autoprefixer from "autoprefixer";
import esbuild from "esbuild";
import postcss from "postcss";
import * as sass from "sass";

const rtlcss = createRequire(import.meta.url)("rtlcss");
const read = (file) => fs.promises.readFile(file, "utf8");

// Addresses of served files are not modules.
export const servedFiles = {
	name: "served-files",
	setup(build) {
		build.onResolve({ filter: /^\/assets\// }, ({ path }) => ({ path, external: true }));
	},
};

// An HTML file becomes a client-side template under its name.
export const templates = {
	name: "templates",
	setup(build) {
		build.onLoad({ filter: /\.html$/ }, async ({ path: file }) => {
			const name = JSON.stringify(path.basename(file).split(".")[0]);
			return { contents: `frappe.templates[${name}] = ${JSON.stringify(await read(file))};` };
		});
	},
};

// npm's date picker is a release behind the one Frappe uses: seconds are added to it.
export const datepickerSeconds = {
	name: "datepicker-seconds",
	setup(build) {
		const addition = path.join(import.meta.dirname, "seconds.js");
		build.onLoad({ filter: /air-datepicker.dist.js.datepicker(\.min)?\.js$/ }, async ({ path: file }) => ({
			contents: `${await read(file)}\n${await read(addition)}`,
		}));
	},
};

// Vue's single-file components; their styles are put in the page by Frappe's own helper.
export function vueComponents(root, nodeModules) {
	async function style(descriptor, file, id) {
		const compiled = await compiler.compileStyleAsync({
			source: descriptor.content,
			filename: file,
			id,
			scoped: descriptor.scoped,
			preprocessLang: descriptor.lang,
		});
		if (compiled.errors.length) throw compiled.errors[0];
		// Imports are flattened: a style element in a page cannot follow them.
		const flat = await esbuild.build({
			stdin: { contents: compiled.code, loader: "css", resolveDir: path.dirname(file) },
			bundle: true,
			write: false,
			nodePaths: [nodeModules],
			plugins: [servedFiles],
			logLevel: "silent",
		});
		return `frappe.dom.set_style(${JSON.stringify(flat.outputFiles[0].text)});`;
	}

	async function component(file) {
		const { descriptor, errors } = compiler.parse(await read(file), { filename: file });
		if (errors.length) throw errors[0];
		const id = "data-v-" + Buffer.from(path.relative(root, file)).toString("base64url").slice(-10);
		const scoped = descriptor.styles.some((part) => part.scoped);
		const hasScript = descriptor.script || descriptor.scriptSetup;
		const script = hasScript && compiler.compileScript(descriptor, { id, genDefaultAs: "__component" });
		const parts = [script ? script.content : "const __component = {};"];
		if (descriptor.template) {
			const template = compiler.compileTemplate({
				source: descriptor.template.content,
				filename: file,
				id,
				scoped,
				transformAssetUrls: false,
				compilerOptions: { bindingMetadata: script?.bindings, scopeId: scoped ? id : undefined },
			});
			if (template.errors.length) throw new Error(String(template.errors[0]));
			parts.push(template.code.replace("export function render", "function __render"));
			parts.push("__component.render = __render;");
		}
		if (scoped) parts.push(`__component.__scopeId = ${JSON.stringify(id)};`);
		for (const part of descriptor.styles) parts.push(await style(part, file, id));
		parts.push("export default __component;");
		const typed = [descriptor.script, descriptor.scriptSetup].some((part) => part?.lang === "ts");
		return { contents: parts.join("\n"), loader: typed ? "ts" : "js", resolveDir: path.dirname(file) };
	}

	return {
		name: "vue-components",
		setup(build) {
			build.onLoad({ filter: /\.vue$/ }, async ({ path: file }) => {
				try {
					return await component(file);
				} catch (error) {
					return { errors: [{ text: `${file}: ${error.message}` }] };
				}
			});
		},
	};
}

// SCSS, where "~" means npm's packages or an app; turned round for languages written from right to left.
export function styles(roots, nodeModules, rightToLeft) {
	const bases = [nodeModules, ...roots];
	const candidates = (file) => [
		file,
		`${file}.scss`,
		`${file}.css`,
		path.join(path.dirname(file), `_${path.basename(file)}.scss`),
	];
	const importer = {
		findFileUrl(url) {
			const bare = url.replace(/^~/, "");
			const found = bases
				.flatMap((base) => candidates(path.join(base, bare)))
				.find((file) => fs.existsSync(file) && fs.statSync(file).isFile());
			return found ? pathToFileURL(found) : null;
		},
	};
	const processor = postcss(rightToLeft ? [rtlcss(), autoprefixer] : [autoprefixer]);
	return {
		name: "styles",
		setup(build) {
			build.onResolve({ filter: /^~/ }, ({ path: url }) => ({ path: path.join(nodeModules, url.slice(1)) }));
			build.onLoad({ filter: /\.s[ac]ss$/ }, async ({ path: file }) => {
				const compiled = sass.compile(file, {
					loadPaths: bases,
					importers: [importer],
					quietDeps: true,
					logger: sass.Logger.silent,
				});
				const { css } = await processor.process(compiled.css, { from: file });
				return { contents: css, loader: "css", resolveDir: path.dirname(file) };
			});
		},
	};
}
