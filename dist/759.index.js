"use strict";
exports.id = 759;
exports.ids = [759];
exports.modules = {
759:
((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   chooseProxy: () => (/* binding */ chooseProxy)
/* harmony export */ });
const proxyExample = 'Use a URL such as `http://proxy.example.com:3128`';
const maxEntriesTold = 5;
function chooseProxy(url, env) {
	const variable = readVariable(env, url.protocol === 'https:' ? 'https_proxy' : 'http_proxy');
	const noProxy = readVariable(env, 'no_proxy');
	const entries = noProxy.value.split(',').map(entry => entry.trim());
	if (variable.value === '' || entries.some(entry => covers(entry, url))) {
		return { proxy: undefined, warnings: [] };
	}
	const proxy = parseProxy(variable);
	return {
		proxy,
		warnings: [
			...explainBackslash(variable, proxy),
			...explainEntries(noProxy.name, entries.filter(isUnusable), url)
		]
	};
}
function readVariable(env, name) {
	const set = [name, name.toUpperCase()].find(spelling => (env[spelling] ?? '') !== '') ?? name;
	return { name: set, value: (env[set] ?? '').trim() };
}
function parseProxy({ name, value }) {
	if (/^[a-z][a-z0-9+.-]*:\/\//i.test(value) && !/^https?:/i.test(value)) {
		throw new TypeError(`\`${name}\` names a proxy of another kind than http or https. ${proxyExample}`);
	}
	const address = /^https?:\/\//i.test(value) ? value : `http://${value}`;
	if (!URL.canParse(address)) {
		const hint = value.includes('\\') ? 'Write a backslash as `%5C`' : proxyExample;
		throw new TypeError(`\`${name}\` is not the address of a proxy. ${hint}`);
	}
	const proxy = new URL(address);
	if (!isPercentEncoded(proxy.username + proxy.password)) {
		throw new TypeError(`\`${name}\` has an invalid percent-encoding in its user name or password. ` +
			'Write a `%` as `%25`');
	}
	return new URL(`${proxy.protocol}//${proxy.username}:${proxy.password}@${proxy.host}`.replace('//:@', '//'));
}
function isPercentEncoded(text) {
	try {
		decodeURIComponent(text);
		return true;
	}
	catch {
		return false;
	}
}
function explainBackslash({ name, value }, { hostname }) {
	return /\\.*@/.test(value)
		? [
			`The runner’s variable \`${name}\` has a backslash in its credentials, so that ` +
				`\`${hostname}\` is taken for the proxy’s host. Write the backslash as \`%5C\`.`
		]
		: [];
}
function isUnusable(entry) {
	return entry !== '*' && /[\s*/;?<]|\.$/.test(entry.replace(/^\*\./, ''));
}
function explainEntries(name, unusable, url) {
	if (unusable.length === 0) {
		return [];
	}
	const more = unusable.length - maxEntriesTold;
	const told = unusable.slice(0, maxEntriesTold).map(entry => `\`${entry.slice(0, 100)}\``);
	const list = `${told.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
	return [
		`The runner’s variable \`${name}\` has entries that cannot be used: ${list}. Requests to ` +
			`\`${url.hostname}\` go through the proxy. Use host names, \`.example.com\`, ` +
			'single IP addresses or `*`, separated by commas.'
	];
}
function covers(entry, url) {
	if (entry === '*') {
		return true;
	}
	const parts = /^(?<host>\[[^\]]*\]|[^:]*)(?::(?<port>\d+))?$/.exec(entry.toLowerCase())?.groups;
	const host = (parts?.host ?? entry.toLowerCase()).replace(/^\*\./, '.');
	const port = parts?.port;
	const urlPort = url.port || (url.protocol === 'https:' ? '443' : '80');
	if (host === '' || (port !== undefined && port !== urlPort)) {
		return false;
	}
	const name = url.hostname.replace(/^\[|\]$/g, '');
	const bare = host.replace(/^\[|\]$/g, '');
	return bare.startsWith('.') ? name.endsWith(bare) : name === bare || name.endsWith(`.${bare}`);
}
})
};
;